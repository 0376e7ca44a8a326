import type { SampleRecord } from './record.ts';

/** The three origins of the site: three ports, so that they are three hosts to the scheduler. */
export const siteRoles = ['shop', 'press', 'warehouse'] as const;
export type SiteRole = (typeof siteRoles)[number];
export type SampleOrigins = readonly [shop: string, press: string, warehouse: string];
export type SamplePorts = readonly [shop: number, press: number, warehouse: number];

/** One of the origins, and the addresses of the others. */
export interface Site {
  readonly role: SiteRole;
  readonly origins: Readonly<Record<SiteRole, string>>;
}

/** A page and the values that the sample job must find on it. */
export interface Page {
  readonly html: string;
  readonly record: SampleRecord;
  /** The bytes of a page that is not sent as UTF-8. Only its meta element declares the encoding. */
  readonly bytes?: Buffer;
}

/** Loopback only: no other computer on the network can reach the site. */
export const sampleHost = '127.0.0.1';

/**
 * Below the ports that systems hand out to connections by themselves (from 32768 on Linux, 49152 elsewhere):
 * a connection of any program could hold such a port when the site starts.
 */
export const defaultSamplePorts: SamplePorts = [17_800, 17_801, 17_802];
export const defaultSampleOrigins: SampleOrigins = originsOf(defaultSamplePorts);

export function originsOf(ports: SamplePorts): SampleOrigins {
  const [shop, press, warehouse] = ports;
  return [originOf(shop), originOf(press), originOf(warehouse)];
}

export function siteOf(origins: SampleOrigins, role: SiteRole): Site {
  const [shop, press, warehouse] = origins;
  return { role, origins: { shop, press, warehouse } };
}

function originOf(port: number): string {
  return `http://${sampleHost}:${port}`;
}
