// A small host that speaks teams-js's message protocol: initialise, context, token, theme, and where a tab is added, its settings.
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

const answers = {
  initialize: () => [frameContext, 'web', JSON.stringify({ apiVersion: 4, supports, hostVersionsInfo: {} }), '2.58.0'],
  // What a link into the tab names, as Teams hands it on.
  getContext: () => [{ theme, locale: 'en-gb', hostClientType: 'web', hostName: 'Teams', subEntityId: named }],
  'authentication.getAuthToken': () => [true, 'a-token-for-tests'],
  'settings.setSettings': () => (asked.get('refuses') === 'settings' ? [false, 'No room.'] : [true]),
};

window.addEventListener('message', ({ data, source, origin }) => {
  if (source !== frame.contentWindow || typeof data?.func !== 'string') return;
  heard.push(data.func);
  told.push([data.func, data.args]);
  const answer = answers[data.func];
  if (answer) source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: answer() }, origin);
});

window.host = {
  heard,
  told,
  save: () => frame.contentWindow.postMessage({ func: 'settings.save', args: [{}] }, location.origin),
  theme: (name) => frame.contentWindow.postMessage({ func: 'themeChange', args: [name] }, location.origin),
};
