import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { asLastingId, asQuestionId, asUnitId, parsePeriodId, parsePersonId, type PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';

// What all stores share: ids and JSON inside rows, and how rows spread over partitions.

const checked = <T>(parse: (text: string) => T | undefined) =>
  z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: 'not an id' });
    return z.NEVER;
  });

export const personId = checked(parsePersonId);
export const periodId = checked(parsePeriodId);
export const lastingId = z.string().min(1).transform(asLastingId);
export const unitId = z.string().min(1).transform(asUnitId);
export const questionId = z.string().min(1).transform(asQuestionId);

/** A property that holds JSON. */
export const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Parses what a row holds. The message names properties only: values may be anybody's. */
export function parseRow<T extends z.ZodType>(schema: T, row: unknown, table: string): z.output<T> {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const where = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ');
  throw new HeldError('internal', `Table ${table} holds a row that cannot be read (${where}); was it written by another version?`);
}

/** People's rows spread over 16 partitions under a prefix. */
export const partitionOfPerson = (prefix: string, person: PersonId): string => `${prefix}.${person.charAt(0)}`;

/** All partitions `{prefix}.x`. `~` sorts after every character used there. */
export const partitionsUnder = (prefix: string): string => odata`PartitionKey ge ${`${prefix}.`} and PartitionKey lt ${`${prefix}.~`}`;
