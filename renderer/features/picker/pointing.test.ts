import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { ElementPick, PickedField, PickedList } from '#shared/engine-protocol/pick.ts';
import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ViewMarks } from '#shared/ipc/page-view.ts';
import { Pointing } from './pointing.ts';
import type { PointedRules } from './pointing-state.ts';

const pageOf = (url: string): PreviewPage => ({
  url,
  finalUrl: url,
  status: 200,
  bytes: 10,
  contentType: 'text/html',
  encoding: 'utf-8',
  fetchedAtMs: 0,
  isKept: false,
  ms: 1,
  redirects: [],
  rendering: null,
  isJson: false,
});
const fieldOf = (name: string, css: string): PickedField => ({
  field: { name, css },
  called: name,
  value: `the ${name}`,
  takes: [],
  matches: 1,
  confidence: 'sure',
  reason: '',
});
const list: PickedList = {
  each: 'article',
  rows: 26,
  alike: 24,
  different: [[1, 6]],
  paths: [[1, 0]],
  fields: [{ ...fieldOf('name', 'h2'), filled: 26, values: [] }],
  confidence: 'sure',
  reason: '',
};
const heading = { path: [1, 0], tag: 'h1' };

function setUp(pick: ElementPick = { picked: fieldOf('title', 'h1'), list: null }) {
  const marked: ViewMarks[] = [];
  const followed: string[][] = [];
  const keptBy: unknown[] = [];
  let page: PreviewPage | null = pageOf('https://a.example/1');
  let rules: PointedRules = { each: '', fields: [] };
  let undo: (() => void) | null = null;
  const edit = (change: Partial<PointedRules>): void => {
    rules = { ...rules, ...change };
  };
  const pointing = new Pointing('job-1', {
    send: callWith({
      'page-view.open': async () => ({ url: page?.url ?? '' }),
      'page-view.close': async () => undefined,
      'page-view.mode': async () => undefined,
      'page-view.mark': async ({ marks }) => {
        marked.push(marks);
        return undefined;
      },
      'page-view.reveal': async () => undefined,
      'preview.fetch': async ({ url, kept }) => {
        keptBy.push(kept);
        return pageOf(url);
      },
      'pick.marks': async ({ url, fields }) => {
        if (url.includes('unread')) throw new TrawlError('FETCH_FAILED', 'It cannot be read.');
        return {
          rows: [],
          fields: fields.map(({ name }, index) => ({
            name,
            matches: name === 'lost' ? [] : [[1, index]],
          })),
        };
      },
      'pick.try': async () => [],
      'pick.element': async () => pick,
      'pick.list': async ({ second }) =>
        second?.tag === 'p'
          ? { kind: 'none', why: 'Click the same thing in another item.' }
          : { kind: 'list', list },
    }),
    page: () => page,
    keptRun: () => 'run-1',
    rules: () => rules,
    sample: () => [1, 2, 3, 4, 5].map((number) => `https://a.example/${number}`),
    edit,
    follow: (url, ledBy) => followed.push([url, ledBy]),
    tellReplaced: (back) => {
      undo = back;
    },
    after: (_delayMs, callback) => {
      callback();
      return () => undefined;
    },
  });
  return {
    pointing,
    marked,
    followed,
    keptBy,
    rules: () => rules,
    edit,
    setPage: (next: PreviewPage | null) => {
      page = next;
    },
    undo: () => undo?.(),
    state: () => pointing.store.getState(),
  };
}

describe('pointing', () => {
  it('makes a field of what is picked, opens its row and marks it', async () => {
    const { pointing, marked, rules, state } = setUp();
    await pointing.show();
    await pointing.hear({ kind: 'picked', element: heading });
    expect(rules().fields).toEqual([{ name: 'title', css: 'h1' }]);
    expect(state()).toMatchObject({ chosen: 0, offer: null, problem: null });
    await pointing.look();
    expect(marked.at(-1)?.fields).toEqual([
      { name: 'title', color: expect.stringMatching(/^#/), paths: [[1, 0]] },
    ]);
  });

  it('opens the row of an element that a field takes already', async () => {
    const { pointing, rules, state } = setUp();
    await pointing.show();
    await pointing.hear({ kind: 'picked', element: heading });
    await pointing.look();
    pointing.choose(null);
    await pointing.hear({ kind: 'picked', element: heading });
    expect(rules().fields).toHaveLength(1);
    expect(state().chosen).toBe(0);
  });

  it('makes a field where a field of the page before found its value, and this one is not marked', async () => {
    const { pointing, rules, state, setPage } = setUp();
    await pointing.show();
    await pointing.hear({ kind: 'picked', element: heading });
    await pointing.look();
    setPage(pageOf('https://a.example/unread'));
    await pointing.show();
    expect(state().problem).toBe('It cannot be read.');
    await pointing.hear({ kind: 'picked', element: heading });
    expect(rules().fields).toHaveLength(2);
  });

  it('picks a field anew and keeps its name and what is said of its value', async () => {
    const { pointing, rules, state, edit } = setUp({ picked: fieldOf('price', '.p'), list: null });
    await pointing.show();
    await pointing.hear({ kind: 'picked', element: heading });
    const value = { type: 'price' as const, clean: [{ from: 'Now' }], required: true };
    edit({ fields: [{ name: 'cost', css: 'h1', take: 'html', ...value }] });
    pointing.pickAnew(0);
    await expect.poll(() => state().anew).toBe(0);
    await pointing.hear({ kind: 'picked', element: { path: [1, 5], tag: 'p' } });
    expect(rules().fields).toEqual([{ name: 'cost', css: '.p', ...value }]);
    expect(state().anew).toBe(null);
  });

  it('keeps the selector of before as an alternate where it has found nothing', async () => {
    const { pointing, rules, state, edit } = setUp({ picked: fieldOf('price', '.p'), list: null });
    await pointing.show();
    edit({ fields: [{ name: 'lost', css: '.old', alternates: ['.older', '.p'] }] });
    await pointing.look();
    pointing.pickAnew(0);
    await expect.poll(() => state().anew).toBe(0);
    await pointing.hear({ kind: 'picked', element: { path: [1, 5], tag: 'p' } });
    expect(rules().fields).toEqual([{ name: 'lost', css: '.p', alternates: ['.old', '.older'] }]);
  });

  it.each([
    ['a value of JSON has no selector', { name: 'lost', css: '.old' }, { json: '$.title' }],
    ['the one before was blank', { name: 'lost', css: ' ' }, { css: '.new' }],
  ])('keeps no selector as an alternate where %s', async (_why, before, source) => {
    const picked = { ...fieldOf('title', ''), field: { name: 'title', ...source } };
    const { pointing, rules, state, edit } = setUp({ picked, list: null });
    await pointing.show();
    edit({ fields: [before] });
    await pointing.look();
    pointing.pickAnew(0);
    await expect.poll(() => state().anew).toBe(0);
    await pointing.hear({ kind: 'picked', element: heading });
    expect(rules().fields).toEqual([{ name: 'lost', ...source }]);
  });

  it('tries the fields on kept pages, and asks no site where the shown page is a kept one', async () => {
    const { pointing, keptBy, setPage } = setUp();
    await pointing.show();
    setPage({ ...pageOf('https://a.example/1'), isKept: true });
    await pointing.show();
    const by = (only: boolean) => ({ runId: 'run-1', only });
    expect(keptBy).toEqual([false, false, false, true, true, true].map(by));
  });

  it('makes a list of two picks, and brings the fields before it back', async () => {
    const { pointing, rules, state, undo, marked } = setUp({
      picked: fieldOf('name', 'h2'),
      list,
    });
    await pointing.show();
    await pointing.hear({ kind: 'picked', element: heading });
    expect(state().offer?.state).toBe('one');
    await pointing.look();
    pointing.askSecond();
    await pointing.hear({ kind: 'picked', element: { path: [1, 9], tag: 'p' } });
    expect(state()).toMatchObject({
      problem: 'Click the same thing in another item.',
      offer: { state: 'asks-second' },
    });
    await pointing.hear({ kind: 'picked', element: { path: [1, 9], tag: 'h2' } });
    expect(state()).toMatchObject({ problem: null, offer: { state: 'two' } });
    expect(marked.at(-1)).toMatchObject({
      rows: [[1, 0]],
      different: [[1, 6]],
      // Both picks are marked, in the colour of the field.
      fields: [
        {
          name: 'name',
          paths: [
            [1, 0],
            [1, 9],
          ],
        },
      ],
    });
    const before = rules();
    await pointing.makeList();
    expect(rules()).toEqual({ each: 'article', fields: [{ name: 'name', css: 'h2' }] });
    undo();
    expect(rules()).toEqual(before);
  });

  it('follows links as the page leads, and knows what was reached by them', async () => {
    const { pointing, followed, setPage } = setUp();
    await pointing.show();
    await pointing.hear({ kind: 'followed', url: 'https://a.example/next#part' });
    expect(followed).toEqual([['https://a.example/next', 'https://a.example/1']]);
    expect(pointing.browsedTo(pageOf('https://a.example/1'))).toBe(null);
    const next = pageOf('https://a.example/next');
    setPage(next);
    expect(pointing.browsedTo(next)).toBe('https://a.example/next');
  });

  it('says that the view has ended, and shows the page again', async () => {
    const { pointing, state } = setUp();
    await pointing.show();
    await pointing.hear({ kind: 'gone' });
    expect(state()).toMatchObject({ view: 'none', problem: expect.stringContaining('ended') });
    await pointing.show();
    expect(state()).toMatchObject({ view: 'shown', problem: null });
  });
});
