/** England's signposts. Numbers are data with a date, so that an administrator sees when somebody last rang or looked. */
export const helplines = {
  lastChecked: '2026-11-22',
  child: [
    'Immediate danger: 999 first.',
    'Worried about a child: your designated safeguarding lead. If that is you, or they are not there: the deputy, a senior leader or children’s social care.',
    'About the head: the chair of governors or trustees, or the LADO.',
  ],
  yourself: [
    'Education Support 08000 562 561 (free, day and night)',
    'Samaritans 116 123',
    'Text SHOUT to 85258',
    'NHS 111, mental health option',
  ],
} as const;
