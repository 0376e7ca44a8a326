import type { MessagePortMain, ParentPort } from 'electron';
import type { FindProxies, OpenRenderHost, WorkerProcess } from '#engine/public-api.ts';
import { assertNever } from '#shared/assert-never.ts';
import {
  type HostReply,
  type HostRequest,
  hostMessageKinds,
  hostReplySchema,
  isOfEngineProtocol,
} from '#shared/engine-protocol/host-services.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { portTo } from './port-to.ts';

/** What the engine can request of main. */
export interface UtilityServices {
  /** Starts a process that fetches: a utility process can start none. */
  readonly startProcess: () => WorkerProcess;
  /** Finds the proxies of the system: only main can call Chromium. */
  readonly findProxies: FindProxies;
  /** Opens a port to browser windows, which only main can own. */
  readonly openRenderHost: OpenRenderHost;
}

type Parent = Pick<ParentPort, 'on' | 'postMessage'>;

/** @param report receives a sentence for each message of main that is none */
export function utilityServices(
  parent: Parent,
  report: (trouble: string) => void,
): UtilityServices {
  const ports = new Map<number, (port: MessagePortMain) => void>();
  const proxies = new Map<number, Waiting>();
  let nextId = 1;
  const request = (message: HostRequest): void => parent.postMessage(message);
  /** @param ask sends the request with the id that it is given */
  const portFor = (ask: (id: number) => void): Promise<MessagePortMain> =>
    new Promise((resolve) => {
      const id = nextId++;
      ports.set(id, resolve);
      ask(id);
    });

  const take = (reply: HostReply, port: MessagePortMain | undefined): void => {
    const { id } = reply;
    switch (reply.kind) {
      case 'process-port':
      case 'render-host-port':
        if (port === undefined) report(`The reply ${reply.kind} came without a port`);
        else ports.get(id)?.(port);
        ports.delete(id);
        return;
      case 'proxies-found':
        proxies.get(id)?.resolve(reply.proxies);
        proxies.delete(id);
        return;
      case 'proxies-unknown':
        proxies.get(id)?.reject(new Error(reply.reason));
        proxies.delete(id);
        return;
      default:
        assertNever(reply);
    }
  };
  parent.on('message', ({ data, ports: [port] }) => {
    if (isOfEngineProtocol(data, hostMessageKinds)) return;
    const parsed = hostReplySchema.safeParse(data);
    if (parsed.success) take(parsed.data, port);
    else report(`Main sent the engine a message that is none: ${parsed.error.message}`);
  });

  return {
    startProcess() {
      let id = 0;
      const port = portFor((own) => {
        id = own;
        request({ kind: 'process-start', id });
      }).then(started);
      return {
        port: {
          postMessage: (message) => void port.then((arrived) => arrived.postMessage(message)),
          on(event: 'message' | 'close', listener: (message: unknown) => void) {
            void port.then((arrived) => listen(arrived, event, listener));
          },
          close: () => undefined,
        },
        // The port closes with the process.
        onExit: (listener) => void port.then((arrived) => arrived.on('close', () => listener(0))),
        kill: () => request({ kind: 'process-kill', id }),
      };
    },
    findProxies: (origin) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        proxies.set(id, { resolve, reject });
        request({ kind: 'proxies-find', id, origin });
      }),
    openRenderHost: () => portFor((id) => request({ kind: 'render-host-open', id })).then(started),
  };
}

interface Waiting {
  resolve(proxies: readonly string[]): void;
  reject(reason: Error): void;
}

/** The port, started only after the listeners are attached. */
function started(port: MessagePortMain): EnginePort {
  setImmediate(() => port.start());
  return portTo(port);
}

function listen(
  port: EnginePort,
  event: 'message' | 'close',
  listener: (message: unknown) => void,
): void {
  if (event === 'message') port.on('message', listener);
  else port.on('close', () => listener(undefined));
}
