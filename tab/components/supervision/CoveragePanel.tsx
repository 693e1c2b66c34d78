/** The offer for a head's own school, how many schools of each group state one, and what people are entitled to. */
import { Button, Checkbox, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { paths } from '../../../bot/contract/paths.ts';
import {
  coverageBody,
  formatBody,
  rhythmBody,
  type CoverageAsk,
  type CoverageBody,
  type EntitlementBody,
  type OfferBody,
} from '../../../bot/contract/supervision.ts';
import type { Api } from '../../api.ts';
import { useDoing, useRead } from '../../read.ts';
import { coverage } from '#words/tab/supervision.ts';
import { DoingLine } from '../DoingLine.tsx';
import { Part } from '../Part.tsx';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';
import { Unfold } from '../Unfold.tsx';
import { unitName } from '../UnitLadder.tsx';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalS, paddingTop: tokens.spacingVerticalS },
  short: { width: '140px' },
});

interface HowOften {
  readonly minutes: string;
  readonly every: OfferBody['every'];
}

function HowOftenFields({ value, onChange }: { readonly value: HowOften; readonly onChange: (value: HowOften) => void }) {
  const styles = useStyles();
  return (
    <>
      <Field label={coverage.minutes} className={styles.short}>
        <Input
          type="number"
          min="15"
          max="180"
          value={value.minutes}
          onChange={(_event, { value: minutes }) => onChange({ ...value, minutes })}
        />
      </Field>
      <Field label={coverage.every}>
        <Select
          value={value.every}
          onChange={(_event, { value: every }) =>
            onChange({ ...value, every: rhythmBody.options.find((each) => each === every) ?? value.every })
          }
        >
          {rhythmBody.options.map((each) => (
            <option key={each} value={each}>
              {coverage.rhythm[each]}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

const isLength = (minutes: string): boolean => Number(minutes) >= 15 && Number(minutes) <= 180 && Number.isInteger(Number(minutes));

function Offer({
  offer,
  busy,
  onState,
}: {
  readonly offer: CoverageBody['offer'];
  readonly busy: boolean;
  readonly onState: (offer: OfferBody) => void;
}) {
  const text = useTextStyles();
  const styles = useStyles();
  const [often, setOften] = useState<HowOften>({ minutes: String(offer?.minutes ?? 60), every: offer?.every ?? 'month' });
  const [cover, setCover] = useState(offer?.cover === true);
  return (
    <div className={styles.form}>
      <div className={text.row}>
        <HowOftenFields value={often} onChange={setOften} />
        <Checkbox label={coverage.cover} checked={cover} onChange={(_event, { checked }) => setCover(checked === true)} />
      </div>
      <div className={text.row}>
        <Button
          disabledFocusable={busy || !isLength(often.minutes)}
          onClick={() => onState({ minutes: Number(often.minutes), every: often.every, cover })}
        >
          {coverage.save}
        </Button>
      </div>
    </div>
  );
}

function Entitled({
  entitlement,
  busy,
  onSet,
}: {
  readonly entitlement: EntitlementBody;
  readonly busy: boolean;
  readonly onSet: (entitlement: EntitlementBody) => void;
}) {
  const text = useTextStyles();
  const styles = useStyles();
  const [often, setOften] = useState<HowOften>({ minutes: String(entitlement.minutes), every: entitlement.every });
  const [format, setFormat] = useState(entitlement.format);
  return (
    <div className={styles.form}>
      <div className={text.row}>
        <HowOftenFields value={often} onChange={setOften} />
        <Field label={coverage.format}>
          <Select value={format} onChange={(_event, { value }) => setFormat(formatBody.options.find((each) => each === value) ?? format)}>
            {formatBody.options.map((each) => (
              <option key={each} value={each}>
                {coverage.formats[each]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className={text.row}>
        <Button
          size="small"
          disabledFocusable={busy || !isLength(often.minutes)}
          onClick={() => onSet({ minutes: Number(often.minutes), every: often.every, format })}
        >
          {coverage.saveEntitlement}
        </Button>
      </div>
    </div>
  );
}

export function CoveragePanel({ api }: { readonly api: Api }) {
  const text = useTextStyles();
  const reading = useRead(useCallback(() => api.get(paths.supervisionCoverage, coverageBody), [api]));
  const { doing, run } = useDoing();
  const send = (ask: CoverageAsk): void => run(async () => reading.put(await api.post(paths.supervisionCoverage, ask, coverageBody)));
  const busy = doing === 'busy';
  return (
    <TitledPanel title={coverage.title}>
      <p className={text.text}>{coverage.text}</p>
      <Part reading={reading}>
        {({ school, offer, units }) => (
          <>
            <h3 className={text.heading}>{coverage.school(school)}</h3>
            <Offer key={JSON.stringify(offer ?? null)} offer={offer} busy={busy} onState={(stated) => send({ do: 'offer', ...stated })} />
            {units.map(({ unit, schools, offered, entitlement }, i) => (
              <div key={unit.id}>
                <p className={text.text}>{coverage.count(offered, schools, unitName(unit.path))}</p>
                {/* The nearest is one's own; what holds above it is for those above to say. */}
                {i === 0 && (
                  <Unfold label={coverage.entitled(unitName(unit.path))}>
                    <Entitled
                      key={JSON.stringify(entitlement)}
                      entitlement={entitlement}
                      busy={busy}
                      onSet={(next) => send({ do: 'entitlement', unit: unit.id, entitlement: next })}
                    />
                  </Unfold>
                )}
              </div>
            ))}
          </>
        )}
      </Part>
      <DoingLine doing={doing} done={coverage.saved} />
    </TitledPanel>
  );
}
