/** The private record: opt in, the code, the own picture, and turning it off. */
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { Api } from '../api.ts';
import { useDoing } from '../read.ts';
import { useRecord } from '../record/useRecord.ts';
import { record } from '#words/tab/mine.ts';
import { Confirm } from './Confirm.tsx';
import { DoingLine } from './DoingLine.tsx';
import { OwnPicture } from './OwnPicture.tsx';
import { OwnQuestions } from './OwnQuestions.tsx';
import { Part } from './Part.tsx';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { Unfold } from './Unfold.tsx';

const useStyles = makeStyles({
  code: {
    margin: 0,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
  part: {
    margin: 0,
    padding: 0,
    border: 'none',
    minInlineSize: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
  },
  enter: { flex: '1 1 280px', minWidth: 0 },
});

function Code({ code, onKept }: { readonly code: string; readonly onKept: () => void }) {
  const styles = useStyles();
  const text = useTextStyles();
  const id = useId();
  const all = useRef<HTMLFieldSetElement>(null);
  const shown = useRef<HTMLParagraphElement>(null);
  const [copied, setCopied] = useState<boolean>();
  // Shown once and never again: it may not come unheard.
  useEffect(() => all.current?.focus(), []);
  const copy = async (): Promise<void> => {
    // A host may forbid the clipboard, or have none; the code is then marked where it stands.
    const done = await writeToClipboard(code);
    if (!done && shown.current) getSelection()?.selectAllChildren(shown.current);
    setCopied(done);
  };
  return (
    <fieldset ref={all} className={styles.part} tabIndex={-1} aria-labelledby={id} aria-describedby={`${id}-about ${id}-code`}>
      <h3 id={id} className={text.heading}>
        {record.codeTitle}
      </h3>
      <p id={`${id}-about`} className={text.text}>
        {record.code}
      </p>
      <p id={`${id}-code`} ref={shown} className={styles.code} data-testid="recovery-code">
        {code}
      </p>
      <div className={text.row}>
        <Button appearance="primary" onClick={onKept}>
          {record.wrote}
        </Button>
        <Button onClick={() => void copy()}>{record.copy}</Button>
      </div>
      <output className={text.text}>{copied === undefined ? '' : copied ? record.copied : record.notCopied}</output>
    </fieldset>
  );
}

/** Resolves to whether it is there; never rejects. */
async function writeToClipboard(code: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code);
    return true;
  } catch {
    return false;
  }
}

/** What the panel holds now. When something else takes its place, as after a button that is gone with it, the keyboard stands here. */
function Step({ shows, children }: { readonly shows: string; readonly children: ReactNode }) {
  const styles = useStyles();
  const here = useRef<HTMLFieldSetElement>(null);
  const before = useRef(shows);
  useEffect(() => {
    // The code takes the focus itself, and what is there from the beginning takes none.
    if (before.current !== shows && shows !== 'code') here.current?.focus();
    before.current = shows;
  }, [shows]);
  return (
    <fieldset ref={here} className={styles.part} tabIndex={-1} aria-label={record.title}>
      {children}
    </fieldset>
  );
}

function Recover({ onCode }: { readonly onCode: (code: string) => Promise<boolean> }) {
  const styles = useStyles();
  const text = useTextStyles();
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const { doing, run } = useDoing();
  return (
    <>
      <div className={text.row}>
        <Field className={styles.enter} label={record.enter} {...(wrong ? { validationMessage: record.wrong } : {})}>
          <Input value={code} autoComplete="off" onChange={(_event, { value }) => setCode(value)} />
        </Field>
        <Button
          appearance="primary"
          disabledFocusable={doing === 'busy' || code === ''}
          onClick={() => run(async () => setWrong(!(await onCode(code))))}
        >
          {record.open}
        </Button>
      </div>
      <DoingLine doing={doing === 'done' ? 'idle' : doing} done="" />
    </>
  );
}

function TurnOff({ onOff }: { readonly onOff: () => Promise<void> }) {
  const { doing, run } = useDoing();
  return (
    <>
      <Confirm
        ask={record.off}
        sure={record.offSure}
        yes={record.offYes}
        no={record.offNo}
        busy={doing === 'busy'}
        quiet
        onYes={() => run(onOff)}
      />
      <DoingLine doing={doing === 'done' ? 'idle' : doing} done="" />
    </>
  );
}

interface ShutProps {
  readonly onBegin: () => Promise<void>;
  readonly onCode: (code: string) => Promise<boolean>;
}

/** Two ways in. Held cannot tell which is right, since everybody's row looks the same to it. */
function Shut({ onBegin, onCode }: ShutProps) {
  const text = useTextStyles();
  const [cannot, setCannot] = useState(false);
  const { doing, run } = useDoing();
  const begin = (): void =>
    run(async () => {
      try {
        await onBegin();
      } catch (error) {
        if (error instanceof DOMException) setCannot(true);
        throw error;
      }
    });
  return (
    <>
      <Confirm
        ask={record.start}
        sure={record.startSure}
        yes={record.startYes}
        no={record.startNo}
        busy={doing === 'busy'}
        first
        onYes={begin}
      />
      {cannot ? (
        <p className={text.text}>{record.cannot}</p>
      ) : (
        <DoingLine doing={doing === 'done' ? 'idle' : doing} done="" busy={record.starting} />
      )}
      <Unfold label={record.haveCode}>
        <div className={text.column}>
          <Recover onCode={onCode} />
        </div>
      </Unfold>
    </>
  );
}

export function RecordPanel({ api, person }: { readonly api: Api; readonly person: string }) {
  const text = useTextStyles();
  const { begin, recover, end, note, ...reading } = useRecord(api, person);
  const [code, setCode] = useState<string>();
  return (
    <TitledPanel title={record.title}>
      <p className={text.text}>{record.what}</p>
      <Part reading={reading}>
        {(own) => (
          <Step shows={code === undefined ? own.kind : 'code'}>
            {own.kind === 'later' && <p className={text.text}>{record.later}</p>}
            {own.kind === 'shut' && <Shut onBegin={async () => setCode(await begin())} onCode={(typed) => recover(own.body, typed)} />}
            {code !== undefined && <Code code={code} onKept={() => setCode(undefined)} />}
            {own.kind === 'open' && code === undefined && (
              <>
                <OwnPicture answers={own.answers} questions={own.questions} />
                <OwnQuestions asked={own.asked} onAnswer={(question, option) => note(own, question, option)} />
                <TurnOff onOff={end} />
              </>
            )}
          </Step>
        )}
      </Part>
      <Unfold label={record.howTitle}>
        <ul className={text.lines}>
          {record.how.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Unfold>
    </TitledPanel>
  );
}
