import type { PageId } from '../../contract/pages.ts';

/** Gives the address of the tab, at one of its pages where that is named. */
export type TabLink = (page?: PageId) => string;

/** The personal tab in the app's manifest. */
export const tabEntity = 'held';

/**
 * A link that opens the tab inside Teams, on every client. `app`: the id under which Teams knows the app, which is the organisation's catalogue's
 * own where the app was published there, and the manifest's where it was uploaded by hand (learn.microsoft.com, “Deep link to an application”).
 */
export function tabInTeams(app: string): TabLink {
  return (page) => {
    const link = new URL(`https://teams.microsoft.com/l/entity/${app}/${tabEntity}`);
    if (page !== undefined) link.searchParams.set('context', JSON.stringify({ subEntityId: page }));
    return link.href;
  };
}

/** The tab standing alone, on a laptop. */
export const tabAt =
  (address: string): TabLink =>
  (page) =>
    page === undefined ? address : `${address}#${page}`;
