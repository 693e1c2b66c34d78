/** Local mode only: whose eyes one is looking through, and how to change them. */
import { Avatar, Button, makeStyles, tokens } from '@fluentui/react-components';
import type { PersonBody } from '../../bot/contract/me.ts';
import { pick } from '#words/tab/pick.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
  },
});

export function ViewerBar({ person, onChange }: { readonly person: PersonBody; readonly onChange: () => void }) {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <Avatar size={24} name={person.displayName} color="colorful" aria-hidden="true" />
      <span>{person.displayName}</span>
      <Button size="small" appearance="subtle" onClick={onChange}>
        {pick.change}
      </Button>
    </div>
  );
}
