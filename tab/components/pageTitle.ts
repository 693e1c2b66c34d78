/** Id of a page's first heading: where “Skip to the page” leads, and where the focus goes after a change of page. */
export const pageTitleId = 'page-title';
