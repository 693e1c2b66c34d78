const exams = { height: '05-15', says: 'exams' } as const;
const transition = { height: '07-01', says: 'transition to the next school' } as const;

/** Seasons that every nation has. */
export const everySeason = [exams, transition] as const;

/** What England calls things. What falls due on a day is carried in the weeks before it. */
export const england = {
  role: 'SENCo',
  roles: 'SENCos',
  field: 'SEND',
  codeOnRole: 'chapter 6 of the SEND Code of Practice',
  lead: 'safeguarding lead',
  seasons: [
    { height: '02-01', says: 'EHCP phase transfer, due 15 February' },
    { height: '03-17', says: 'EHCP transfer to post-16, due 31 March' },
    ...everySeason,
  ],
} as const;
