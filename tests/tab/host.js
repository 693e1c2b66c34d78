// A small host that speaks teams-js's message protocol: initialise, context, token, theme. `host.theme(name)` changes the theme;
// `host.heard` lists what the tab called.
const theme = new URLSearchParams(location.search).get('theme') ?? 'default';
const named = new URLSearchParams(location.search).get('named') ?? undefined;
const frame = document.querySelector('iframe');
frame.src = `/tab/${location.hash}`;
const heard = [];

const answers = {
  initialize: () => ['content', 'web', JSON.stringify({ apiVersion: 4, supports: {}, hostVersionsInfo: {} }), '2.58.0'],
  // What a link into the tab names, as Teams hands it on.
  getContext: () => [{ theme, locale: 'en-gb', hostClientType: 'web', hostName: 'Teams', subEntityId: named }],
  'authentication.getAuthToken': () => [true, 'a-token-for-tests'],
};

window.addEventListener('message', ({ data, source, origin }) => {
  if (source !== frame.contentWindow || typeof data?.func !== 'string') return;
  heard.push(data.func);
  const answer = answers[data.func];
  if (answer) source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: answer() }, origin);
});

window.host = {
  heard,
  theme: (name) => frame.contentWindow.postMessage({ func: 'themeChange', args: [name] }, location.origin),
};
