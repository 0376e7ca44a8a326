import type { EngineCommand, EngineParams, EngineReply } from '#shared/engine-protocol/protocol.ts';

export type Handler<C extends EngineCommand> = (params: EngineParams<C>) => Promise<EngineReply<C>>;

/** One handler for each command: a command without one does not compile. */
export type EngineHandlers = { readonly [C in EngineCommand]: Handler<C> };

/** The handlers of the commands whose names begin with `Domain.`. */
export type HandlersOf<Domain extends string> = Pick<
  EngineHandlers,
  Extract<EngineCommand, `${Domain}.${string}`>
>;
