import { z } from 'zod';
import type { EngineMessage, EnginePort } from '#shared/engine-protocol/port.ts';
import {
  type EngineApi,
  type EngineCommand,
  engineCommands,
} from '#shared/engine-protocol/protocol.ts';
import { type Reply, TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';

/**
 * Serves `engine` to the host at the other end of `port` (see `engine-client.ts`). Every message is parsed
 * here, once; a call that does not parse is answered with BAD_MESSAGE. When the host ends the connection,
 * the engine closes, with all finished work committed.
 *
 * @param onClosed called once after the engine was closed, for whatever reason
 */
export function serveEngine(engine: EngineApi, port: EnginePort, onClosed: () => void): void {
  const post = (message: EngineMessage): void => port.postMessage(message);
  const answer = async (id: number, work: () => Promise<unknown>): Promise<void> => {
    post({ kind: 'reply', id, reply: await replyOf(work) });
  };
  let closing = false;
  const close = async (answered: () => Promise<unknown>): Promise<void> => {
    if (closing) return;
    closing = true;
    await answered();
    onClosed();
  };

  engine.onEvent((event) => post({ kind: 'event', event }));
  port.on('close', () => void close(() => replyOf(() => engine.close())));
  port.on('message', (message) => {
    const parsed = hostMessageSchema.safeParse(message);
    // Without an id there is no call to answer.
    if (!parsed.success) return;
    const request = parsed.data;
    if (request.kind === 'close') void close(() => answer(request.id, () => engine.close()));
    else void answer(request.id, () => dispatch(engine, request.command, request.params));
  });
}

const id = z.int();
const hostMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id, command: z.string(), params: z.unknown() }),
  z.strictObject({ kind: z.literal('close'), id }),
]);

async function replyOf(work: () => Promise<unknown>): Promise<Reply<unknown>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toErrorReply(error) };
  }
}

async function dispatch(engine: EngineApi, command: string, params: unknown): Promise<unknown> {
  if (!isCommand(command)) {
    throw new TrawlError('BAD_MESSAGE', `The engine has no command "${command.slice(0, 100)}".`);
  }
  const parsed = engineCommands[command].params.safeParse(params);
  if (!parsed.success) {
    throw new TrawlError('BAD_MESSAGE', `${command}: ${z.prettifyError(parsed.error)}`);
  }
  // The parser belongs to the command; the compiler cannot see this through the union of all commands.
  return engine.call(command, parsed.data as never);
}

function isCommand(command: string): command is EngineCommand {
  return Object.hasOwn(engineCommands, command);
}
