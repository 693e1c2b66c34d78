/** The tab's pages, by the words that its addresses (`#mine`) and links into it from Teams carry; in the order of its navigation. */
export const pageIds = ['do', 'supervise', 'admin', 'hear', 'mine', 'supervision', 'governors'] as const;
export type PageId = (typeof pageIds)[number];
