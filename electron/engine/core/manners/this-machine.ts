/**
 * Whether a host (scheme://host:port) is on this machine: it is never spared, since nobody else is
 * held up by it, and it says nothing about the network.
 */
export function isOnThisMachine(host: string): boolean {
  const name = /^[a-z]+:\/\/(\[[^\]]*\]|[^:/]*)/.exec(host)?.[1] ?? '';
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(name)
  );
}
