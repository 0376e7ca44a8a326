import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

export interface Listeners {
  /** The address of this computer in its network, since WebRTC leaves loopback out; else loopback. */
  readonly address: string;
  readonly port: number;
  /** The connections and datagrams since the last call. */
  takeReceived(): readonly string[];
  close(): void;
}

/** Listens for connections and datagrams on one port, and answers none. */
export async function startListeners(): Promise<Listeners> {
  const received: string[] = [];
  const tcp = createServer((socket) => {
    received.push('a connection');
    socket.on('error', () => undefined).on('data', (data) => received.push(printable(data)));
  });
  tcp.listen(0);
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4').on('message', (data) => received.push(printable(data)));
  udp.bind(port);
  await once(udp, 'listening');
  return {
    address: outerAddress() ?? '127.0.0.1',
    port,
    takeReceived: () => received.splice(0),
    close() {
      tcp.close();
      udp.close();
    },
  };
}

const printable = (data: Buffer): string => data.toString('latin1').replace(/[^ -~]/g, '.');

function outerAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
