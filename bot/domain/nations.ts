/** What differs between the nations of the United Kingdom, and how far it can be relied on. The words are the catalogue's. */
import { confirming, nations as words } from '#words/nations.ts';
import { speakFor, type NationTerms } from '../../words/nation.ts';

export const nationIds = ['england', 'wales', 'scotland', 'northernIreland'] as const;
export type NationId = (typeof nationIds)[number];

export interface NationPack {
  readonly id: NationId;
  readonly name: string;
  /** What somebody who works there must still confirm before use; empty where nothing is left. */
  readonly toConfirm: readonly string[];
  readonly terms: NationTerms;
  readonly plan: string;
  readonly safeguardingLead: string;
  readonly code: { readonly title: string; readonly url: string };
  readonly helplines: {
    /** ISO date on which somebody last rang or looked. */
    readonly lastChecked: string;
    readonly child: readonly string[];
    readonly yourself: readonly string[];
  };
}

const lastChecked = '2026-11-22';
/** Nobody who works in the last three has looked yet. */
const toConfirm: Readonly<Record<NationId, readonly string[]>> = {
  england: [],
  wales: [...confirming.everything, confirming.welsh],
  scotland: confirming.everything,
  northernIreland: confirming.everything,
};

function packOf(id: NationId): NationPack {
  const { name, terms, plan, safeguardingLead, code, codeLink, child, yourself } = words[id];
  return {
    id,
    name,
    toConfirm: toConfirm[id],
    terms,
    plan,
    safeguardingLead,
    code: { title: code, url: codeLink },
    helplines: { lastChecked, child, yourself },
  };
}

export const nations: Readonly<Record<NationId, NationPack>> = {
  england: packOf('england'),
  wales: packOf('wales'),
  scotland: packOf('scotland'),
  northernIreland: packOf('northernIreland'),
};

let chosen = nations.england;

/** Chooses the nation that this process speaks for: once, as it starts. */
export function speakForNation(id: NationId): void {
  chosen = nations[id];
  speakFor(chosen.terms);
}

/** The nation that this process speaks for. */
export const nation = (): NationPack => chosen;

/** What an operator and an administrator are told of a nation that is not confirmed; undefined for one that is. */
export const warningOf = ({ name, toConfirm: left }: NationPack): string | undefined =>
  left.length === 0 ? undefined : confirming.says(name, left);
