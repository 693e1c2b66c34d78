/** The language of this folder, as Intl and HTML name it. */
export const locale = 'en-GB';
