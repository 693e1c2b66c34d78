/** Three weeks, as a default. */
const daysToAct = 21;

/** The day by which something decided today is due, unless another is chosen. Local dates, `YYYY-MM-DD`. */
export function inThreeWeeks(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + daysToAct * 86_400_000).toISOString().slice(0, 10);
}
