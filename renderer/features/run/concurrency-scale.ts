/** The stops of the slider: each step makes a noticeable difference, at 4 as at 400. */
export const concurrencySteps = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384,
  512, 640, 768, 1000,
] as const;

/** The stop with the nearest ratio to a concurrency, which may have been typed under Options. */
export function nearestStep(concurrency: number): number {
  let nearest = 0;
  for (const [index, step] of concurrencySteps.entries()) {
    const known = concurrencySteps[nearest] ?? 1;
    if (factor(step, concurrency) < factor(known, concurrency)) nearest = index;
  }
  return nearest;
}

const factor = (a: number, b: number) => Math.abs(Math.log(a / Math.max(1, b)));
