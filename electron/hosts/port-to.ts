import type { MessagePortMain } from 'electron';
import type { EnginePort } from '#shared/engine-protocol/port.ts';

/** Wraps a port of Electron as the engine's port. */
export function portTo(port: MessagePortMain): EnginePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') port.on('message', ({ data }) => listener(data));
      else port.on('close', () => listener(undefined));
    },
    close: () => port.close(),
  };
}
