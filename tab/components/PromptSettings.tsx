/** When Held may ask: days, hours, pause, and whether at all. */
import { Button, Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { pauseBody, type MineAsk, type MineBody } from '../../bot/contract/mine.ts';
import { dayName } from '../../words/formats.ts';
import type { Doing } from '../read.ts';
import { mine } from '#words/tab/mine.ts';
import { DoingLine } from './DoingLine.tsx';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';

const useStyles = makeStyles({
  fieldset: { margin: 0, padding: 0, border: 'none', minInlineSize: 0 },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalXS, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  days: { display: 'flex', flexWrap: 'wrap' },
  time: { width: '130px' },
  rule: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingTop: tokens.spacingVerticalM,
  },
});

const spoken = mine.prompts;

export interface PromptSettingsProps {
  readonly settings: MineBody['settings'];
  readonly budget: number;
  readonly doing: Doing;
  readonly onChange: (ask: MineAsk) => void;
}

function Hours({ settings, busy, onChange }: Pick<PromptSettingsProps, 'settings' | 'onChange'> & { readonly busy: boolean }) {
  const text = useTextStyles();
  const styles = useStyles();
  const [days, setDays] = useState<readonly number[]>(settings.workingDays);
  const [from, setFrom] = useState(settings.hours.from);
  const [to, setTo] = useState(settings.hours.to);
  const [calendar, setCalendar] = useState(settings.calendar);
  const lacksDay = days.length === 0;
  const turnedRound = from >= to;
  const toggle = (day: number): void =>
    setDays((now) => (now.includes(day) ? now.filter((each) => each !== day) : [...now, day].sort((a, b) => a - b)));
  return (
    <>
      <fieldset className={styles.fieldset}>
        <legend className={styles.legend}>{spoken.days}</legend>
        <div className={styles.days}>
          {spoken.dayNames.map((name, i) => (
            <Checkbox key={name} label={name} checked={days.includes(i + 1)} onChange={() => toggle(i + 1)} />
          ))}
        </div>
        {lacksDay && <p className={text.small}>{spoken.noDay}</p>}
      </fieldset>
      {calendar !== undefined && (
        <Checkbox label={spoken.calendar} checked={calendar} onChange={(_event, { checked }) => setCalendar(checked === true)} />
      )}
      <div className={text.row}>
        <Field className={styles.time} label={spoken.from}>
          <Input type="time" value={from} onChange={(_event, { value }) => setFrom(value)} />
        </Field>
        <Field className={styles.time} label={spoken.to}>
          <Input type="time" value={to} onChange={(_event, { value }) => setTo(value)} />
        </Field>
        <Button
          disabledFocusable={busy || lacksDay || turnedRound}
          onClick={() =>
            onChange({ change: 'hours', workingDays: [...days], hours: { from, to }, ...(calendar === undefined ? {} : { calendar }) })
          }
        >
          {spoken.save}
        </Button>
      </div>
      {turnedRound && <p className={text.small}>{spoken.order}</p>}
    </>
  );
}

function Pause({ settings, busy, onChange }: Pick<PromptSettingsProps, 'settings' | 'onChange'> & { readonly busy: boolean }) {
  const text = useTextStyles();
  const styles = useStyles();
  const { pausedUntil } = settings;
  if (pausedUntil !== undefined) {
    return (
      <>
        <p className={text.text}>
          {pausedUntil.includes('T') ? spoken.paused(dayName(localDay(pausedUntil, settings.timeZone))) : spoken.pausedOpen}
        </p>
        <div className={text.row}>
          <Button disabledFocusable={busy} onClick={() => onChange({ change: 'resume' })}>
            {spoken.resume}
          </Button>
        </div>
      </>
    );
  }
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{spoken.pause}</legend>
      <div className={text.row}>
        {pauseBody.options.map((until) => (
          <Button key={until} size="small" disabledFocusable={busy} onClick={() => onChange({ change: 'pause', until })}>
            {spoken.choices[until]}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

/** The day of an instant where the person is, `YYYY-MM-DD`. */
function localDay(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(Date.parse(instant));
}

export function PromptSettings({ settings, budget, doing, onChange }: PromptSettingsProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const busy = doing === 'busy';
  const taking = settings.participation === 'takingPart';
  return (
    <TitledPanel title={spoken.title}>
      <p className={text.text}>
        {taking
          ? spoken.rule(spoken.often[budget] ?? String(budget))
          : spoken[settings.participation === 'declined' ? 'declined' : 'notAsked']}
      </p>
      {taking && (
        <>
          <Hours
            key={`${settings.workingDays.join()} ${settings.hours.from} ${settings.hours.to} ${settings.calendar}`}
            settings={settings}
            busy={busy}
            onChange={onChange}
          />
          <div className={text.row}>
            {settings.fewer ? (
              <>
                <p className={text.text}>{spoken.fewer}</p>
                <Button size="small" disabledFocusable={busy} onClick={() => onChange({ change: 'asBefore' })}>
                  {spoken.asBefore}
                </Button>
              </>
            ) : (
              <Button size="small" disabledFocusable={busy} onClick={() => onChange({ change: 'fewer' })}>
                {spoken.askFewer}
              </Button>
            )}
          </div>
          <div className={styles.rule}>
            <Pause settings={settings} busy={busy} onChange={onChange} />
          </div>
        </>
      )}
      <p className={text.small}>{spoken.checkIn}</p>
      <div className={text.row}>
        {taking ? (
          <Button
            className={text.flush}
            appearance="subtle"
            size="small"
            disabledFocusable={busy}
            onClick={() => onChange({ change: 'decline' })}
          >
            {spoken.decline}
          </Button>
        ) : (
          <Button appearance="primary" disabledFocusable={busy} onClick={() => onChange({ change: 'takePart' })}>
            {spoken.takePart}
          </Button>
        )}
      </div>
      <DoingLine doing={doing} done={spoken.saved} />
    </TitledPanel>
  );
}
