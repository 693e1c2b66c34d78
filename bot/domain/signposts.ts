import { links } from '#words/links.ts';
import { nation } from './nations.ts';

/** A link that an administrator gave: an `https:` address, without tracking. */
export interface NamedLink {
  readonly title: string;
  readonly url: string;
}

/** Where supervision is booked, and what helps beside it. */
export interface Signposts {
  readonly booking: readonly NamedLink[];
  readonly resources: readonly NamedLink[];
}

/** What there is before an administrator has set anything. `link`: the deployment's configured booking address. */
export function defaultSignposts(link: string | undefined): Signposts {
  return {
    booking: link ? [{ title: links.booking, url: link }] : [],
    resources: [nation().code, { title: links.educationSupport, url: 'https://www.educationsupport.org.uk' }],
  };
}
