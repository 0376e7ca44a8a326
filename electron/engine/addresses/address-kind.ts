import ipaddr from 'ipaddr.js';
import { parse } from 'tldts';
import { plainHost } from './plain-host.ts';

/**
 * public: on the internet. private: this machine or its local network. metadata: the services from which a
 * cloud machine gets its credentials.
 */
export type AddressKind = 'public' | 'private' | 'metadata';

/**
 * Addresses of the metadata services: AWS, Google, Azure and most others; AWS over IPv6; AWS's for
 * containers; Alibaba; Oracle; Azure's host agent, which has a public address.
 */
const metadataAddresses = new Set([
  '169.254.169.254',
  'fd00:ec2::254',
  '169.254.170.2',
  'fd00:ec2::23',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
]);
const metadataNames = new Set(['metadata.google.internal', 'metadata.goog', 'instance-data']);

/** The addresses in the registries of RFC 6890 that can be reached from anywhere on the internet. */
const globalRanges = new Set(['unicast', 'as112', 'as112v6']);

/** The kind of address of an IP literal; null for a text that is none. */
export function kindOfAddress(text: string): AddressKind | null {
  const plain = plainHost(text).replace(/%.*$/, '');
  if (!ipaddr.isValid(plain)) return null;
  const address = ipaddr.parse(plain);
  const inner = address instanceof ipaddr.IPv6 ? embedded(address) : null;
  if (inner !== null) return kindOfAddress(inner);
  if (metadataAddresses.has(address.toString())) return 'metadata';
  return globalRanges.has(address.range()) ? 'public' : 'private';
}

/**
 * The IPv4 address that an IPv6 one leads to: mapped (::ffff:0:0/96), compatible (::/96, but for ::
 * and ::1), translated (::ffff:0:0:0/96), NAT64 (64:ff9b::/96) and 6to4 (2002::/16).
 */
function embedded(address: ipaddr.IPv6): string | null {
  const parts = address.parts;
  const v4 = (high = 0, low = 0): string => `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`;
  if (parts[0] === 0x2002) return v4(parts[1], parts[2]);
  const prefix = parts.slice(0, 6).join();
  const low = v4(parts[6], parts[7]);
  if (prefix === [0x64, 0xff9b, 0, 0, 0, 0].join()) return low;
  if (prefix === '0,0,0,0,0,65535' || prefix === '0,0,0,0,65535,0') return low;
  return prefix === '0,0,0,0,0,0' && parts[6] !== 0 ? low : null;
}

/**
 * The kind of place that a URL's host is, by its name alone, before any look-up. A name is public when its
 * end is in the public suffix list; every other name (a single word, .local, .lan, .internal, .corp) can only
 * mean something in the local network of the machine.
 *
 * @param hostname as `URL` gives it: lower case, punycode, unusual forms of IPv4 normalised
 */
export function kindOfHost(hostname: string): AddressKind {
  const known = kinds.get(hostname);
  if (known !== undefined) return known;
  const kind = kindByName(hostname);
  if (kinds.size >= mostKinds) kinds.clear();
  kinds.set(hostname, kind);
  return kind;
}

/** A list names few hosts many times, and the check is repeated for every hop. */
const kinds = new Map<string, AddressKind>();
const mostKinds = 10_000;

function kindByName(hostname: string): AddressKind {
  const literal = kindOfAddress(hostname);
  if (literal !== null) return literal;
  const name = hostname.replace(/\.$/, '');
  if (metadataNames.has(name)) return 'metadata';
  if (name === 'home.arpa' || name.endsWith('.home.arpa')) return 'private';
  const { isIcann, isPrivate } = parse(name, { allowPrivateDomains: true });
  return isIcann === true || isPrivate === true ? 'public' : 'private';
}
