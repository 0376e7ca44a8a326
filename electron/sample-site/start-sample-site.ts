import { get, type Server } from 'node:http';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { type Expected, expectedOf } from './expected.ts';
import { attachSite, createSiteServer, markerPath, type SiteServer } from './server.ts';
import {
  defaultSamplePorts,
  originsOf,
  type SampleOrigins,
  type SamplePorts,
  sampleHost,
  siteOf,
  siteRoles,
} from './site.ts';

interface SampleSiteOptions {
  /** 0: any free ports. By default `defaultSamplePorts`. */
  readonly ports?: SamplePorts | 0;
  /** Multiplies the site's own latencies; 0: every page is there at once. By default 1. */
  readonly latencyScale?: number;
}

export interface SampleSite {
  readonly origins: SampleOrigins;
  /** The site already ran in another process; `close` then does not stop it. */
  readonly reused: boolean;
  /** The expected outcome of a URL of this site, and the values for the sample job; null: unknown. */
  expected(url: string): Expected | null;
  /** Lets the pages that fail at the first of two tries fail again. No effect on a reused site. */
  forgetTries(): void;
  /** Ends the sessions of all customers, as if they had shown all their pages. No effect on a reused site. */
  endSessions(): void;
  close(): Promise<void>;
}

/**
 * Serves the sample site only on this machine's loopback address.
 *
 * @throws TrawlError `BUSY` when one of the ports belongs to another program.
 */
export async function startSampleSite(options: SampleSiteOptions = {}): Promise<SampleSite> {
  const { ports = defaultSamplePorts, latencyScale = 1 } = options;
  const servers = siteRoles.map(() => createSiteServer());
  // Known ports are served from the first moment on: another instance may check who owns them.
  let sites = ports === 0 ? [] : attachAll(servers, originsOf(ports), latencyScale);
  for (const [index, server] of servers.entries()) {
    const port = ports === 0 ? 0 : (ports[index] ?? 0);
    const failure = await listen(server, port);
    if (failure === null) continue;
    await closeAll(servers);
    if (!taken(failure)) throw failure;
    if (ports !== 0 && index === 0 && (await answersAs(port, marker(originsOf(ports))))) {
      return reusedSite(originsOf(ports));
    }
    throw new TrawlError(
      'BUSY',
      `The sample site cannot start: port ${port} is used by another program. Close that program, or choose other ports.`,
    );
  }
  const [shop = 0, press = 0, warehouse = 0] = servers.map(portOf);
  const origins = originsOf([shop, press, warehouse]);
  if (ports === 0) sites = attachAll(servers, origins, latencyScale);
  return {
    origins,
    reused: false,
    expected: (url) => expectedOf(origins, url),
    forgetTries() {
      for (const site of sites) site.forgetTries();
    },
    endSessions() {
      for (const site of sites) site.endSessions();
    },
    close: () => closeAll(servers),
  };
}

function attachAll(
  servers: readonly Server[],
  origins: SampleOrigins,
  latencyScale: number,
): SiteServer[] {
  const options = { latencyScale, marker: marker(origins) };
  return servers.map((server, index) =>
    attachSite(server, siteOf(origins, siteRoles[index] ?? 'shop'), options),
  );
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The site's description of itself; another version of it, or one on other ports, is not the same. */
function marker(origins: SampleOrigins): string {
  return JSON.stringify({ site: 'trawl-sample', version: 1, origins });
}

function listen(server: Server, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ port, host: sampleHost }, () => resolve(null));
  });
}

/** Windows answers EACCES for ports that the system has reserved. */
function taken(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EADDRINUSE' || error.code === 'EACCES';
}

const probeMs = 2_000;

function answersAs(port: number, expected: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(probeMs);
    const request = get({ host: sampleHost, port, path: markerPath, agent: false, signal });
    request.once('error', () => resolve(false));
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > expected.length) response.destroy();
      });
      response.once('close', () => resolve(text === expected));
    });
  });
}

function reusedSite(origins: SampleOrigins): SampleSite {
  return {
    origins,
    reused: true,
    expected: (url) => expectedOf(origins, url),
    forgetTries: () => undefined,
    endSessions: () => undefined,
    close: () => Promise.resolve(),
  };
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}
