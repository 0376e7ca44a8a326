import {
  defaultExportOptions,
  type ExportOptions,
  exportOptionsSchema,
} from '#shared/engine-protocol/export.ts';

const key = 'trawl.export-options';

type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/** The options of the last export; unreadable ones are replaced by the defaults. */
export function recallOptions(memory: Memory): ExportOptions {
  try {
    const known = exportOptionsSchema.safeParse(JSON.parse(memory.getItem(key) ?? 'null'));
    return known.success ? known.data : defaultExportOptions;
  } catch {
    return defaultExportOptions;
  }
}

export function rememberOptions(memory: Memory, options: ExportOptions): void {
  memory.setItem(key, JSON.stringify(options));
}

export const delimiters: readonly {
  readonly value: ExportOptions['delimiter'];
  readonly label: string;
}[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe' },
];

/** The file name at the end of a path, for paths of Windows and of other systems. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
