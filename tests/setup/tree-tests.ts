import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface TreeTest {
  /** File and number. */
  readonly name: string;
  readonly source: string;
}

const folder = resolve(import.meta.dirname, '../../../shared/html5lib-tests/tree-construction');

/** The documents of html5lib's tree-construction tests where they are available, beside the project. */
export function treeTests(): readonly TreeTest[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.dat'));
  return files.sort().flatMap((file) => documentsIn(file));
}

function documentsIn(file: string): readonly TreeTest[] {
  const text = readFileSync(resolve(folder, file), 'utf8');
  return text
    .split(/(?:^|\n)#data\n/)
    .slice(1)
    .map((test, index) => ({
      name: `${file} ${index + 1}`,
      source: /^([\s\S]*?)\n?#errors/.exec(test)?.[1] ?? '',
    }));
}
