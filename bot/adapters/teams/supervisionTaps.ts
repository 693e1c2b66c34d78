import { may, type Action } from '../../domain/access.ts';
import type { PersonId } from '../../domain/ids.ts';
import { wishesOf } from '../../domain/supervision/drawer.ts';
import { isSameWish, type Wishes } from '../../domain/supervision/flag.ts';
import { tidy, warningsAbout } from '../../domain/supervision/note.ts';
import { HeldError } from '../../errors.ts';
import type { Randomness } from '../../ports.ts';
import { changeFlags } from '../../usecases/supervision/changeFlags.ts';
import { previewFor } from '../../usecases/supervision/readDigest.ts';
import { readSupervisees } from '../../usecases/supervision/readSupervisees.ts';
import { entitlementOf, supervised, type Supervised, type SupervisionDeps } from '../../usecases/supervision/supervisionDeps.ts';
import { whoAmI } from '../../usecases/whoAmI.ts';
import type { CardData } from './cardData.ts';
import type { Reply } from './replies.ts';
import { agendaCard, digestCard, flagForm, previewCard, type FlagForm } from './supervisionCards.ts';
import { supervisionWords as words } from '#words/supervisionChat.ts';

export interface SupervisionTapDeps extends SupervisionDeps {
  readonly randomness: Pick<Randomness, 'lastingId'>;
}

/** Buttons of supervision, and who may press them. Their cards are for dialogs: the caller answers a tap in a chat itself. */
const whoMay = {
  flag: ['keepSupervision'],
  keepFlag: ['keepSupervision'],
  preview: ['keepSupervision'],
  digest: ['supervise'],
  agenda: ['keepSupervision', 'supervise'],
} as const satisfies Record<string, readonly Action[]>;

export type SupervisionData = Extract<CardData, { held: keyof typeof whoMay }>;

export const isSupervision = (data: CardData): data is SupervisionData => Object.hasOwn(whoMay, data.held);

/** Rejects with `not-on-roster`, and with `not-allowed` for everybody whose role it is not, in one shape. */
export async function onSupervision(deps: SupervisionTapDeps, person: PersonId, data: SupervisionData): Promise<Reply> {
  const viewer = await whoAmI(deps, person);
  if (!whoMay[data.held].some((action) => may(viewer, action))) throw new HeldError('not-allowed');
  switch (data.held) {
    case 'flag':
      return { kind: 'card', card: flagForm(await wishesIn(deps, await supervised(deps, person))) };
    case 'keepFlag':
      return keep(deps, person, data);
    case 'preview': {
      const { entry, supervisor } = await supervised(deps, person);
      const { format } = await entitlementOf(deps, entry.unitPath);
      return { kind: 'card', card: previewCard(previewFor(await deps.rows.drawerOf(person), supervisor.person, format)) };
    }
    case 'digest': {
      const { supervisees, unreadable, groups } = await readSupervisees(deps, person);
      const digests = supervisees.map(({ entry, digest }) => ({ name: entry.displayName, digest }));
      return { kind: 'card', card: digestCard(digests, groups.at(-1), unreadable) };
    }
    case 'agenda':
      return { kind: 'card', card: agendaCard() };
  }
}

async function wishesIn(deps: SupervisionTapDeps, { entry, supervisor }: Supervised): Promise<FlagForm> {
  const { access, notToday } = wishesOf(await deps.rows.drawerOf(entry.person), supervisor.person);
  const was = wishes(access, notToday === true);
  return { id: deps.randomness.lastingId(), access, notToday, was };
}

function wishes(access: string | undefined, notToday: boolean): Wishes {
  const text = tidy(access ?? '');
  return { ...(text === '' ? {} : { access: text }), ...(notToday ? { notToday: true } : {}) };
}

async function keep(deps: SupervisionTapDeps, person: PersonId, data: Extract<CardData, { held: 'keepFlag' }>): Promise<Reply> {
  const { id, topic, note, hope, access, sure = false } = data;
  const was = wishes(data.wasAccess, data.wasNotToday === true);
  const form: FlagForm = { id, topic, note, hope, access, notToday: data.notToday === 'true', was };
  if (topic === undefined) return { kind: 'card', card: flagForm(form, [], words.topicNeeded) };
  const asked = new Set([note, access].flatMap((text) => warningsAbout(tidy(text ?? ''))));
  // A form that is asked about keeps nothing of itself.
  if (asked.size > 0 && !sure) return { kind: 'card', card: flagForm(form, [...asked]) };
  try {
    const flag = { do: 'keep', id, sure: true, topic, ...(note ? { note } : {}), ...(hope ? { hope } : {}) } as const;
    // Left as they were they are not written: what the tab has changed meanwhile stands.
    const wished = wishes(access, form.notToday === true);
    if (!isSameWish(wished, was)) await changeFlags(deps, person, { do: 'wishes', sure: true, was, ...wished });
    await changeFlags(deps, person, flag);
    return { kind: 'passed' };
  } catch (error) {
    if (error instanceof HeldError && error.code === 'changed-meanwhile') {
      const now = await wishesIn(deps, await supervised(deps, person));
      const changed = words.wishesChanged(now.was.access, now.was.notToday === true);
      return { kind: 'card', card: flagForm({ ...form, was: now.was }, [], changed) };
    }
    if (error instanceof HeldError && error.code === 'bad-request') return { kind: 'card', card: flagForm(form, [], words.tooLong) };
    throw error;
  }
}
