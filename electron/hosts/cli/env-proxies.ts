import { BlockList, isIP } from 'node:net';
import type { FindProxies } from '#engine/public-api.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxies from the environment, by the conventions of curl and many others: `http_proxy` and
 * `https_proxy` by the scheme of the URL, else `all_proxy`, and none for the hosts of `no_proxy`. A name in
 * small letters counts before the one in capitals. The values may hold logins.
 */
export function envProxies(env: Env): FindProxies {
  const value = (name: string): string => env[name] || env[name.toUpperCase()] || '';
  const isExempt = exemptions(value('no_proxy'));
  return async (origin) => {
    const { protocol, hostname, port } = new URL(origin);
    if (isExempt(hostname, port || (protocol === 'https:' ? '443' : '80'))) return ['direct'];
    const named = value(`${protocol.slice(0, -1)}_proxy`) || value('all_proxy');
    if (named === '') return ['direct'];
    return [named.includes('://') ? named : `http://${named}`];
  };
}

/**
 * The hosts of `no_proxy`: names, which include their subdomains, with or without a leading dot or `*.`;
 * addresses and ranges of them (10.0.0.0/8); each with a port or without; `*` for every host.
 */
function exemptions(list: string): (hostname: string, port: string) => boolean {
  const rules = list
    .split(/[\s,]+/)
    .filter((text) => text !== '')
    .map(ruleOf);
  return (hostname, port) => {
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    return rules.some((rule) => rule(host, port));
  };
}

type Rule = (host: string, port: string) => boolean;

function ruleOf(text: string): Rule {
  if (text === '*') return () => true;
  // An address with more than one colon is IPv6; its port can only follow brackets.
  const [, name = text, port] =
    /^(?:\[(?=.+\])|(?=[^:]+:\d+$))([^\]]+?)\]?(?::(\d+))?$/.exec(text) ?? [];
  const isHost = hostRule(
    name
      .toLowerCase()
      .replace(/^\*?\./, '')
      .replace(/\.$/, ''),
  );
  return (host, asked) => (port === undefined || port === asked) && isHost(host);
}

function hostRule(name: string): (host: string) => boolean {
  const [address = '', prefix] = name.split('/');
  const version = isIP(address);
  if (version === 0) return (host) => host === name || host.endsWith(`.${name}`);
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const longest = version === 6 ? 128 : 32;
  const bits = prefix === undefined ? longest : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > longest) return () => false;
  const range = new BlockList();
  range.addSubnet(address, bits, family);
  return (host) => isIP(host) === version && range.check(host, family);
}
