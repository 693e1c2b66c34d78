/** What each question asks and the words on its buttons, in the bank's order: an answer is an index into them. Ids, order and occasion are the domain's. */
import type { NationTerms } from '../nation.ts';

// All wording is ours; no published instrument is reproduced, and these questions are not a clinical measure.
const amount = ['Not at all', 'A little', 'Somewhat', 'Quite a bit', 'A lot'];
const often = ['Never', 'Rarely', 'Sometimes', 'Often', 'Always'];
const share = ['None', 'A little', 'About half', 'Most', 'All'];
const hold = '“To hold” here means to feel responsible for.';

export const questions = {
  load: { asks: 'How does that meeting feel now?', options: ['Light', 'Some weight', 'Quite heavy', 'Heavy', 'Very heavy'] },
  carry: { asks: 'How much of it is coming with you?', options: ['None', 'A little', 'Some', 'Quite a bit', 'A lot'] },
  steady: { asks: 'How much effort did staying steady take?', options: ['None', 'A little', 'Some', 'Quite a bit', 'A lot'] },
  mine: { asks: 'How much of that was yours to hold?', options: share, explains: hold },
  whose: { asks: 'Whose is most of it?', options: ['Mine', 'Shared', 'Someone else’s', 'The system’s', 'Not sure'] },
  theme: {
    asks: 'What was it mostly about?',
    options: [
      'A parent’s worry',
      'A colleague needing ideas',
      'A child’s distress',
      'Safeguarding, already reported',
      'Competing views',
      'Waiting and thresholds',
      'Planning or routine',
      'Something else',
    ],
  },
  room: { asks: 'Is there room in your head for what comes next?', options: amount },
  with: { asks: 'Did you have someone to think hard decisions through with?', options: often },
  week: { asks: 'Is this week’s work still with you?', options: amount },
  beyond: { asks: 'Did you hold things that go beyond your role?', options: often, explains: hold },
  fixnow: { asks: 'Did things feel as if they had to be fixed on the spot?', options: often },
  pause: { asks: 'Did you get a pause after hard conversations?', options: often },
  off: { asks: 'Could you put work down at the end of the day?', options: often },
  breaks: { asks: 'Did your breaks stay breaks?', options: often },
  swing: { asks: 'Did your days swing between crisis and calm?', options: often },
  values: { asks: 'Did the week connect with why you do this?', options: amount },
  time: { asks: ({ role }: NationTerms): string => `How much of your ${role} time was kept free for it?`, options: share },
  ahead: { asks: 'Is there time to think ahead, not only react?', options: often },
  understood: { asks: 'Do senior leaders understand what this role asks?', options: amount },
  told: { asks: ({ field }: NationTerms): string => `Are you in the room when ${field} decisions are made?`, options: often },
  supported: { asks: 'Are you supported when the work is hard?', options: often },
  heard: { asks: 'Has someone time to hear you?', options: often },
  clear: { asks: 'Is it clear what your role covers?', options: amount },
  say: { asks: 'Do you have a say in how your work is organised?', options: often },
  pace: { asks: 'Is there enough time for what the role asks?', options: often },
  did: { asks: 'Did anything leaders did last half-term ease your work?', options: amount },
  spent: {
    asks: 'Where did most of the time go?',
    options: ['Paperwork', 'Delivering', 'Advising', 'Advocating', 'Leading', 'Cover, teaching and other duties'],
  },
  clearer: {
    asks: 'How clear is it now what is yours to hold?',
    options: ['Not clear', 'Slightly', 'Partly', 'Mostly', 'Clear'],
    explains: hold,
  },
  hour: { asks: 'Was the time protected?', options: ['Not at all', 'A little', 'About half', 'Mostly', 'Fully'] },
  stayed: { asks: 'Has something that you could not fix stayed with you?', options: amount },
  putoff: { asks: 'Is there a conversation you are putting off?', options: amount },
} as const;

/** What “that meeting”, in a question about one, becomes when the meeting is a while ago, or after a person's own check-in. */
export const pointer = /\bthat( meeting)?\b/;
export const instead = { deferred: 'your last meeting', checkIn: 'what you have just done' } as const;
