/** Waits until a condition holds; it is asked often, and in vain for at most half a minute. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  atMostMs = 30_000,
): Promise<void> {
  const deadline = performance.now() + atMostMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
