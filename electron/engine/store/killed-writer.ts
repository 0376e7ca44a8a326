import { writeSync } from 'node:fs';
import { createRunFile } from './run-file.ts';
import { batch, done, failed, newRun, pages } from './run-fixture.ts';

/**
 * Writes a run without end and reports after every transaction the data that are in the file permanently.
 * The test beside it kills this process in the middle of that.
 */
const [file = ''] = process.argv.slice(2);
const run = createRunFile(file, newRun());
const say = (what: string, count: number): void => {
  writeSync(1, `${what} ${count}\n`);
};
const after = new Map<number, number>();
let settled = 0;
for (let from = 1; ; from += 500) {
  run.import(batch(pages(500, from)));
  say('imported', from + 499);
  run.setState('running', null, from);
  for (const { id } of run.hosts(0, 10)) {
    const requests = run.take(id, after.get(id) ?? 0, 60);
    after.set(id, requests.at(-1)?.id ?? 0);
    run.commit(
      requests.map((request) =>
        request.id % 5 === 0
          ? failed(request)
          : done(request, Array(request.id % 3).fill(['x'.repeat(request.id % 900), '1'])),
      ),
    );
    settled += requests.length;
    say('settled', settled);
  }
}
