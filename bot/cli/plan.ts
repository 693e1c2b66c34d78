import { Presets, SingleBar } from 'cli-progress';
import { asksEach, type UnitForecast } from '../domain/disclosure/forecast.ts';
import type { HalfTerm, Plan } from '../domain/period.ts';
import { bank, type Occasion } from '../domain/questions/bank.ts';
import { randomness } from '../adapters/system/randomness.ts';
import { forecastPlan, forecastRates, type ForecastRate } from '../usecases/forecastPlan.ts';
import { chosenHalfTerm, chosenPlan, type PlanOptions } from './chosen.ts';
import { openHeld } from './run.ts';

export async function planCommand(id: string | undefined, options: PlanOptions & { readonly json: boolean }): Promise<void> {
  const held = await openHeld();
  const { tables, config } = held;
  const stored = (await tables.periods.list()).find(({ value }) => value.id === id);
  const halfTerm = stored?.value ?? (await chosenHalfTerm(held, id));
  const plan = stored && options.questions === undefined ? stored.value.plan : chosenPlan(halfTerm, options);
  const bar = new SingleBar(
    { format: '  {bar} {value} of {total} trials', hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  const { rates, eligible, takingPart } = await forecastPlan(
    { ...tables, randomness, policy: { k: config.k } },
    halfTerm,
    plan,
    (done, total) => {
      if (options.json) return;
      if (!bar.isActive) bar.start(total, 0);
      bar.update(done);
    },
  );
  bar.stop();
  const { id: period, starts, ends } = halfTerm;
  if (options.json)
    return console.log(
      JSON.stringify({ period: { id: period, starts, ends }, plan, eligible, takingPart, forecast: forJson(rates) }, undefined, 2),
    );
  console.log(
    [
      `${period}  ${starts} to ${ends}`,
      '',
      ...planLines(halfTerm, plan),
      '',
      ...forecastLines(plan, rates),
      ...joinLines(eligible, takingPart),
    ].join('\n'),
  );
}

const when: Readonly<Record<Occasion, string>> = {
  meeting: 'about a meeting',
  week: 'about the week',
  halfTerm: 'about the half-term',
  supervision: 'after supervision',
  private: 'private',
};

function planLines(halfTerm: HalfTerm, plan: Plan): readonly string[] {
  const asks = asksEach(halfTerm, plan);
  const often = Number.isInteger(asks) ? `${asks} times` : `${Math.floor(asks)} or ${Math.ceil(asks)} times`;
  return [
    `Everyone is asked the same ${plan.questions.length} questions, each ${often}:`,
    ...plan.questions.map((id) => {
      const question = bank.get(id);
      return question ? `  ${id.padEnd(11)} ${question.asks} (${when[question.occasion]})` : `  ${id}`;
    }),
  ];
}

/** Words for a chance; what lies in between cannot be promised either way. */
const wordFor = (chance: number): string => (chance >= 0.9 ? 'likely' : chance <= 0.1 ? 'unlikely' : 'may be');

function forecastLines(plan: Plan, forecasts: ReadonlyMap<ForecastRate, readonly UnitForecast[]>): readonly string[] {
  const [first] = forecasts.values();
  const head = `  ${''.padEnd(11)} ${forecastRates.map((rate) => `${rate * 100}% answered`.padEnd(17)).join('')}`.trimEnd();
  const units = (first ?? []).flatMap(({ unit, people }): readonly string[] => {
    const chanceOf = (rate: ForecastRate, question: Plan['questions'][number]): number =>
      forecasts
        .get(rate)
        ?.find((each) => each.unit.id === unit.id)
        ?.chances.get(question) ?? 0;
    const rows = plan.questions.map((question) => {
      const cells = forecastRates.map((rate) => {
        const chance = chanceOf(rate, question);
        return `${String(Math.round(chance * 100)).padStart(3)}% ${wordFor(chance)}`.padEnd(17);
      });
      return `  ${question.padEnd(11)} ${cells.join('')}`.trimEnd();
    });
    const nothing = plan.questions.every((question) => forecastRates.every((rate) => chanceOf(rate, question) <= 0.1));
    return [
      '',
      `${unit.path}, ${people} ${people === 1 ? 'person' : 'people'}`,
      head,
      ...rows,
      ...(nothing ? [`  This unit is likely to show nothing of its own; its answers count in the group above it.`] : []),
    ];
  });
  const supervision = plan.questions.some((id) => bank.get(id)?.occasion === 'supervision');
  return [
    'Chance that a unit has a figure of its own, if so many of the prompts are answered. The release rules decided over invented answers; no',
    'answer of anybody was looked at.',
    ...units,
    ...(supervision ? ['', 'Questions after supervision are asked only after a session: expect fewer answers than shown.'] : []),
  ];
}

/** Nobody is sent a prompt before they said yes to the welcome: until then the forecast is of those who may. */
const joinLines = (eligible: number, takingPart: number): readonly string[] =>
  takingPart === eligible
    ? []
    : [
        '',
        `${takingPart} of ${eligible} people take part so far. Only they are sent prompts; the forecast lets the others answer as well,`,
        'as if all of them said yes.',
      ];

const forJson = (forecasts: ReadonlyMap<ForecastRate, readonly UnitForecast[]>) =>
  [...forecasts].map(([rate, units]) => ({
    rate,
    units: units.map(({ unit, people, chances }) => ({ unit, people, chances: Object.fromEntries(chances) })),
  }));
