/** The two questions that are asked only here, once a week at most, and only of oneself. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import { useDoing } from '../read.ts';
import { record } from '#words/tab/mine.ts';
import { DoingLine } from './DoingLine.tsx';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  fieldset: { margin: 0, padding: 0, border: 'none', minInlineSize: 0 },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalXS, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  questions: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    paddingTop: tokens.spacingVerticalL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  options: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface OwnQuestionProps {
  readonly question: QuestionBody;
  readonly onAnswer: (option: number) => Promise<void>;
}

function OwnQuestion({ question, onAnswer }: OwnQuestionProps) {
  const styles = useStyles();
  const { doing, run } = useDoing();
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{question.asks}</legend>
      <div className={styles.options}>
        {question.options.map((name, option) => (
          <Button key={name} size="small" disabledFocusable={doing === 'busy'} onClick={() => run(() => onAnswer(option))}>
            {name}
          </Button>
        ))}
      </div>
      <DoingLine doing={doing} done={record.own.kept} />
    </fieldset>
  );
}

export interface OwnQuestionsProps {
  readonly asked: readonly QuestionBody[];
  readonly onAnswer: (question: QuestionBody, option: number) => Promise<void>;
}

export function OwnQuestions({ asked, onAnswer }: OwnQuestionsProps) {
  const text = useTextStyles();
  const styles = useStyles();
  return (
    <div className={styles.questions}>
      <h3 className={text.heading}>{record.own.title}</h3>
      <p className={text.small}>{record.own.note}</p>
      {asked.map((question) => (
        <OwnQuestion key={question.id} question={question} onAnswer={(option) => onAnswer(question, option)} />
      ))}
    </div>
  );
}
