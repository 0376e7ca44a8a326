import { writeSync } from 'node:fs';
import { RunHealth } from '../core/health/run-health.ts';
import { createRunFile } from './run-file.ts';
import { batch, done, failed, newRun, pages } from './run-fixture.ts';

/** The fields of the run. */
const watchedFields = [{ name: 'title' }, { name: 'price' }];

/**
 * Writes a run without end and reports after every transaction the data that are in the file permanently.
 * The test beside it kills this process in the middle of that.
 */
const [file = ''] = process.argv.slice(2);
const run = createRunFile(file, newRun());
const say = (what: string, count: number): void => {
  writeSync(1, `${what} ${count}\n`);
};
const health = new RunHealth(watchedFields, null, () => []);
const after = new Map<number, number>();
let settled = 0;
for (let from = 1; ; from += 500) {
  run.import(batch(pages(500, from)));
  say('imported', from + 499);
  run.setState('running', null, from);
  for (const { id } of run.hosts(0, 10)) {
    const requests = run.take(id, after.get(id) ?? 0, 60);
    after.set(id, requests.at(-1)?.id ?? 0);
    const outcomes = requests.map((request) => ({
      url: request.url,
      ...(request.id % 5 === 0
        ? failed(request)
        : done(request, Array(request.id % 3).fill(['x'.repeat(request.id % 900), '1']))),
    }));
    for (const outcome of outcomes) health.arrived(outcome);
    run.commit(outcomes, from, [], health.committing(outcomes));
    settled += requests.length;
    say('settled', settled);
  }
}
