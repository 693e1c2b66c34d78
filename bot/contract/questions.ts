import { z } from 'zod';

export const questionBody = z.strictObject({
  id: z.string().min(1),
  asks: z.string().min(1),
  /** Exact words, in the bank's order: a figure's `top` and `shares` point into it. */
  options: z.array(z.string().min(1)).min(2),
  /** `heavyLast`: the last option is the heavy end; `goodLast`: the good end; `none`: no order. */
  order: z.enum(['heavyLast', 'goodLast', 'none']),
  construct: z.string().min(1),
  /** A plain line about a metaphor in the question. */
  explains: z.string().min(1).optional(),
});
export type QuestionBody = z.infer<typeof questionBody>;

/** `GET /api/questions`: every question that may be released, in the bank's order. Private ones never appear. */
export const questionsBody = z.strictObject({ questions: z.array(questionBody) });
export type QuestionsBody = z.infer<typeof questionsBody>;
