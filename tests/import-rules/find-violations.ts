import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { type Layer, testOnly } from './layers.ts';

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** The values taken; undefined where that is everything. */
  readonly names: readonly string[] | undefined;
}

/** Sentences, one for each import that the table of layers does not allow. */
export function findViolations(files: readonly SourceFile[], layers: readonly Layer[]): string[] {
  return files.flatMap((file) => {
    const found = layerOf(file.path, layers);
    if (found === undefined) return [`${file.path} lies in no layer`];
    return importsOf(file).flatMap((one) => {
      const problem = problemOf(file.path, one, found.layer, found.folder);
      return problem === undefined ? [] : [`${file.path} may not import ${problem}`];
    });
  });
}

/** The layer with the longest folder; a `*` in it stands for one folder's name. */
function layerOf(
  path: string,
  layers: readonly Layer[],
): { layer: Layer; folder: string } | undefined {
  const candidates = layers.flatMap((layer) => {
    const depth = layer.folder.split('/').length;
    const folder = path.split('/').slice(0, depth).join('/');
    const pattern = new RegExp(`^${layer.folder.replace('*', '[^/]+')}$`);
    return pattern.test(folder) && path.startsWith(`${folder}/`) ? [{ layer, folder }] : [];
  });
  return candidates.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

function problemOf(from: string, one: Import, layer: Layer, own: string): string | undefined {
  const { specifier } = one;
  const target = targetOf(from, specifier);
  if (target !== undefined) {
    if (testOnly.test(target)) return target;
    const allowed = [
      own,
      ...layer.mayImport,
      ...(one.typeOnly ? (layer.mayImportTypesOf ?? []) : []),
    ];
    return allowed.some((place) => target === place || target.startsWith(`${place}/`))
      ? undefined
      : target;
  }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    return layer.node ? undefined : specifier;
  }
  const name = packageOf(specifier);
  if (one.typeOnly && layer.mayImportTypesOf?.includes(name)) return undefined;
  const scope = name.split('/')[0] ?? name;
  if (!layer.packages.includes(name) && !layer.packages.includes(scope)) return specifier;
  const only = layer.namesOf?.[name];
  if (only === undefined || one.typeOnly) return undefined;
  const extra = one.names?.filter((taken) => !only.includes(taken)) ?? ['everything'];
  return extra.length === 0 ? undefined : `${extra.join(', ')} of ${specifier}`;
}

const aliases: Readonly<Record<string, string>> = {
  '#shared/': 'shared/',
  '#engine/': 'electron/engine/',
  '#renderer/': 'renderer/',
};

/** The file that a specifier means; undefined for a package. */
function targetOf(from: string, specifier: string): string | undefined {
  const path = specifier.split('?')[0] ?? specifier;
  if (path.startsWith('.')) return posix.join(posix.dirname(from), path);
  for (const [alias, folder] of Object.entries(aliases)) {
    if (path.startsWith(alias)) return posix.join(folder, path.slice(alias.length));
  }
  return undefined;
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function importsOf(file: SourceFile): Import[] {
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
