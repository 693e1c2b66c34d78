/** Titles of the links that are there before an administrator has set any. */
export const links = { booking: 'Book supervision', educationSupport: 'Education Support' } as const;
