/**
 * As little as a tab of Fluent UI and teams-js can be: joins the host, takes its theme, asks for a token and shows a title, a line and a
 * button; then the same chart as the product's, once. What the product is measured beside.
 */
import { Button, FluentProvider, teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme, Text, Title1 } from '@fluentui/react-components';
import { app, authentication } from '@microsoft/teams-js';
import { lazy, Suspense, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { QuestionBody } from '../../../bot/contract/questions.ts';
import type { Point } from '../../../tab/figures.ts';

const Chart = lazy(() => import('../../../tab/components/BandChart.tsx'));

const themes = { default: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme } as const;
const themeOf = (name: string) => (name === 'dark' || name === 'contrast' ? themes[name] : themes.default);

const question: QuestionBody = {
  id: 'load',
  asks: 'How does that meeting feel now?',
  options: ['Light', 'Some weight', 'Quite heavy', 'Heavy', 'Very heavy'],
  order: 'heavyLast',
  construct: 'load',
};
const period = { id: '2026-27-1', starts: '2026-09-03', ends: '2026-10-23' };
const points: readonly Point[] = [{ kind: 'figure', period, figure: { question: 'load', mean: 1.5, step: 0.5 }, joins: [] }];

function Bare() {
  const [theme, setTheme] = useState<string>();
  useEffect(() => {
    const join = async (): Promise<void> => {
      await app.initialize();
      app.registerOnThemeChangeHandler(setTheme);
      await authentication.getAuthToken();
      setTheme((await app.getContext()).app.theme);
      await app.notifySuccess();
    };
    void join();
  }, []);
  return (
    <FluentProvider theme={themeOf(theme ?? 'default')}>
      {theme !== undefined && (
        <main>
          <Title1 as="h1">A bare page that says one thing</Title1>
          <Text as="p">Everything that a tab needs before it shows anything of its own is here, and nothing else is.</Text>
          <Button>A button</Button>
          <Suspense fallback={null}>
            <Chart question={question} points={points} label={question.asks} />
          </Suspense>
        </main>
      )}
    </FluentProvider>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html lost its #root.');
createRoot(root).render(<Bare />);
