/**
 * What differs between the nations of the United Kingdom: titles, plans, codes, signposts. England is complete; the others are data to be
 * confirmed by somebody who works there before use, and Wales needs its words in Welsh beside these.
 */
export interface NationPack {
  readonly confirmed: boolean;
  readonly roleTitle: string;
  readonly plan: string;
  readonly code: string;
  readonly safeguardingLead: string;
  readonly helplines: {
    /** ISO date on which somebody last rang or looked. */
    readonly lastChecked: string;
    readonly child: readonly string[];
    readonly yourself: readonly string[];
  };
}

const everywhere = {
  child: [
    'Immediate danger: 999 first.',
    'Worried about a child: your designated safeguarding lead. If that is you, or they are not there: the deputy, a senior leader or children’s social care.',
  ],
  yourself: ['Education Support 08000 562 561 (free, day and night)', 'Samaritans 116 123', 'Text SHOUT to 85258'],
} as const;
const lastChecked = '2026-11-22';

export const nations = {
  england: {
    confirmed: true,
    roleTitle: 'SENCo',
    plan: 'education, health and care plan (EHCP)',
    code: 'SEND Code of Practice: 0 to 25 years',
    safeguardingLead: 'designated safeguarding lead (DSL)',
    helplines: {
      lastChecked,
      child: [...everywhere.child, 'About the head: the chair of governors or trustees, or the LADO.'],
      yourself: [...everywhere.yourself, 'NHS 111, mental health option'],
    },
  },
  wales: {
    confirmed: false,
    roleTitle: 'ALNCo',
    plan: 'individual development plan (IDP)',
    code: 'Additional Learning Needs Code for Wales',
    safeguardingLead: 'designated safeguarding person (DSP)',
    helplines: { lastChecked, child: everywhere.child, yourself: [...everywhere.yourself, 'NHS 111 Wales, press 2'] },
  },
  scotland: {
    confirmed: false,
    roleTitle: 'Support for Learning lead',
    plan: 'co-ordinated support plan (CSP)',
    code: 'Supporting Children’s Learning: code of practice',
    safeguardingLead: 'child protection co-ordinator',
    helplines: { lastChecked, child: everywhere.child, yourself: [...everywhere.yourself, 'NHS 24 on 111, mental health hub'] },
  },
  northernIreland: {
    confirmed: false,
    roleTitle: 'Learning Support Co-ordinator',
    plan: 'Statement',
    code: 'Code of Practice on the Identification and Assessment of Special Educational Needs',
    safeguardingLead: 'designated teacher for child protection',
    helplines: { lastChecked, child: everywhere.child, yourself: [...everywhere.yourself, 'Lifeline 0808 808 8000'] },
  },
} as const satisfies Record<string, NationPack>;

/** The nation that this deployment speaks for. */
export const nation: NationPack = nations.england;
