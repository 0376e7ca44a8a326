import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngineClient } from '#shared/engine-protocol/engine-client.ts';
import type { EngineApi, EngineEvent } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { serveEngine } from './serve-engine.ts';

const runId = '20250101-120000-abcd';
const exportEvent: EngineEvent = {
  kind: 'input',
  key: 'job-1',
  lines: 3,
  bytes: 30,
  totalBytes: 90,
};

/** A minimal engine that records its calls. */
function createTinyEngine() {
  const calls: { command: string; params: unknown }[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  let answer: (command: string) => unknown = () => undefined;
  let closed = 0;
  const engine: EngineApi = {
    call: async (command, params) => {
      calls.push({ command, params });
      return (await answer(command)) as never;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed += 1;
    },
  };
  return {
    engine,
    calls,
    emit: (event: EngineEvent) => {
      for (const listener of listeners) listener(event);
    },
    answerWith: (next: (command: string) => unknown) => {
      answer = next;
    },
    closedTimes: () => closed,
  };
}

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function connect() {
  const { port1, port2 } = new MessageChannel();
  const tiny = createTinyEngine();
  const served = new Promise<void>((resolve) => serveEngine(tiny.engine, port2, resolve));
  cleanups.push(() => port1.close());
  return { tiny, client: createEngineClient(port1), hostPort: port1, enginePort: port2, served };
}

describe('the engine behind a port', () => {
  it('passes calls, replies and events', async () => {
    const { client, tiny } = connect();
    tiny.answerWith(() => ({ runId }));
    const events: EngineEvent[] = [];
    const arrived = new Promise<void>((resolve) => {
      client.onEvent((event) => {
        events.push(event);
        resolve();
      });
    });
    const reply = await client.call('run.start', {
      jobId: null,
      rules: { name: 'Job', fields: [] },
      input: { kind: 'lines', lines: ['https://example.com/'] },
    });
    expect(reply).toEqual({ runId });
    tiny.emit(exportEvent);
    await arrived;
    expect(events).toEqual([exportEvent]);
  });

  it('parses the parameters at the boundary: a bad call never reaches the engine', async () => {
    const { client, tiny } = connect();
    await expect(client.call('run.pause', { runId: '../../etc' })).rejects.toMatchObject({
      code: 'BAD_MESSAGE',
    });
    await expect(client.call('run.nothing' as 'run.pause', { runId })).rejects.toMatchObject({
      code: 'BAD_MESSAGE',
    });
    await expect(client.call('toString' as 'run.pause', { runId })).rejects.toMatchObject({
      code: 'BAD_MESSAGE',
    });
    expect(tiny.calls).toEqual([]);
  });

  it('ignores messages that are no calls', async () => {
    const { client, hostPort, tiny } = connect();
    for (const junk of [null, 7, 'call', { kind: 'call' }, { kind: 'other', id: 1 }]) {
      hostPort.postMessage(junk);
    }
    await client.call('run.pause', { runId });
    expect(tiny.calls).toHaveLength(1);
  });

  it('carries errors as data: code, sentence and whether a retry makes sense', async () => {
    const { client, tiny } = connect();
    tiny.answerWith(() => {
      throw new TrawlError('BUSY', 'This run is open in another window.', { retryable: true });
    });
    await expect(client.call('run.resume', { runId })).rejects.toMatchObject({
      name: 'TrawlError',
      code: 'BUSY',
      message: 'This run is open in another window.',
      retryable: true,
    });
    tiny.answerWith(() => {
      throw new RangeError('boom');
    });
    await expect(client.call('run.resume', { runId })).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('fails what waits, and everything later, with ENGINE_GONE when the channel closes', async () => {
    const { client, tiny, enginePort } = connect();
    const asked = new Promise<void>((resolve) => {
      tiny.answerWith(() => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    const waiting = client.call('run.pause', { runId });
    await asked;
    enginePort.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ENGINE_GONE', retryable: true });
    await expect(client.call('run.pause', { runId })).rejects.toMatchObject({
      code: 'ENGINE_GONE',
    });
    await client.close();
  });

  it('closes the engine once, on request or when the host goes away', async () => {
    const asked = connect();
    await asked.client.close();
    await asked.served;
    expect(asked.tiny.closedTimes()).toBe(1);

    const left = connect();
    left.hostPort.close();
    await left.served;
    expect(left.tiny.closedTimes()).toBe(1);
  });
});
