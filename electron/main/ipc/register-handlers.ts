import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import { type Reply, TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import { type Command, type CommandReply, type Commands, commands } from '#shared/ipc/contract.ts';
import { plainLines } from '#shared/plain-text.ts';
import type { Log } from '../log.ts';

/** The input of a handler: the parameters as its parser returns them. */
type ParsedParams<C extends Command> = Readonly<z.output<Commands[C]['params']>>;
export type Handler<C extends Command> = (
  params: ParsedParams<C>,
) => CommandReply<C> | Promise<CommandReply<C>>;

/** One handler for every command of the contract: a missing one does not compile. */
export type Handlers = { readonly [C in Command]: Handler<C> };

/** The handlers of one domain, such as `jobs.…`. */
export type DomainHandlers<Domain extends string> = Pick<
  Handlers,
  Extract<Command, `${Domain}.${string}`>
>;

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

interface IpcHandle {
  handle(channel: string, listener: (event: Sender, params: unknown) => Promise<unknown>): void;
}

/**
 * Registers every command. A message is answered only if `isTrusted` accepts its sender and its parser
 * accepts its parameters; every answer is a `Reply`, since Electron carries only the message of a thrown
 * error.
 *
 * @param handlers commands may arrive before these are there, and are answered as soon as they are
 */
export function registerHandlers(
  ipc: IpcHandle,
  handlers: Promise<Handlers>,
  isTrusted: (event: Sender) => boolean,
  log: Log,
): void {
  for (const command of Object.keys(commands) as Command[]) {
    ipc.handle(command, async (event, params): Promise<Reply<unknown>> => {
      try {
        if (!isTrusted(event)) throw new TrawlError('BAD_MESSAGE', 'This page may not ask that.');
        return { ok: true, value: await run(await handlers, command, params) };
      } catch (error) {
        const reply = toErrorReply(error);
        if (reply.code === 'INTERNAL' || reply.code === 'BAD_MESSAGE') log.error(command, error);
        return { ok: false, error: reply };
      }
    });
  }
}

function run(handlers: Handlers, command: Command, params: unknown): unknown {
  const parsed = commands[command].params.safeParse(params);
  if (!parsed.success) {
    const wrong = plainLines(z.prettifyError(parsed.error), 300, 10);
    throw new TrawlError('BAD_MESSAGE', `${command}: ${wrong}`);
  }
  // Parser and handler belong to one command, which the compiler cannot infer from the union.
  return (handlers[command] as (params: unknown) => unknown)(parsed.data);
}

/** Accepts only the page of our own window, in its top frame, loaded from our own origin. */
export function isTrustedSender(
  event: Sender,
  window: { readonly webContents: WebContents } | null,
  origin: string,
): boolean {
  const { sender, senderFrame } = event;
  if (window === null || sender !== window.webContents) return false;
  if (senderFrame === null || senderFrame !== sender.mainFrame) return false;
  const { url } = senderFrame;
  return url === origin || url.startsWith(`${origin}/`);
}
