import { england, everySeason } from './terms.ts';

/**
 * What each nation calls things, and where people turn there. England's is checked. The others were put together from public sources and are to
 * be confirmed by somebody who works there (`bot/domain/nations.ts` says which); Wales needs its words in Welsh beside these.
 */
const everywhere = {
  danger: 'Immediate danger: 999 first.',
  child: (lead: string, care: string): string =>
    `Worried about a child: your ${lead}. If that is you, or they are not there: the deputy, a senior leader or ${care}.`,
  yourself: ['Education Support 08000 562 561 (free, day and night)', 'Samaritans 116 123', 'Text SHOUT to 85258'],
} as const;

export const nations = {
  england: {
    name: 'England',
    terms: england,
    plan: 'education, health and care plan (EHCP)',
    safeguardingLead: 'designated safeguarding lead (DSL)',
    code: 'SEND Code of Practice: 0 to 25 years',
    codeLink: 'https://www.gov.uk/government/publications/send-code-of-practice-0-to-25',
    child: [
      everywhere.danger,
      everywhere.child('designated safeguarding lead', 'children’s social care'),
      'About the head: the chair of governors or trustees, or the LADO.',
    ],
    yourself: [...everywhere.yourself, 'NHS 111, mental health option'],
  },
  wales: {
    name: 'Wales',
    terms: {
      role: 'ALNCo',
      roles: 'ALNCos',
      field: 'ALN',
      codeOnRole: 'the chapter on the ALNCo in the ALN Code for Wales',
      lead: 'designated safeguarding person',
      seasons: everySeason,
    },
    plan: 'individual development plan (IDP)',
    safeguardingLead: 'designated safeguarding person (DSP)',
    code: 'Additional Learning Needs Code for Wales',
    codeLink: 'https://www.gov.wales/additional-learning-needs-code',
    child: [everywhere.danger, everywhere.child('designated safeguarding person', 'children’s social services')],
    yourself: [...everywhere.yourself, 'NHS 111 Wales, press 2'],
  },
  scotland: {
    name: 'Scotland',
    terms: {
      role: 'Support for Learning lead',
      roles: 'Support for Learning leads',
      field: 'ASL',
      codeOnRole: 'the Supporting Children’s Learning code of practice',
      lead: 'child protection co-ordinator',
      seasons: everySeason,
    },
    plan: 'co-ordinated support plan (CSP)',
    safeguardingLead: 'child protection co-ordinator',
    code: 'Supporting Children’s Learning: code of practice',
    codeLink:
      'https://www.gov.scot/publications/supporting-childrens-learning-statutory-guidance-education-additional-support-learning-scotland/',
    child: [everywhere.danger, everywhere.child('child protection co-ordinator', 'children’s social work')],
    yourself: [...everywhere.yourself, 'NHS 24 on 111, mental health hub'],
  },
  northernIreland: {
    name: 'Northern Ireland',
    terms: {
      role: 'Learning Support Co-ordinator',
      roles: 'Learning Support Co-ordinators',
      field: 'SEN',
      codeOnRole: 'the Code of Practice on special educational needs',
      lead: 'designated teacher for child protection',
      seasons: everySeason,
    },
    plan: 'Statement',
    safeguardingLead: 'designated teacher for child protection',
    code: 'Code of Practice on the Identification and Assessment of Special Educational Needs',
    codeLink: 'https://www.education-ni.gov.uk/articles/special-educational-needs',
    child: [everywhere.danger, everywhere.child('designated teacher for child protection', 'the Gateway service')],
    yourself: [...everywhere.yourself, 'Lifeline 0808 808 8000'],
  },
} as const;

/** What an administrator and an operator are told of a nation that is not confirmed yet. */
export const confirming = {
  everything: ['the role’s title', 'the plan', 'the code', 'whom a worry about a child goes to', 'the helplines', 'the seasons'],
  welsh: 'and Welsh before use there',
  says: (name: string, what: readonly string[]): string =>
    `The words for ${name} are to be confirmed by somebody who works there: ${what.join(', ')}.`,
} as const;
