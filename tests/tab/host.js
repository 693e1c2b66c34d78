// A small host that speaks teams-js's message protocol: initialise, context, token, theme, and where a tab is added, its settings.
// `silent=getContext` leaves a call without an answer, `refuses=token` says no; `host.speak()` ends both.
// `host.theme(name)` changes the theme; `host.save()` is the host's Save button; `host.heard` lists what the tab called, `host.told` with what.
const asked = new URLSearchParams(location.search);
const theme = asked.get('theme') ?? 'default';
const named = asked.get('named') ?? undefined;
const frameContext = asked.get('frame') ?? 'content';
const supports = asked.get('without') === 'settings' ? {} : { pages: { config: {} } };
const frame = document.querySelector('iframe');
frame.src = `${asked.get('tab') ?? '/tab/'}${location.hash}`;
const heard = [];
const told = [];
let silent = asked.get('silent');
let refuses = asked.get('refuses');

const answers = {
  initialize: () => [frameContext, 'web', JSON.stringify({ apiVersion: 4, supports, hostVersionsInfo: {} }), '2.58.0'],
  // What a link into the tab names, as Teams hands it on.
  getContext: () => [{ theme, locale: 'en-gb', hostClientType: 'web', hostName: 'Teams', subEntityId: named }],
  'authentication.getAuthToken': () => (refuses === 'token' ? [false, 'No token.'] : [true, 'a-token-for-tests']),
  'settings.setSettings': () => (refuses === 'settings' ? [false, 'No room.'] : [true]),
};

const unanswered = [];
const reply = ({ func, id, uuidAsString }) => frame.contentWindow.postMessage({ id, uuidAsString, args: answers[func]() }, location.origin);

window.addEventListener('message', ({ data, source }) => {
  if (source !== frame.contentWindow || typeof data?.func !== 'string') return;
  heard.push(data.func);
  told.push([data.func, data.args]);
  if (data.func === silent) unanswered.push(data);
  else if (answers[data.func]) reply(data);
});

window.host = {
  speak: () => {
    silent = undefined;
    refuses = undefined;
    unanswered.splice(0).forEach(reply);
  },
  heard,
  told,
  save: () => frame.contentWindow.postMessage({ func: 'settings.save', args: [{}] }, location.origin),
  theme: (name) => frame.contentWindow.postMessage({ func: 'themeChange', args: [name] }, location.origin),
};
