import type { LabReport, LabSample } from '../engine-protocol/lab.ts';

/** Made-up samples and reports that the tests of the Lab share. */
export function sampleOf(more: Partial<LabSample> = {}): LabSample {
  return {
    way: 'event-loop',
    concurrency: 16,
    render: null,
    round: 1,
    done: 100,
    failed: 0,
    elapsedMs: 1000,
    latency: { p50Ms: 20, p95Ms: 30 },
    pageMs: 25,
    peakRssBytes: 100_000_000,
    cpuMs: 800,
    disturbed: false,
    ...more,
  };
}

/** 100 pages at this rate per second. */
export const sampleAt = (pagesPerSecond: number, more: Partial<LabSample> = {}): LabSample =>
  sampleOf({ elapsedMs: 100_000 / pagesPerSecond, ...more });

export function reportOf(more: Partial<LabReport> = {}): LabReport {
  return {
    setup: {
      kind: 'compare',
      workload: { kind: 'sample', pages: 100, latencyMs: 20, sizeBytes: 12_288, errorRate: 0 },
      ways: ['sequential', 'event-loop'],
      concurrencies: [16],
      renders: [null],
      repeats: 3,
    },
    startedMs: 0,
    machine: { platform: 'linux', cores: 2 },
    state: 'done',
    problem: null,
    leftOut: [],
    flattened: false,
    samples: [],
    differences: null,
    now: null,
    ...more,
  };
}
