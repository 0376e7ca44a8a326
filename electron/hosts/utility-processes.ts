import type { MessagePortMain, ParentPort } from 'electron';
import type { WorkerProcess } from '#engine/public-api.ts';
import { type HostWish, processPortSchema } from '#shared/engine-protocol/host-services.ts';
import { portTo } from './port-to.ts';

/** Starts processes that fetch, by a request to main: a utility process can start none. */
export function utilityProcesses(parent: ParentPort): () => WorkerProcess {
  const awaited = new Map<number, (port: MessagePortMain) => void>();
  let nextId = 1;
  const wish = (message: HostWish): void => parent.postMessage(message);

  parent.on('message', ({ data, ports: [port] }) => {
    const parsed = processPortSchema.safeParse(data);
    if (!parsed.success || port === undefined) return;
    awaited.get(parsed.data.id)?.(port);
    awaited.delete(parsed.data.id);
  });

  return () => {
    const id = nextId++;
    const arrived = new Promise<MessagePortMain>((resolve) => {
      awaited.set(id, resolve);
    });
    wish({ kind: 'process-start', id });
    const port = arrived.then((arrivedPort) => {
      // Started only after the listeners are attached.
      queueMicrotask(() => arrivedPort.start());
      return portTo(arrivedPort);
    });
    return {
      port: {
        postMessage: (message) => void port.then((arrivedPort) => arrivedPort.postMessage(message)),
        on(event: 'message' | 'close', listener: (message: unknown) => void) {
          void port.then((arrivedPort) => {
            if (event === 'message') arrivedPort.on('message', listener);
            else arrivedPort.on('close', () => listener(undefined));
          });
        },
        close: () => undefined,
      },
      // The port closes with the process.
      onExit: (listener) =>
        void port.then((arrivedPort) => arrivedPort.on('close', () => listener(0))),
      kill: () => wish({ kind: 'process-kill', id }),
    };
  };
}
