import { afterEach, expect, it, vi } from 'vitest';
import { openJobStore } from '#renderer/features/jobs/jobs.ts';
import type { Each } from '#shared/job/v2/source.ts';
import { noteShownRun } from './kept-run.ts';
import { pointAt } from './point-at.ts';
import { pointingIn } from './pointing-in.ts';
import { useShell } from './shell-store.ts';

afterEach(() => vi.unstubAllGlobals());

it('opens the page view with the page of the run on screen, whatever the rows are found by', () => {
  const sent: unknown[] = [];
  const invoke = (command: string, params: unknown) => {
    sent.push([command, params]);
    return new Promise(() => undefined);
  };
  vi.stubGlobal('window', { trawl: { invoke, on: () => () => undefined } });
  const rows: readonly Each[] = ['', 'li', { xpath: '//li' }, { json: '$[*]' }, { table: 'table' }];
  for (const [at, each] of rows.entries()) {
    const jobId = `job-${at}`;
    openJobStore.setState({ job: { id: jobId, each, fields: [] } as never });
    noteShownRun(jobId, 'run-1');
    pointAt(jobId, 'https://a.example/');
    expect(pointingIn(jobId).store.getState().open, JSON.stringify(each)).toBe(true);
    const kept = { runId: 'run-1', only: true };
    const asked = { jobId, url: 'https://a.example/', refresh: false, kept };
    expect(sent.at(-1)).toEqual(['preview.fetch', asked]);
  }
  expect(useShell.getState().tab).toBe('fields');
});
