import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * Questions of which a later one with the same key cancels the earlier ones: the callers of those get its
 * answer too, since several parts of the window may ask at once.
 */
export function latestAnswer<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const latest = new Map<string, Promise<T>>();
  return (key) => {
    const answer: Promise<T> = ask(key)
      .catch((error: unknown) => {
        const later = latest.get(key);
        const isReplaced = later !== undefined && later !== answer;
        if (isReplaced && error instanceof TrawlError && error.code === 'CANCELLED') return later;
        throw error;
      })
      .finally(() => {
        if (latest.get(key) === answer) latest.delete(key);
      });
    latest.set(key, answer);
    return answer;
  };
}
