import { z } from 'zod';
import { assertNever } from '#shared/assert-never.ts';
import {
  type DelimitedFormat,
  defaultDelimited,
  delimitedFormatSchema,
  type ExportFormat,
  type ExportOptions,
  exportOptionsSchema,
} from '#shared/engine-protocol/export.ts';

const key = 'trawl.export-options';

type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/** The state of the dialog's controls; those of CSV are kept while another format is chosen. */
const exportChoiceSchema = delimitedFormatSchema
  .omit({ kind: true })
  .extend({ format: z.enum(['csv', 'json-lines']), include: exportOptionsSchema.shape.include });
export type ExportChoice = Readonly<z.infer<typeof exportChoiceSchema>>;

const { kind: _, ...defaults } = defaultDelimited;
const defaultChoice: ExportChoice = { format: 'csv', include: 'all', ...defaults };

export function optionsOf({ format, include, ...delimited }: ExportChoice): ExportOptions {
  return { format: formatOf(format, delimited), include };
}

function formatOf(
  format: ExportChoice['format'],
  delimited: Omit<DelimitedFormat, 'kind'>,
): ExportFormat {
  switch (format) {
    case 'csv':
      return { kind: 'delimited', ...delimited };
    case 'json-lines':
      return { kind: 'json-lines' };
    default:
      return assertNever(format);
  }
}

/** The choice of the last export; an unreadable one is replaced by the defaults. */
export function recallChoice(memory: Memory): ExportChoice {
  try {
    const known = exportChoiceSchema.safeParse(JSON.parse(memory.getItem(key) ?? 'null'));
    return known.success ? known.data : defaultChoice;
  } catch {
    return defaultChoice;
  }
}

export function rememberChoice(memory: Memory, choice: ExportChoice): void {
  memory.setItem(key, JSON.stringify(choice));
}

export const formats: readonly {
  readonly value: ExportChoice['format'];
  readonly label: string;
}[] = [
  { value: 'csv', label: 'CSV' },
  { value: 'json-lines', label: 'JSON Lines' },
];

export const delimiters: readonly {
  readonly value: ExportChoice['delimiter'];
  readonly label: string;
}[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe' },
];

/** The file name at the end of a path, for paths of Windows and of other systems. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
