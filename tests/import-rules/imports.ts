import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';

export interface SourceFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** The imported values; undefined where that is everything. */
  readonly names: readonly string[] | undefined;
}

const aliases: Readonly<Record<string, string>> = {
  '#shared/': 'shared/',
  '#engine/': 'electron/engine/',
  '#renderer/': 'renderer/',
};

/** The file of the project that a specifier refers to; undefined for a package. */
export function targetOf(from: string, specifier: string): string | undefined {
  const path = specifier.split('?')[0] ?? specifier;
  if (path.startsWith('.')) return posix.join(posix.dirname(from), path);
  for (const [alias, folder] of Object.entries(aliases)) {
    if (path.startsWith(alias)) return posix.join(folder, path.slice(alias.length));
  }
  return undefined;
}

/** Every import of a file, in any syntax. */
export function importsOf(file: SourceFile): Import[] {
  const { program, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new Error(`${file.path}: ${errors[0]?.message}`);
  const found: Import[] = [];
  new Visitor({
    ImportDeclaration({ source, importKind, specifiers }) {
      const kinds = specifiers.map((one) => one.type === 'ImportSpecifier' && one.importKind);
      const typeOnly =
        importKind === 'type' || (kinds.length > 0 && kinds.every((kind) => kind === 'type'));
      const names = specifiers.flatMap((one) => {
        if (one.type !== 'ImportSpecifier') return ['everything'];
        if (one.importKind === 'type') return [];
        return one.imported.type === 'Identifier' ? [one.imported.name] : [one.imported.value];
      });
      found.push({ specifier: source.value, typeOnly, names });
    },
    ExportNamedDeclaration({ source, exportKind }) {
      if (source === null) return;
      found.push({ specifier: source.value, typeOnly: exportKind === 'type', names: undefined });
    },
    ExportAllDeclaration({ source, exportKind }) {
      found.push({ specifier: source.value, typeOnly: exportKind === 'type', names: undefined });
    },
    ImportExpression({ source }) {
      if (source.type !== 'Literal' || typeof source.value !== 'string') return;
      found.push({ specifier: source.value, typeOnly: false, names: undefined });
    },
    TSImportType({ source }) {
      found.push({ specifier: source.value, typeOnly: true, names: undefined });
    },
  }).visit(program);
  return found;
}
