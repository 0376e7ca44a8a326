/** Prints a measured figure into the tests' output; no test depends on the speed of the machine. */
export function tell(figure: string): void {
  process.stdout.write(`measured: ${figure}\n`);
}
