/** Where the tab is added to a team or chat. */
export const add = {
  title: 'Add “What we hear”',
  lede: 'Choose Save, and it stands here for everybody.',
  lines: [
    'Each person who opens it sees the figures of their own groups, exactly as in their own Held. Nobody sees more here than there.',
    'Released figures of groups, and what leaders have done. No answer, and nothing about who answered.',
    'My place, supervision and everything else of one’s own stay in each person’s own Held.',
    'Somebody who is not on the roster, a guest for instance, sees no figure.',
    'Do not ask here who answered, or what.',
  ],
  failed: 'Held could not be added here. Please try again in a minute.',
  notHere: { title: 'Held cannot be added here', text: 'It can be added to a channel or a group chat. Your own Held is under Apps.' },
} as const;
