import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Sitemap } from '#shared/job/sitemaps.ts';
import { plainText, quoted } from '#shared/plain-text.ts';
import type { IdentityWords } from './identity.ts';
import { type LabWords, labOptions, labWords } from './lab-words.ts';
import { listOptionNames, listOptions, listPath, listWords } from './list-words.ts';
import type { ListWords } from './load-job.ts';
import { sitemapOptionNames, sitemapOptions, sitemapWords } from './sitemap-words.ts';
import { type TableWords, tableOptions, tableWords } from './table-words.ts';
import { number, path, wrong } from './word-values.ts';

export type Words =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | (Common &
      TableWords &
      IdentityWords & {
        readonly kind: 'run';
        readonly job: string;
        readonly urls: string | null;
        readonly sitemaps: readonly Sitemap[] | null;
        readonly list: ListWords;
        readonly concurrency: number | null;
        readonly allowWarnings: boolean;
      })
  | (Common & TableWords & { readonly kind: 'sample' })
  | {
      readonly kind: 'validate';
      readonly job: string;
      readonly urls: string | null;
      readonly list: ListWords;
    }
  | { readonly kind: 'runs'; readonly data: string | null }
  | (Common &
      TableWords &
      IdentityWords & {
        readonly kind: 'resume';
        readonly run: string;
        readonly allowWarnings: boolean;
      })
  | (Common & TableWords & { readonly kind: 'export'; readonly run: string })
  | (Common & TableWords & { readonly kind: 'extract'; readonly run: string; readonly job: string })
  | LabWords
  | { readonly kind: 'sample-site'; readonly port: number | null };

interface Common {
  readonly quiet: boolean;
  readonly data: string | null;
}

const options = {
  urls: { type: 'string' },
  concurrency: { type: 'string' },
  cookies: { type: 'string' },
  proxy: { type: 'string', multiple: true },
  'allow-warnings': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  data: { type: 'string' },
  port: { type: 'string' },
  ...tableOptions,
  ...listOptions,
  ...sitemapOptions,
  ...labOptions,
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type OptionName = keyof typeof options;
const table = Object.keys(tableOptions) as (keyof typeof tableOptions)[];
const always: readonly OptionName[] = ['help', 'version'];

/** The options of each command, and the name of its one operand. */
const commands: Readonly<
  Record<
    string,
    {
      readonly operand: string | null;
      /** The name of a second operand; true: it may be left out. */
      readonly second?: string | true;
      readonly options: readonly OptionName[];
    }
  >
> = {
  run: {
    operand: 'JOB.json',
    options: [
      'urls',
      ...sitemapOptionNames,
      ...listOptionNames,
      'concurrency',
      'cookies',
      'proxy',
      'allow-warnings',
      'quiet',
      'data',
      ...table,
    ],
  },
  sample: { operand: null, options: ['quiet', 'data', ...table] },
  validate: { operand: 'JOB.json', options: ['urls', ...listOptionNames] },
  runs: { operand: null, options: ['data'] },
  resume: {
    operand: 'RUN',
    options: ['cookies', 'proxy', 'allow-warnings', 'quiet', 'data', ...table],
  },
  export: { operand: 'RUN', options: ['data', 'quiet', ...table] },
  extract: { operand: 'RUN', second: 'JOB.json', options: ['data', 'quiet', ...table] },
  lab: {
    operand: '"compare", "tune" or "render"',
    second: true,
    options: [
      ...(Object.keys(labOptions) as (keyof typeof labOptions)[]),
      'concurrency',
      'cookies',
      'proxy',
      'quiet',
      'data',
    ],
  },
  'sample-site': { operand: null, options: ['port'] },
};

/**
 * The parsed arguments of the command line.
 *
 * @throws TrawlError BAD_INPUT with a sentence that names the invalid argument.
 */
export function parseWords(argv: readonly string[]): Words {
  const { values, positionals } = parseOptions(argv);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [name, operand, ...rest] = positionals;
  if (name === undefined) throw wrong('Say what to do.');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw wrong(`There is no command ${quoted(name)}.`);
  for (const option of Object.keys(values) as OptionName[]) {
    if (!command.options.includes(option) && !always.includes(option)) {
      throw wrong(`"trawl ${name}" takes no --${option}.`);
    }
  }
  if (command.operand !== null && operand === undefined) {
    throw wrong(`"trawl ${name}" needs ${command.operand} behind it.`);
  }
  if (typeof command.second === 'string' && rest.length === 0) {
    throw wrong(`"trawl ${name}" needs ${command.second} behind ${command.operand}.`);
  }
  const extra = command.operand === null ? operand : rest[command.second ? 1 : 0];
  if (extra !== undefined) throw wrong(`"trawl ${name}" does not understand ${quoted(extra)}.`);

  const common: Common = {
    quiet: values.quiet ?? false,
    data: path(values.data),
  };
  const identity: IdentityWords = {
    cookies: path(values.cookies),
    proxies: values.proxy ?? [],
  };
  const allowWarnings = values['allow-warnings'] ?? false;
  const what = operand ?? '';
  const ofTable = tableWords(values);
  switch (name) {
    case 'run':
      return {
        kind: 'run',
        ...common,
        ...ofTable,
        ...identity,
        job: resolve(what),
        urls: listPath(values.urls),
        sitemaps: sitemapWords(values),
        list: listWords(values),
        concurrency: number('--concurrency', values.concurrency, 1, 1000),
        allowWarnings,
      };
    case 'sample':
      return { kind: 'sample', ...common, ...ofTable };
    case 'validate':
      return {
        kind: 'validate',
        job: resolve(what),
        urls: listPath(values.urls),
        list: listWords(values),
      };
    case 'runs':
      return { kind: 'runs', data: common.data };
    case 'resume':
      return { kind: 'resume', ...common, ...ofTable, ...identity, run: what, allowWarnings };
    case 'export':
      return { kind: 'export', ...common, ...ofTable, run: what };
    case 'extract':
      return { kind: 'extract', ...common, ...ofTable, run: what, job: resolve(rest[0] ?? '') };
    case 'lab':
      return labWords(what, rest[0], values, {
        ...identity,
        quiet: common.quiet,
        data: common.data,
      });
    default:
      return { kind: 'sample-site', port: number('--port', values.port, 0, 65_533) };
  }
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw wrong(`${plainText(message.split('. ')[0] ?? '').replace(/\.$/, '')}.`);
  }
}
