/**
 * What use cases need from outside. Adapters obey these; nothing here knows a library. Every method that reaches storage or
 * keys rejects with HeldError `storage-down` or `keys-down` when it cannot. A write that rejected may still have reached the store (its answer
 * was lost on the way), so every write here can be repeated.
 */
export type * from './ports/system.ts';
export type * from './ports/stores.ts';
export type * from './ports/prompting.ts';
export type * from './ports/keys.ts';
export type * from './ports/records.ts';
export type * from './ports/supervision.ts';
export * from './ports/teams.ts';
