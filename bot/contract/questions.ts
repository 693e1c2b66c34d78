import * as z from 'zod/mini';

export const questionBody = z.strictObject({
  id: z.string().check(z.minLength(1)),
  asks: z.string().check(z.minLength(1)),
  /** Exact words, in the bank's order: a figure's `top` and `shares` point into it. */
  options: z.array(z.string().check(z.minLength(1))).check(z.minLength(2)),
  /** `heavyLast`: the last option is the heavy end; `goodLast`: the good end; `none`: no order. */
  order: z.enum(['heavyLast', 'goodLast', 'none']),
  construct: z.string().check(z.minLength(1)),
  /** A plain line about a metaphor in the question. */
  explains: z.optional(z.string().check(z.minLength(1))),
});
export type QuestionBody = z.infer<typeof questionBody>;

/** `GET /api/questions`: every question that may be released, in the bank's order. Private ones never appear. */
export const questionsBody = z.strictObject({ questions: z.array(questionBody) });
export type QuestionsBody = z.infer<typeof questionsBody>;
