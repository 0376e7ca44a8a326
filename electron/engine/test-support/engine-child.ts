import type { LookupFunction } from 'node:net';
import { defaultExportOptions } from '#shared/engine-protocol/export.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import { openEngine } from './open-engine.ts';
import { scriptedRenderer } from './scripted-renderer.ts';

/** The task of a child. */
export type ChildOrder =
  | { readonly kind: 'start'; readonly params: EngineParams<'run.start'> }
  | { readonly kind: 'read-again'; readonly params: EngineParams<'run.read-again'> }
  | { readonly kind: 'resume'; readonly runId: string; readonly crashed?: boolean }
  /** Writes the table again and again, until it is killed. */
  | { readonly kind: 'export'; readonly runId: string; readonly file: string };

/**
 * A separate process that runs the engine on the data folder of its first argument, for tests that kill it.
 * The second argument is a `ChildOrder`. It prints the progress of the run, one line for each snapshot, and
 * ends with the run. Every host name resolves to this machine; looking up one that begins with `crash` ends
 * the process.
 */
const [dataDir = '', text = ''] = process.argv.slice(2);
const order = JSON.parse(text) as ChildOrder;
const lookup: LookupFunction = (host, { all }, found) => {
  if (host.startsWith('crash')) {
    setTimeout(() => process.abort(), 50);
    return;
  }
  const address = { address: '127.0.0.1', family: 4 };
  if (all) found(null, [address]);
  else found(null, address.address, address.family);
};
const engine = openEngine({ dataDir, fetch: { lookup }, createRenderer: scriptedRenderer() });
const say = (...words: readonly (string | number)[]): void => {
  process.stdout.write(`${words.join(' ')}\n`);
};

engine.onEvent((event) => {
  if (event.kind === 'export') say(event.progress.runId, event.progress.state, 0, 0);
  if (event.kind !== 'run') return;
  const { runId, state, counts, stateReason } = event.snapshot;
  say(runId, state, counts.done, counts.total, stateReason ?? '');
  if (state === 'finished' || state === 'halted') void engine.close();
});
switch (order.kind) {
  case 'start':
    await engine.call('run.start', order.params);
    break;
  case 'read-again':
    await engine.call('run.read-again', order.params);
    break;
  case 'resume': {
    const { runId, crashed = false } = order;
    await engine.call('run.resume', { runId, crashed });
    break;
  }
  case 'export': {
    const { runId, file } = order;
    const options = defaultExportOptions;
    for (let exportId = 0; ; exportId += 1) {
      await engine.call('export.start', { exportId: `${exportId}`, runId, file, options });
    }
  }
}
