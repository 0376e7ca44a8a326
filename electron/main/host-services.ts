import type { MessageChannelMain, MessagePortMain, UtilityProcess } from 'electron';
import { assertNever } from '#shared/assert-never.ts';
import {
  engineMessageKinds,
  type HostReply,
  type HostRequest,
  hostRequestSchema,
  isOfEngineProtocol,
} from '#shared/engine-protocol/host-services.ts';
import type { Log } from './log.ts';
import { findSystemProxies } from './system-proxies.ts';

/** The engine's process, as far as its requests are concerned. */
export interface AskingEngine {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  postMessage(message: HostReply, ports?: MessagePortMain[]): void;
}

interface Services {
  /** Starts a process that fetches. */
  startProcess(): UtilityProcess;
  resolveProxy(url: string): Promise<string>;
  openChannel(): Pick<MessageChannelMain, 'port1' | 'port2'>;
  /** Renders pages by the orders that come over the port. */
  render(port: MessagePortMain): void;
}

/** Serves what the engine requests of main; a message that is no request is reported. */
export function serveHostServices(engine: AskingEngine, services: Services, log: Log): void {
  const granted = new Map<number, UtilityProcess>();
  const carryOut = (request: HostRequest): void => {
    const { id } = request;
    switch (request.kind) {
      case 'process-start': {
        const worker = services.startProcess();
        granted.set(id, worker);
        worker.on('exit', () => granted.delete(id));
        const { port1, port2 } = services.openChannel();
        worker.postMessage(null, [port1]);
        engine.postMessage({ kind: 'process-port', id }, [port2]);
        return;
      }
      case 'process-kill':
        granted.get(id)?.kill();
        return;
      case 'proxies-find':
        void findSystemProxies(request, services.resolveProxy, log).then((reply) =>
          engine.postMessage(reply),
        );
        return;
      case 'render-host-open': {
        const { port1, port2 } = services.openChannel();
        services.render(port1);
        engine.postMessage({ kind: 'render-host-port', id }, [port2]);
        return;
      }
      default:
        assertNever(request);
    }
  };
  engine.on('message', (message) => {
    if (isOfEngineProtocol(message, engineMessageKinds)) return;
    const parsed = hostRequestSchema.safeParse(message);
    if (parsed.success) carryOut(parsed.data);
    else log.error('The engine sent its host an unknown message', parsed.error);
  });
  engine.on('exit', () => {
    for (const worker of granted.values()) worker.kill();
  });
}
