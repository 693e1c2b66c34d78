/** Supervision in the group that is shown: how much of it is offered, as heads state, and whether the time was protected, as sealed answers say. */
import { useCallback } from 'react';
import { offeredBody } from '../../../bot/contract/offered.ts';
import type { UnitBody } from '../../../bot/contract/me.ts';
import { paths } from '../../../bot/contract/paths.ts';
import type { UnitReleaseBody } from '../../../bot/contract/releases.ts';
import type { Api } from '../../api.ts';
import { latestAsked, trendOf } from '../../figures.ts';
import { halfTermName } from '../../halfTerms.ts';
import type { Picture } from '../../picture.ts';
import { useRead } from '../../read.ts';
import { pointWords } from '../../sentences.ts';
import { offered } from '#words/tab/offered.ts';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';
import { unitName } from '../UnitLadder.tsx';

/** The one question from which it is known whether the time was protected. */
const protectedTime = 'hour';

export interface OfferedPanelProps {
  readonly api: Api;
  readonly unit: UnitBody;
  readonly releases: readonly UnitReleaseBody[];
  readonly questions: Picture['questions'];
}

export default function OfferedPanel({ api, unit, releases, questions }: OfferedPanelProps) {
  const text = useTextStyles();
  const { state } = useRead(useCallback(() => api.get(paths.supervisionOffered, offeredBody), [api]));
  const step = state.kind === 'ready' ? state.value.units.find((each) => each.unit.id === unit.id)?.step : undefined;
  const says = {
    loading: offered.reading,
    problem: offered.failed,
    ready: step ? offered.steps[step](unitName(unit.path)) : offered.tooFew,
  };
  const question = questions.get(protectedTime);
  const latest = question && latestAsked(trendOf(releases, question.id));
  return (
    <TitledPanel title={offered.title} quiet>
      <p className={text.text}>
        {says[state.kind]} {step && offered.stated}
      </p>
      <p className={text.text}>
        {question && latest
          ? offered.protected(question.asks, pointWords(latest, question.options), halfTermName(latest.period.id))
          : offered.notYet}
      </p>
    </TitledPanel>
  );
}
