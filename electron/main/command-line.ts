/** The mode that the arguments select: a window, a command of the command line, or a render host. */
export type Start =
  | { readonly kind: 'window'; readonly dataDir: string | null; readonly jobFile: string | null }
  | {
      readonly kind: 'cli';
      /** Only if `--data` comes before the command; behind it, it belongs to the command's arguments. */
      readonly dataDir: string | null;
      readonly words: readonly string[];
    }
  /** Browser windows for the engine that has started this process: see `renderChild`. */
  | { readonly kind: 'render-host' };

const cliWords: ReadonlySet<string> = new Set([
  'run',
  'validate',
  'runs',
  'resume',
  'export',
  'sample',
  'sample-site',
  'lab',
  'help',
  '--help',
  '-h',
  '--version',
]);

/** The command line starts the app with this word; it is none for a person. */
const renderHostWord = 'render-host';

/**
 * Reads the arguments of the app. Chromium's own switches (`--no-sandbox`) may be anywhere before the first
 * word and are skipped.
 *
 * @param args behind the executable and, in development, behind the app's path
 */
export function readCommandLine(args: readonly string[]): Start {
  let dataDir: string | null = null;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === renderHostWord) return { kind: 'render-host' };
    if (cliWords.has(arg)) return { kind: 'cli', dataDir, words: args.slice(index) };
    if (arg === '--data') {
      index += 1;
      dataDir = args[index] ?? null;
    } else if (arg.startsWith('--data=')) dataDir = arg.slice('--data='.length);
    else if (!arg.startsWith('-')) return { kind: 'window', dataDir, jobFile: arg };
  }
  return { kind: 'window', dataDir, jobFile: null };
}

/**
 * The arguments behind the app's path if Electron was started with one (development), as in Electron's
 * default app; a packaged app has no path there.
 */
export function ownArguments(argv: readonly string[], isDefaultApp: boolean): readonly string[] {
  const args = argv.slice(1);
  if (!isDefaultApp) return args;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '-r' || arg === '--require') index += 1;
    else if (!arg.startsWith('-')) return args.slice(index + 1);
  }
  return [];
}
