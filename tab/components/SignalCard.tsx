/** One signal in words, and one question to ask one's own SENCo about it. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { SignalBody, WayBody } from '../../bot/contract/actions.ts';
import type { UnitBody } from '../../bot/contract/me.ts';
import { latestAsked, orderedAt, releasesOf, trendOf } from '../figures.ts';
import { halfTermName } from '../halfTerms.ts';
import type { Picture } from '../picture.ts';
import { pointWords } from '../sentences.ts';
import { words } from '#words/tab.ts';
import { wayWords } from '#words/tab/actions.ts';
import { leaders } from '#words/tab/leaders.ts';
import { ScaleStrip } from './ScaleStrip.tsx';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  quote: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalL,
    borderInlineStartWidth: '3px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorCompoundBrandStroke,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    maxWidth: '56ch',
  },
  strip: { maxWidth: '420px' },
});

export interface SignalCardProps {
  readonly picture: Picture;
  readonly signal: SignalBody | undefined;
  readonly unit: UnitBody;
  readonly way: WayBody;
}

export function SignalCard({ picture, signal, unit, way }: SignalCardProps) {
  const text = useTextStyles();
  return (
    <>
      <TitledPanel title={leaders.heard}>
        {signal ? <Figure picture={picture} signal={signal} unit={unit} /> : <p className={text.text}>{leaders.nothingYet}</p>}
      </TitledPanel>
      <AskPanel way={way} />
    </>
  );
}

function AskPanel({ way }: { readonly way: WayBody }) {
  const text = useTextStyles();
  const styles = useStyles();
  return (
    <TitledPanel title={said(leaders.ask)}>
      <blockquote className={styles.quote}>{wayWords[way].ask}</blockquote>
      <p className={text.small}>{leaders.askNote}</p>
    </TitledPanel>
  );
}

function Figure({ picture, signal, unit }: { readonly picture: Picture; readonly signal: SignalBody; readonly unit: UnitBody }) {
  const text = useTextStyles();
  const styles = useStyles();
  const releases = releasesOf(picture.releases, unit);
  const release = releases.find(({ period }) => period.id === signal.period);
  const question = signal.question === undefined ? undefined : picture.questions.get(signal.question);
  const latest = question && latestAsked(trendOf(release ? [release] : [], question.id));
  const figure = orderedAt(latest);
  const says = question && latest && pointWords(latest, question.options);
  return (
    <>
      <p className={text.strong}>{wayWords[signal.way].heard}</p>
      {question && says && (
        <p className={text.text}>
          {question.asks} {says}.
        </p>
      )}
      {question && figure && (
        <div className={styles.strip}>
          <ScaleStrip
            question={question}
            figure={figure}
            label={words.figure.chart(question.asks, `${halfTermName(signal.period)}: ${says ?? ''}.`)}
          />
        </div>
      )}
      <p className={text.small}>{leaders.figure(halfTermName(signal.period), release?.respondents)}</p>
    </>
  );
}
