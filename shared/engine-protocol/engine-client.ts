import { type Reply, TrawlError } from '../errors/trawl-error.ts';
import type { EngineMessage, EnginePort, HostMessage } from './port.ts';
import type {
  EngineApi,
  EngineCommand,
  EngineEvent,
  EngineParams,
  EngineReply,
} from './protocol.ts';

/**
 * The engine at the other end of `port` (see `serve-engine.ts`), with the same interface as the library. When
 * the channel closes, every waiting call and every later one fails with ENGINE_GONE; only `close` succeeds
 * then, since there is nothing left to close.
 *
 * Replies are not parsed again: the engine is Trawl's own process.
 */
export function createEngineClient(port: EnginePort): EngineApi {
  const waiting = new Map<number, (reply: Reply<unknown>) => void>();
  const listeners = new Set<(event: EngineEvent) => void>();
  let lastId = 0;
  let gone = false;

  port.on('message', (message) => {
    const received = message as EngineMessage;
    if (received.kind === 'event') {
      for (const listener of listeners) listener(received.event);
      return;
    }
    // The requests of the engine to its host use the same port beside the protocol.
    if (received.kind !== 'reply') return;
    const settle = waiting.get(received.id);
    waiting.delete(received.id);
    settle?.(received.reply);
  });
  port.on('close', () => {
    gone = true;
    const settles = [...waiting.values()];
    waiting.clear();
    for (const settle of settles) settle(engineGone);
  });

  const send = (message: (id: number) => HostMessage): Promise<Reply<unknown>> => {
    if (gone) return Promise.resolve(engineGone);
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      port.postMessage(message(id));
    });
  };

  return {
    async call<C extends EngineCommand>(command: C, params: EngineParams<C>) {
      const reply = await send((id) => ({ kind: 'call', id, command, params }));
      if (!reply.ok) {
        const { code, message, retryable } = reply.error;
        throw new TrawlError(code, message, { retryable });
      }
      return reply.value as EngineReply<C>;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await send((id) => ({ kind: 'close', id }));
      port.close();
    },
  };
}

const engineGone: Reply<never> = {
  ok: false,
  error: {
    code: 'ENGINE_GONE',
    message: 'The part of Trawl that fetches pages has ended. Nothing that was done is lost.',
    retryable: true,
  },
};
