import * as z from 'zod/mini';

/** The one shape of every answer that is not a success. `message` is for people; `code` is one of the server's closed catalogue. */
export const errorBody = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string() }),
});
export type ErrorBody = z.infer<typeof errorBody>;
