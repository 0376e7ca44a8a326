import type { SampleRecord } from './record.ts';

/** The three origins of the site: three ports, so that they are three hosts to the scheduler. */
export const siteRoles = ['shop', 'press', 'warehouse'] as const;
export type SiteRole = (typeof siteRoles)[number];
export type SampleOrigins = readonly [shop: string, press: string, warehouse: string];
export type SamplePorts = readonly [shop: number, press: number, warehouse: number];

/** One of the origins, and where the others are. */
export interface Site {
  readonly role: SiteRole;
  readonly origins: Readonly<Record<SiteRole, string>>;
}

/** A page and what the sample job must find on it. */
export interface Page {
  readonly html: string;
  readonly record: SampleRecord;
  /** Where the page is not sent as UTF-8: its bytes. Only its meta element says what they mean. */
  readonly bytes?: Buffer;
}

/** Loopback alone: no other computer on the network sees the site. */
export const sampleHost = '127.0.0.1';

export const defaultSamplePorts: SamplePorts = [47_800, 47_801, 47_802];
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
