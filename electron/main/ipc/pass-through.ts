import type { EngineApi, EngineCommand, EngineCommands } from '#shared/engine-protocol/protocol.ts';
import type { Command, Commands } from '#shared/ipc/contract.ts';
import type { Handlers } from './register-handlers.ts';

/** The commands that are the same for the page and for the engine. */
type SharedCommand = {
  [C in Command & EngineCommand]: Commands[C] extends EngineCommands[C] ? C : never;
}[Command & EngineCommand];

/** Handlers that pass their command to the engine unchanged. */
export function passThrough<C extends SharedCommand>(
  engine: EngineApi,
  names: readonly C[],
): Pick<Handlers, C> {
  const handlers = names.map((name) => [name, (params: never) => engine.call(name, params)]);
  return Object.fromEntries(handlers) as Pick<Handlers, C>;
}
