/** For somebody who is no SENCo any more: that what they kept for supervision is still there, and theirs. Nothing where there is nothing. */
import { Link } from '@fluentui/react-components';
import { useCallback } from 'react';
import { paths } from '../../../bot/contract/paths.ts';
import { mySupervisionBody } from '../../../bot/contract/supervision.ts';
import type { Api } from '../../api.ts';
import { useRead, useWayOn } from '../../read.ts';
import { supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';

export default function KeptBefore({ api }: { readonly api: Api }) {
  const text = useTextStyles();
  const { state, retry } = useRead(useCallback(() => api.get(paths.supervision, mySupervisionBody), [api]));
  // Most have nothing here, so a failure is not told of; what there is comes when the connection does.
  useWayOn(state.kind === 'problem' ? state.problem : undefined, retry);
  if (state.kind !== 'ready' || state.value.flags.length + state.value.records === 0) return null;
  return (
    <TitledPanel title={supervision.before.title} quiet>
      <p className={text.text}>{supervision.before.text}</p>
      <p className={text.text}>
        <Link inline href="#supervision">
          {supervision.before.open}
        </Link>
      </p>
    </TitledPanel>
  );
}
