import { builtinModules } from 'node:module';
import { type Import, importsOf, type SourceFile, targetOf } from './imports.ts';
import { type Layer, testOnly } from './layers.ts';

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

/** The layer with the longest folder; a `*` in it matches the name of one folder. */
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

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
