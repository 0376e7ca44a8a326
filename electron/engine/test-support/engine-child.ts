import { createEngine } from '../create-engine.ts';

/**
 * A process of its own that runs the engine on the data folder of its first argument and starts the
 * run that the second one describes (the parameters of `run.start`). It says how far the run is,
 * one line a snapshot.
 */
const [dataDir = '', params = ''] = process.argv.slice(2);
const engine = createEngine({ dataDir });

engine.onEvent((event) => {
  if (event.kind !== 'run') return;
  const { runId, state, counts } = event.snapshot;
  process.stdout.write(`${runId} ${state} ${counts.done} ${counts.total}\n`);
});
await engine.call('run.start', JSON.parse(params));
