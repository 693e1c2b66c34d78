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
    booking: link ? [{ title: 'Book supervision', url: link }] : [],
    resources: [
      { title: 'SEND Code of Practice: 0 to 25 years', url: 'https://www.gov.uk/government/publications/send-code-of-practice-0-to-25' },
      { title: 'Education Support', url: 'https://www.educationsupport.org.uk' },
    ],
  };
}
