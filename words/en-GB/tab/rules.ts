/** The rules behind the figures, one by one. */
export const rules = [
  'At least eight people must have answered the question. The number can be raised, never lowered.',
  'They come from at least five schools, none with more than half of them; or they are one whole inclusion team of twelve or more, declared as such.',
  'Everybody counts once: several answers of one person become their own average first.',
  'Each answer enters one figure only. Where a group is too small, its answers count in a larger one, and with none large enough they are destroyed.',
  'There are no filters, slices or comparisons of roles: nothing else is ever worked out from the answers.',
  'All groups share one calendar of half-terms. Answers are opened at the earliest a day after the close.',
  'A release is written once. What came late or was too little is not carried over.',
  'An average is rounded to half a point, from 30 people to a quarter. Where only a few people joined or left since last time, ten must have answered.',
  'The ends of the scale are not told apart: an average in the last half point reads as open towards the end.',
  'Where options have no order, the most chosen one is shown from 24 people on, rough shares from 80.',
  'How many answered is told as a range. There is no response rate.',
  'Whatever the reason, too little to show is always told in the same words.',
  'A line joins two half-terms only while two thirds of the group are the same people.',
  'A check-in has no free text.',
] as const;
