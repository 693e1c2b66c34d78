import { words } from '#words/tab.ts';

/** Id of a page's first heading: where “Skip to the page” leads, and where the focus goes after a change of page. */
export const pageTitleId = 'page-title';

/** What the document is called while a page or a state of this title is shown. */
export const titled = (title: string): string => `${title} – ${words.product}`;
