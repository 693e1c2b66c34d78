import type { AgreedAction } from '../../domain/supervision/drawer.ts';
import type { Wishes } from '../../domain/supervision/flag.ts';
import type { GroupDigest } from '../../domain/supervision/group.ts';
import { longestAccess, longestNote, type NoteWarning } from '../../domain/supervision/note.ts';
import { agenda } from '../../domain/supervision/session.ts';
import { hopeIds, hopeWords, topicIds, topicWords, type HopeId, type TopicId } from '../../domain/supervision/topics.ts';
import type { PageId } from '../../contract/pages.ts';
import type { Notice } from '../../ports.ts';
import type { Digest } from '../../usecases/supervision/readDigest.ts';
import type { CardData } from './cardData.ts';
import { actionSet, card, dialogButton, small, text, title, type AnswerIn, type Card, type Part } from './cardParts.ts';
import { supervisionWords as words } from '#words/supervisionChat.ts';
import type { TabLink } from './tabLinks.ts';

// Topics, notes, names, agendas and records stand on cards in dialogs only. What goes into a chat is `noticeOf` and `flagInvitation`.

/** How a card in a chat leads on: a button that opens a dialog, a link to the tab, or words alone where neither is known. */
export interface Ways {
  readonly answerIn: AnswerIn;
  readonly tab?: TabLink | undefined;
}

/** Where in the tab what a card speaks of is found; both who meet have an agenda, on pages of their own. */
const pageOf: Readonly<Record<Notice, PageId | undefined>> = {
  digest: 'supervise',
  preview: 'supervision',
  agenda: undefined,
  receipt: 'supervision',
  record: 'supervision',
  ask: 'do',
};

type Opens = 'flag' | 'digest' | 'preview' | 'agenda';

const opensDialog = (label: string, held: Opens): Part => ({
  type: 'Action.Submit',
  title: label,
  data: { held, msteams: { type: 'task/fetch' } },
});
const opensTab = (url: string): Part => ({ type: 'Action.OpenUrl', title: words.openTab, url });

function onward({ answerIn, tab }: Ways, label: string, held: Opens | undefined, page: PageId | undefined): readonly Part[] {
  if (held !== undefined && answerIn === 'dialog') return [actionSet(opensDialog(label, held))];
  return tab === undefined ? [text(words.inTab)] : [actionSet(opensTab(tab(page)))];
}

/** Says that there is something, the same for everybody. */
export function noticeOf(notice: Notice, ways: Ways): Card {
  const opens = notice === 'digest' || notice === 'preview' || notice === 'agenda' ? notice : undefined;
  return card(text(words.notices[notice]), ...onward(ways, words.open, opens, pageOf[notice]));
}

/** The answer to `flag`. */
export const flagInvitation = (ways: Ways): Card => card(text(words.flagInvitation), ...onward(ways, words.keep, 'flag', 'supervision'));

/** Leads from a question in a chat to where a topic can be kept, if there is a way. */
export const keepFromChat = (tab: string | undefined): readonly Part[] =>
  tab === undefined ? [] : [{ type: 'Action.OpenUrl', title: words.keepFor, url: tab }];

/** Under a question in a dialog, apart. It carries nothing of the question's card. */
export const keepFromDialog = (): Part => ({ ...actionSet(dialogButton(words.keepFor, { held: 'flag' })), separator: true });

export interface FlagForm {
  /** Random, and the same when the form is sent again. */
  readonly id: string;
  readonly topic?: TopicId | undefined;
  readonly note?: string | undefined;
  readonly hope?: HopeId | undefined;
  readonly access?: string | undefined;
  readonly notToday?: boolean | undefined;
  /** The wishes as they stood when the form was made. */
  readonly was: Wishes;
}

/** The form, in a dialog. `asked`: about which words the person is asked before they are kept. */
export function flagForm(form: FlagForm, asked: readonly NoteWarning[] = [], notice?: string): Card {
  const { access, notToday } = form.was;
  const was = { ...(access === undefined ? {} : { wasAccess: access }), ...(notToday ? { wasNotToday: true } : {}) };
  const keep: CardData = { held: 'keepFlag', id: form.id, ...was };
  return card(
    title(words.flagTitle),
    ...(notice === undefined ? [] : [text(notice, { color: 'Attention' })]),
    ...asked.map((warning) => text(words.warnings[warning], { color: 'Attention' })),
    choice('topic', words.topic, topicIds, topicWords, form.topic, true),
    field('note', words.note, longestNote, form.note),
    small(words.besideNote),
    choice('hope', words.hope, hopeIds, hopeWords, form.hope, false),
    field('access', words.access, longestAccess, form.access),
    { type: 'Input.Toggle', id: 'notToday', title: words.notToday, value: String(form.notToday === true), wrap: true },
    actionSet(dialogButton(words.keep, keep), ...(asked.length > 0 ? [dialogButton(words.keepAnyway, { ...keep, sure: true })] : [])),
  );
}

function choice<Id extends string>(
  id: string,
  label: string,
  ids: readonly Id[],
  names: Readonly<Record<Id, string>>,
  value: Id | undefined,
  needed: boolean,
): Part {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'compact',
    placeholder: words.choose,
    choices: ids.map((each) => ({ title: names[each], value: each })),
    ...(value === undefined ? {} : { value }),
    ...(needed ? { isRequired: true, errorMessage: words.topicNeeded } : {}),
  };
}

const field = (id: string, label: string, maxLength: number, value: string | undefined): Part => ({
  type: 'Input.Text',
  id,
  label,
  maxLength,
  isMultiline: true,
  ...(value === undefined ? {} : { value }),
});

/** What one supervisee’s digest says, in a dialog. */
function digestParts({ topics, wishes, actions, session }: Digest): readonly Part[] {
  const open = topics.filter(({ discussedOn }) => discussedOn === undefined);
  return [
    ...(session ? [small(words.sessionOn(session.date, session.time))] : []),
    ...(wishes.notToday ? [text(words.notTodaySaid)] : []),
    ...(open.length === 0 ? [text(words.noTopics)] : []),
    ...open.flatMap(({ topic, note, hope }) => [
      text(`${topicWords[topic]}${hope ? ` · ${hopeWords[hope]}` : ''}`, { weight: 'Bolder' }),
      ...(note ? [text(note, { spacing: 'Small' })] : []),
    ]),
    ...(wishes.access ? [small(words.accessSaid(wishes.access))] : []),
    ...(actions.length === 0 ? [] : [small(words.lastAgreed), ...actions.map((each) => small(actionLine(each)))]),
  ];
}

const actionLine = ({ what, owner, by }: AgreedAction): string => `${what} (${words.agreedBy(words.owners[owner], by)})`;

/** The supervisor’s digests, a part for each supervisee, after that of their group where there is one. `unreadable`: whose does not open. */
export function digestCard(
  digests: readonly { readonly name: string; readonly digest: Digest }[],
  group?: GroupDigest,
  unreadable: readonly string[] = [],
): Card {
  const parts = digests.flatMap(({ name, digest }) => {
    // “No topics chosen” is what somebody's digest says, and only then.
    const went = digest.on !== undefined || digest.topics.length > 0;
    return [{ ...title(name), separator: true }, ...(went ? digestParts(digest) : [text(words.noDigestYet)])];
  });
  const damaged = unreadable.flatMap((name) => [{ ...title(name), separator: true }, text(words.unreadable)]);
  const together = group
    ? [title(words.groupTitle), text(group.topics.map((topic) => topicWords[topic]).join(' · ') || words.noTopics)]
    : [];
  return card(
    title(words.digestTitle),
    ...together,
    ...(parts.length + damaged.length === 0 ? [text(words.noDigests)] : [...parts, ...damaged]),
  );
}

export const previewCard = (digest: Digest): Card => card(title(words.previewTitle), ...digestParts(digest), small(words.changeInTab));

export const agendaCard = (): Card =>
  card(title(words.agendaTitle), ...agenda.map(([item, minutes]) => text(words.agendaLine(item, minutes), { spacing: 'Small' })));
