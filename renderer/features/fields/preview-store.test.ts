import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { PreviewPage, PreviewResult } from '#shared/engine-protocol/preview.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import { Preview } from './preview-store.ts';

const page = (url: string): PreviewPage => ({
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
const result = (rows: number): PreviewResult => ({
  rows,
  eachMatches: null,
  eachProblem: null,
  notes: [],
  fields: [],
  withoutScripts: null,
  ms: 1,
});
const rules = { each: '', fields: [{ name: '', css: 'h1' }], next: null } as const;

function setUp(kept = true, keptRun: string | null = null) {
  const fetches: unknown[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<PreviewPage>((resolve) => {
    release = () => resolve(page('https://held.example/'));
  });
  const rulesAhead: (NextRule | null)[] = [];
  const asked: { readonly key: string; readonly names: string[]; readonly each: unknown }[] = [];
  const answers: ((result: PreviewResult) => void)[] = [];
  let timer: (() => void) | null = null;
  const preview = new Preview('job-1', {
    send: callWith({
      'preview.fetch': ({ url, refresh, kept }) => {
        fetches.push({ url, refresh, kept });
        if (url.includes('held')) return held;
        if (url.includes('broken') && kept?.only) throw new TrawlError('FETCH_FAILED', 'Broken.');
        if (url.includes('lost') && kept?.only !== false)
          throw new TrawlError('NOT_FOUND', 'It is not kept.');
        if (url.includes('gone')) throw new TrawlError('FETCH_FAILED', 'There is no such host.');
        return page(url);
      },
      'preview.extract': ({ key, fields, each }) => {
        if (!kept) throw new TrawlError('NOT_FOUND', 'Fetch the page again.');
        asked.push({ key, each, names: fields.map(({ name }) => name) });
        return new Promise((resolve) => answers.push(resolve));
      },
      'preview.next': ({ next }) => {
        rulesAhead.push(next ?? null);
        return { found: next === undefined ? null : { kind: 'none' }, offer: null };
      },
      'preview.path': ({ fields }) =>
        fields[0]?.css === 'h1' ? { path: 'one-pass' } : { path: 'tree', why: 'as is' },
    }),
    keptRun: () => keptRun,
    after: (_delayMs, callback) => {
      timer = callback;
      return () => {
        timer = null;
      };
    },
  });
  return {
    preview,
    fetches,
    release: () => release(),
    rulesAhead,
    asked,
    answers,
    pause: () => timer?.(),
    state: () => preview.store.getState(),
  };
}

describe('Preview', () => {
  it('looks at the page as soon as it is there, even with names half typed', async () => {
    const { preview, asked, answers, state } = setUp();
    preview.follow(rules);
    const fetched = preview.fetch('https://a.example/', false);
    await expect.poll(() => answers.length).toBe(1);
    answers[0]?.(result(1));
    await fetched;
    expect(asked).toEqual([{ key: 'job-1', each: undefined, names: ['field 1'] }]);
    expect(state()).toMatchObject({ fetching: false, problem: null, result: { rows: 1 } });
  });

  it('takes the page as the run has kept it, unless it is to be fetched again', async () => {
    const { preview, fetches } = setUp(true, 'run-1');
    const url = 'https://a.example/';
    await preview.fetch(url, false);
    await preview.fetch(url, true);
    expect(fetches).toEqual([
      { url, refresh: false, kept: { runId: 'run-1', only: false } },
      { url, refresh: true, kept: undefined },
    ]);
  });

  it('keeps the page of before where the run has not kept the other', async () => {
    const { preview, fetches, state } = setUp();
    await preview.fetch('https://a.example/', false);
    await preview.showKept('https://gone.example/lost', 'run-1');
    expect(state()).toMatchObject({ failed: null, page: { url: 'https://a.example/' } });
    await preview.showKept('https://b.example/', 'run-1');
    expect(state()).toMatchObject({ page: { url: 'https://b.example/' } });
    expect(fetches.at(-1)).toMatchObject({ kept: { runId: 'run-1', only: true } });
  });

  it('leaves a fetch that is under way in force where the run has not kept the page', async () => {
    const { preview, release, state } = setUp();
    const fetched = preview.fetch('https://held.example/', false);
    await preview.showKept('https://lost.example/', 'run-1');
    const broken = preview.showKept('https://broken.example/', 'run-1');
    await expect(broken).rejects.toMatchObject({ message: 'Broken.' });
    expect(state()).toMatchObject({ fetching: true, page: null });
    release();
    await fetched;
    expect(state()).toMatchObject({ fetching: false, page: { url: 'https://held.example/' } });
  });

  it('takes a kept page in place of a fetch that is under way', async () => {
    const { preview, release, state } = setUp();
    const fetched = preview.fetch('https://held.example/', false);
    await preview.showKept('https://b.example/', 'run-1');
    expect(state()).toMatchObject({ fetching: false, page: { url: 'https://b.example/' } });
    release();
    await fetched;
    expect(state()).toMatchObject({ page: { url: 'https://b.example/' } });
  });

  it('drops a kept page that was still looked for when another was asked for', async () => {
    const { preview, fetches, state } = setUp();
    let find: (url: string) => void = () => undefined;
    const shown = preview.showKept(
      new Promise((resolve) => {
        find = resolve;
      }),
      'run-1',
    );
    await preview.fetch('https://a.example/', false);
    find('https://b.example/');
    await shown;
    expect(state()).toMatchObject({ page: { url: 'https://a.example/' } });
    expect(fetches).toHaveLength(1);
  });

  it('takes the page of one run first, and fetches it where that has not kept it', async () => {
    const { preview, fetches, state } = setUp(true, 'run-2');
    const first = { runId: 'run-1', only: true };
    await preview.fetch('https://a.example/', false, { firstOf: 'run-1' });
    expect(fetches).toEqual([{ url: 'https://a.example/', refresh: false, kept: first }]);
    await preview.fetch('https://lost.example/', false, { firstOf: 'run-1' });
    expect(fetches.slice(1)).toEqual([
      { url: 'https://lost.example/', refresh: false, kept: first },
      { url: 'https://lost.example/', refresh: false, kept: { runId: 'run-2', only: false } },
    ]);
    expect(state()).toMatchObject({ fetching: false, page: { url: 'https://lost.example/' } });
  });

  it('looks where the page leads, by a rule that is more than blank', async () => {
    const { preview, rulesAhead, pause, state } = setUp();
    void preview.fetch('https://a.example/', false);
    await expect.poll(() => state().page?.url).toBe('https://a.example/');
    for (const next of [null, { css: ' ' }, { css: 'a.next' }]) {
      preview.follow({ ...rules, next });
      pause();
    }
    expect(rulesAhead).toEqual([null, null, { css: 'a.next' }]);
    await expect.poll(() => state().next?.found).toEqual({ kind: 'none' });
  });

  it('looks once for many edits, and the newest answer wins', async () => {
    const { preview, asked, answers, pause, state } = setUp();
    void preview.fetch('https://a.example/', false);
    await expect.poll(() => state().page?.url).toBe('https://a.example/');
    preview.follow({ ...rules, each: 'l' });
    preview.follow({ ...rules, each: 'li' });
    pause();
    preview.follow({ ...rules, each: 'li.x' });
    pause();
    await expect.poll(() => answers.length).toBe(2);
    expect(asked.map(({ each }) => each)).toEqual(['li', 'li.x']);
    answers[1]?.(result(2));
    answers[0]?.(result(1));
    await expect.poll(() => state().result?.rows).toBe(2);
  });

  it('says which page cannot be fetched, and why, and keeps the one before as an earlier one', async () => {
    const { preview, state } = setUp();
    await preview.fetch('https://a.example/', false);
    await preview.fetch('https://gone.example/', false);
    expect(state()).toMatchObject({
      fetching: false,
      failed: { url: 'https://gone.example/', message: 'There is no such host.' },
      page: { url: 'https://a.example/' },
    });
    await preview.fetch('https://b.example/', false);
    expect(state()).toMatchObject({ failed: null, page: { url: 'https://b.example/' } });
  });

  it('drops what was found on another page, also while this one cannot be read', async () => {
    const { preview, answers, state } = setUp();
    preview.follow(rules);
    const first = preview.fetch('https://a.example/', false);
    await expect.poll(() => answers.length).toBe(1);
    answers[0]?.(result(7));
    await first;
    void preview.fetch('https://b.example/', false);
    await expect.poll(() => answers.length).toBe(2);
    expect(state()).toMatchObject({ page: { url: 'https://b.example/' }, result: null });
  });

  it('offers to fetch again when the engine no longer keeps the page', async () => {
    const { preview, state } = setUp(false);
    preview.follow(rules);
    await preview.fetch('https://a.example/', false);
    expect(state()).toMatchObject({ page: null, result: null, problem: 'Fetch the page again.' });
  });

  it('says how pages will be read, without a page', async () => {
    const { preview, pause, state } = setUp();
    preview.follow(rules);
    pause();
    await expect.poll(() => state().path).toEqual({ path: 'one-pass' });
    preview.follow({ ...rules, fields: [{ name: '', css: 'h1:has(b)' }] });
    pause();
    await expect.poll(() => state().path).toEqual({ path: 'tree', why: 'as is' });
  });
});
