import { expect, it } from 'vitest';
import { problemsOfRules } from './compile-rules.ts';

const problems = (renderWaitFor: string) =>
  problemsOfRules({ fields: [], options: { renderWaitFor } });

it('takes a selector that browsers know', () => {
  for (const css of ['', '#app .price', 'ul:has(> li:nth-child(3))', 'a[href$=".pdf" i]:not(.x)']) {
    expect(problems(css)).toEqual([]);
  }
});

it.each([
  ['.price:contains("€")', /^Browsers do not know ":contains", which works in fields only/],
  ['ul:has(li:contains("x"))', /^Browsers do not know ":contains"/],
  ['a[rel!="x"]', /^Browsers do not know \[rel!=…\]/],
  ['a..b', /^A name should follow character 2/],
])('refuses %s as what to wait for, with its place', (css, sentence) => {
  expect(problems(css)).toEqual([
    { place: 'options.renderWaitFor', message: expect.stringMatching(sentence) },
  ]);
});
