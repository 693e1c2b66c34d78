import type { PersonId } from '../../domain/ids.ts';
import type { Desk } from '../../domain/supervision/board.ts';
import type { ConversationStore, Logger, Notice, NoticeSender } from '../../ports.ts';
import { todayOf, type SupervisionDeps } from './supervisionDeps.ts';

export interface AnnounceDeps extends SupervisionDeps {
  readonly conversations: ConversationStore;
  readonly notices: NoticeSender;
  readonly log: Logger;
}

/** What came of a notice. `unsure`: the channel gave no answer. `notInstalled`: no chat with the person is known yet. */
export type NoticeOutcome = 'sent' | 'unsure' | 'failed' | 'gone' | 'notInstalled';

/** Says in the person's own chat that there is something. Never rejects: what it is about is in the tab all the same. */
export async function notify(
  { conversations, notices, log }: Pick<AnnounceDeps, 'conversations' | 'notices' | 'log'>,
  person: PersonId,
  notice: Notice,
): Promise<NoticeOutcome> {
  try {
    const address = await conversations.find(person);
    if (address === undefined) return 'notInstalled';
    const outcome = await notices.sendNotice({ person, address }, notice);
    return outcome.kind === 'failed' && outcome.arrived === 'maybe' ? 'unsure' : outcome.kind;
  } catch {
    log.warn({ notice }, 'a notice could not be sent');
    return 'failed';
  }
}

/**
 * Marks that a supervisor has something new. Before what is new is written: at worst an announcement has nothing to show. Once a morning's
 * digests, or those of a later one, were announced, a second process that is late marks nothing.
 */
export async function markNews({ rows }: Pick<AnnounceDeps, 'rows'>, supervisor: PersonId, of: Occasion): Promise<void> {
  const late = (desk: Desk): boolean => of !== 'release' && isAnnounced(desk, of);
  await rows.changeDesk(supervisor, (desk) => (desk.news || late(desk) ? desk : { ...desk, news: true }));
}

/** A morning's digests, with the day whose they are, which a process that is late finds to be past; or a topic released by hand. */
export type Occasion = { readonly morning: string } | 'release';

const isAnnounced = ({ morningOn }: Desk, { morning }: { readonly morning: string }): boolean =>
  morningOn !== undefined && morningOn >= morning;

/**
 * “Your digest is ready”, once a morning, and once a day for what is released by hand; never twice for the same. The day is written before the
 * card is sent, and only whoever wrote it sends. A card that surely did not arrive leaves the news for the next morning; one of which nobody
 * knows is not sent again, and the desk says so to the administrator until the next.
 */
export async function announceNews(deps: AnnounceDeps, supervisor: PersonId, of: Occasion): Promise<boolean> {
  const today = todayOf(deps);
  const claimed = await deps.rows.changeDesk(supervisor, (desk) => {
    if (!desk.news || (of === 'release' ? desk.announcedOn === today : isAnnounced(desk, of))) return desk;
    return { ...desk, news: false, announcedOn: today, sendingOn: today, ...(of === 'release' ? {} : { morningOn: of.morning }) };
  });
  if (!claimed) return false;
  const outcome = await notify(deps, supervisor, 'digest');
  if (outcome === 'unsure') return false;
  const missed = outcome === 'failed' || outcome === 'notInstalled';
  await deps.rows.changeDesk(supervisor, ({ sendingOn: _ended, ...desk }) => ({ ...desk, news: desk.news || missed }));
  return outcome === 'sent';
}
