/** Local mode only: view as one of the demo people. */
import { Avatar, Button, makeStyles, tokens } from '@fluentui/react-components';
import type { PersonBody } from '../../bot/contract/me.ts';
import { Mark } from '../components/StatePanel.tsx';
import { pick } from '#words/tab/pick.ts';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  page: {
    boxSizing: 'border-box',
    maxWidth: '960px',
    marginInline: 'auto',
    paddingInline: tokens.spacingHorizontalXXL,
    paddingBlock: '40px 64px',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXXL,
    '@media (max-width: 719px)': { paddingInline: tokens.spacingHorizontalL, paddingBlockStart: tokens.spacingVerticalXXL },
  },
  head: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
  title: { margin: 0, fontSize: tokens.fontSizeHero800, lineHeight: tokens.lineHeightHero800, fontWeight: tokens.fontWeightSemibold },
  lede: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, color: tokens.colorNeutralForeground2 },
  group: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  groupTitle: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightSemibold },
  people: {
    margin: 0,
    padding: 0,
    listStyle: 'none',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 256px), 1fr))',
    gap: tokens.spacingVerticalS,
  },
  person: {
    width: '100%',
    justifyContent: 'flex-start',
    columnGap: tokens.spacingHorizontalM,
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    padding: tokens.spacingHorizontalM,
  },
});

type Role = PersonBody['roles'][number];

/** The few first, the many last. A person of several roles stands once, with the first of these. */
const groups: readonly Role[] = ['leader', 'supervisor', 'admin', 'senco'];

export interface PickProps {
  readonly people: readonly PersonBody[];
  readonly onPick: (person: PersonBody) => void;
}

export function Pick({ people, onPick }: PickProps) {
  const styles = useStyles();
  const groupOf = (person: PersonBody): Role | undefined => groups.find((role) => person.roles.includes(role));
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <Mark />
        <h1 className={styles.title}>{pick.title}</h1>
        <p className={styles.lede}>{pick.lede}</p>
      </header>
      {groups.map((group) => {
        const members = people.filter((person) => groupOf(person) === group);
        return members.length === 0 ? null : (
          <section key={group} className={styles.group} aria-label={said(pick.groups[group])}>
            <h2 className={styles.groupTitle}>{said(pick.groups[group])}</h2>
            <ul className={styles.people}>
              {members.map((person) => (
                <li key={person.objectId}>
                  <Button className={styles.person} onClick={() => onPick(person)}>
                    <Avatar size={32} name={person.displayName} color="colorful" aria-hidden="true" />
                    {person.displayName}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </main>
  );
}
