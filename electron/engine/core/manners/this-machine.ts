/**
 * Whether a host (scheme://host:port) is on this machine. Such a host gets no delays, since no other users
 * are held up, and it is no evidence about the network.
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
