/** Waits until a condition is true; it is checked often, for at most a minute. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  atMostMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + atMostMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until a value has stayed the same for a while. */
export async function unchanged<T>(read: () => Promise<T>, forMs: number): Promise<T> {
  let value = await read();
  let since = performance.now();
  await until(async () => {
    const next = await read();
    if (next !== value) {
      value = next;
      since = performance.now();
    }
    return performance.now() - since >= forMs;
  }, `a value stays the same for ${forMs} ms`);
  return value;
}
