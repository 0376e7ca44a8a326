import { importsOf, type SourceFile, targetOf } from './imports.ts';

/**
 * The circular imports, type imports included: for each circle, the files that reach one another, in one
 * sentence. Tarjan's algorithm for strongly connected components.
 */
export function findCircles(files: readonly SourceFile[]): string[] {
  const imports = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ specifier }) => targetOf(file.path, specifier) ?? []),
    ]),
  );
  return componentsOf(imports).flatMap((circle) => {
    const [only = ''] = circle;
    if (circle.length > 1) return `${circle.toSorted().join(', ')} import one another`;
    return imports.get(only)?.includes(only) ? `${only} imports itself` : [];
  });
}

function componentsOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const components: string[][] = [];
  const numbers = new Map<string, number>();
  const open: string[] = [];
  /** Returns the lowest number of an open file that can be reached. */
  const visit = (path: string): number => {
    const number = numbers.size;
    numbers.set(path, number);
    open.push(path);
    let lowest = number;
    for (const target of imports.get(path) ?? []) {
      const known = numbers.get(target);
      if (known === undefined) lowest = Math.min(lowest, visit(target));
      else if (open.includes(target)) lowest = Math.min(lowest, known);
    }
    if (lowest === number) components.push(open.splice(open.indexOf(path)));
    return lowest;
  };
  for (const path of imports.keys()) if (!numbers.has(path)) visit(path);
  return components;
}
