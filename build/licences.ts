import { z } from 'zod';

/** What is read of a CycloneDX component. */
export const componentShape = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  licenses: z
    .array(
      z.looseObject({
        expression: z.string().optional(),
        license: z.looseObject({ id: z.string().optional(), name: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});
export type Component = z.output<typeof componentShape>;

/** Licences that ask for no more than their notice: what ships with Held may be passed on by any school. */
const free = new Set([
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'Unlicense',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
]);

/** Packages that name no licence where the tool looks, read by a person. */
const read: Readonly<Record<string, string>> = {
  'escape-regexp-component@1.0.2': 'MIT: in its Readme.md',
  'jspath@0.4.0': 'MIT: in its LICENSE',
};

/** A line for each component whose licence is not among the free ones. */
export function licenceFaults(components: readonly Component[]): readonly string[] {
  return components.flatMap((component) => {
    const name = `${component.name}@${component.version ?? '?'}`;
    if (Object.hasOwn(read, name)) return [];
    const licences = (component.licenses ?? []).map(({ expression, license }) => expression ?? license?.id ?? license?.name ?? '');
    // Of alternatives one is enough; of several that hold together, all.
    const good =
      licences.length > 0 &&
      licences.every((licence) =>
        licence
          .replaceAll(/[()]/g, '')
          .split(' OR ')
          .some((each) => free.has(each)),
      );
    return good ? [] : [`${name}: ${licences.join(' and ') || 'no licence named'}`];
  });
}
