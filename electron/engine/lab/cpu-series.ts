/** Processor time over the time of day: the time that a run used from any moment on. */
export class CpuSeries {
  readonly #points: { readonly atMs: number; readonly cpuMs: number }[] = [];

  /** `atMs` and `cpuMs` only rise. */
  add(atMs: number, cpuMs: number): void {
    this.#points.push({ atMs, cpuMs });
  }

  /** From `fromMs` to the last point; between two points a linear rise is assumed. */
  since(fromMs: number): number {
    const last = this.#points.at(-1);
    if (last === undefined) return 0;
    const next = this.#points.findIndex(({ atMs }) => atMs >= fromMs);
    const [before, after] = [this.#points[next - 1], this.#points[next]];
    if (after === undefined) return 0;
    if (before === undefined) return last.cpuMs - after.cpuMs;
    const share = (fromMs - before.atMs) / (after.atMs - before.atMs);
    return last.cpuMs - (before.cpuMs + share * (after.cpuMs - before.cpuMs));
  }
}
