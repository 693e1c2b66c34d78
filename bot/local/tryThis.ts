import { paths } from '../contract/paths.ts';

/** Somebody of the demo, as named in `demo/people.csv` and `.m365agentsplayground.yml`. */
const ada = { name: 'Ada Appletree', objectId: 'b3a20b6c-6c6b-4b41-b40b-03947ea321be' };
const leader = 'Lena Lanternlight';

/** What a person at a first start can do, in five lines. */
export function tryThis(port: number, playgroundPort: number): string {
  return [
    `1. Open http://127.0.0.1:${playgroundPort} : a chat with Held, as ${ada.name}, a SENCo.`,
    `2. End a meeting:  npm run held -- demo meeting-end --person ${ada.objectId}  and answer the card that comes.`,
    `3. Open http://127.0.0.1:${port}${paths.tab} and choose ${leader}, a leader: five half-terms, and none of ${ada.name.split(' ')[0]}'s answers.`,
    '4. End the half-term:  npm run held -- period close  and  npm run held -- period release --now  and reload the tab.',
    '5. Say "check in", "help", "pause" or "privacy" in the chat; move time on with  npm run held -- demo clock +1d',
  ].join('\n');
}
