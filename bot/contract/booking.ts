import * as z from 'zod/mini';

/** `GET /api/booking`: where to book supervision; empty while the administrator has set no link. */
export const bookingBody = z.strictObject({
  links: z.array(z.strictObject({ title: z.string().check(z.minLength(1)), url: z.url({ protocol: /^https$/ }) })),
});
export type BookingBody = z.infer<typeof bookingBody>;
