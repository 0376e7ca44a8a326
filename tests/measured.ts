/** Puts a measured figure into the tests' output; no test depends on how quick the machine is. */
export function tell(figure: string): void {
  process.stdout.write(`measured: ${figure}\n`);
}
