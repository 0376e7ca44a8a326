import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveSampleSite } from './serve.ts';
import type { SampleOrigins, SamplePorts } from './site.ts';
import { type SampleSite, startSampleSite } from './start-sample-site.ts';
import { ask } from './testing/ask.ts';
import { quietPorts } from './testing/quiet-ports.ts';

async function start(options: Parameters<typeof startSampleSite>[0]): Promise<SampleSite> {
  const site = await startSampleSite({ latencyScale: 0, ...options });
  onTestFinished(() => site.close());
  return site;
}

function portsOf(origins: SampleOrigins): SamplePorts {
  const [shop, press, warehouse] = origins.map((origin) => Number(new URL(origin).port));
  return [shop ?? 0, press ?? 0, warehouse ?? 0];
}

async function stranger(port = 0): Promise<{ port: number; server: Server }> {
  const server = createServer((_, response) => response.end('I was here first'));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, server };
}

/** Three free ports in a row, as the command line uses them. */
async function freePorts(): Promise<SamplePorts> {
  const first = await quietPorts(3);
  return [first, first + 1, first + 2];
}

describe('the ports of the sample site', () => {
  it('are three different ones', async () => {
    const site = await start({ ports: 0 });
    expect(new Set(site.origins).size).toBe(3);
    for (const origin of site.origins) expect((await ask(`${origin}/`)).status).toBe(200);
  });

  it('are closed with the site', async () => {
    const site = await start({ ports: await freePorts() });
    await site.close();
    for (const port of portsOf(site.origins)) await stranger(port);
  });

  it('are shared with an instance that serves them already', async () => {
    const first = await start({ ports: await freePorts() });
    const second = await start({ ports: portsOf(first.origins) });
    expect([first.reused, second.reused]).toEqual([false, true]);
    expect(second.origins).toEqual(first.origins);
    await second.close();
    expect((await ask(`${first.origins[2]}/product/1`)).status).toBe(200);
  });

  it('are named when another program has one, and the others are let go', async () => {
    for (const index of [0, 1, 2]) {
      const ports = await freePorts();
      const port = ports[index] ?? 0;
      await stranger(port);
      await expect(startSampleSite({ ports })).rejects.toMatchObject({
        code: 'BUSY',
        message: expect.stringContaining(`port ${port} is used by another program`),
      });
      for (const other of ports.filter((each) => each !== port)) await stranger(other);
    }
  });

  it('close while pages are still on their way', async () => {
    const site = await start({ ports: 0 });
    const waiting = ask(`${site.origins[0]}/slow/600000`);
    const refused = expect(waiting).rejects.toThrow();
    await ask(`${site.origins[0]}/`);
    await site.close();
    await refused;
  });
});

describe('serving from the command line', () => {
  it('says where, until it is told to stop', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    let origins: SampleOrigins | null = null;
    const ready = new Promise<SampleOrigins>((resolve) => {
      const served = serveSampleSite({
        port: 0,
        signal: stop.signal,
        say: (line) => lines.push(line),
        onReady: resolve,
      });
      onTestFinished(() => served);
    });
    origins = await ready;
    expect((await ask(`${origins[0]}/product/3`)).status).toBe(200);
    expect(lines.join('\n')).toContain(`${origins[0]}/`);
    stop.abort();
  });

  it('refuses a port that is none', async () => {
    for (const port of [-1, 1.5, Number.NaN, 65_534]) {
      const serving = serveSampleSite({
        port,
        signal: AbortSignal.abort(),
        say: () => undefined,
      });
      await expect(serving).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
  });

  it('ends at once where the site is there already', async () => {
    const first = await start({ ports: await freePorts() });
    const lines: string[] = [];
    await serveSampleSite({
      port: portsOf(first.origins)[0],
      signal: new AbortController().signal,
      say: (line) => lines.push(line),
    });
    expect(lines).toEqual([`The sample site is running already: ${first.origins[0]}/`]);
  });
});
