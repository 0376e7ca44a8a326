import { describe, expect, it } from 'vitest';
import { defaultForm, numberProblem, planOf, requestsOf } from './lab-form.ts';

describe('the plan of the form', () => {
  it('is of the sample site by default', () => {
    const workload = {
      kind: 'sample',
      pages: 500,
      latencyMs: 20,
      sizeBytes: 12_288,
      errorRate: 0,
    };
    expect(planOf('compare', defaultForm, null)).toEqual({
      kind: 'compare',
      workload,
      ways: ['sequential', 'threads', 'processes', 'event-loop'],
      concurrency: 16,
      repeats: 3,
    });
    expect(planOf('tune', defaultForm, null)).toEqual({
      kind: 'tune',
      workload: { ...workload, pages: 2000 },
      way: 'event-loop',
      upTo: 256,
      repeats: 3,
    });
  });

  it('is of the open job, unless another one is chosen', () => {
    const form = { ...defaultForm, source: 'job', latencyMs: '' } as const;
    const jobOf = (plan: ReturnType<typeof planOf>) => plan?.workload;
    expect(jobOf(planOf('compare', form, 'open-job'))).toEqual({
      kind: 'job',
      jobId: 'open-job',
      pages: 50,
    });
    expect(jobOf(planOf('tune', { ...form, jobId: 'other-job' }, 'open-job'))).toMatchObject({
      jobId: 'other-job',
    });
    expect(planOf('compare', form, null)).toBeNull();
  });

  it('renders the pages of a job, whatever the other kinds measure', () => {
    expect(planOf('render', defaultForm, null)).toBeNull();
    const plan = planOf('render', defaultForm, 'open-job');
    expect(plan).toEqual({
      kind: 'render',
      workload: { kind: 'job', jobId: 'open-job', pages: 50 },
      concurrency: 4,
      repeats: 3,
    });
    expect(plan && requestsOf(plan)).toBe(2 * 3 * 50);
  });

  it('is not there while a number of it cannot be used', () => {
    for (const wrong of ['', 0, 1.5, 100_001]) {
      expect(planOf('compare', { ...defaultForm, pages: wrong }, null)).toBeNull();
    }
    expect(planOf('compare', { ...defaultForm, ways: [] }, null)).toBeNull();
    expect(planOf('compare', { ...defaultForm, upTo: '' }, null)).not.toBeNull();
    expect(numberProblem('listPages', 501)).toBe('From 1 to 500.');
    expect(numberProblem('listPages', 500)).toBeNull();
  });

  it('knows how many requests it makes at the most', () => {
    const form = { ...defaultForm, source: 'job', jobId: 'some-job', listPages: 20 } as const;
    const requests = (kind: 'compare' | 'tune') => {
      const plan = planOf(kind, form, null);
      return plan && requestsOf(plan);
    };
    expect(requests('compare')).toBe(4 * 3 * 20);
    expect(requests('tune')).toBe(9 * 3 * 20);
  });
});
