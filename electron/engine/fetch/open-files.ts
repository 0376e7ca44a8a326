import { readFileSync } from 'node:fs';

/** Used if the system reports no limit: the default of macOS and many Linux systems for a process. */
const usual = 1024;

/**
 * The number of descriptors, sockets included, that the system allows this process. Node raises the soft
 * limit to the hard one at its start, so the soft one counts.
 */
export function openFilesLimit(): number {
  if (process.platform === 'win32') return Number.MAX_SAFE_INTEGER; // On this system sockets are no files.
  const text = process.platform === 'linux' ? ofLinux() : ofReport();
  if (text === 'unlimited') return Number.MAX_SAFE_INTEGER;
  return Number(text) > 0 ? Number(text) : usual;
}

function ofLinux(): string | undefined {
  try {
    return /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  } catch {
    return ofReport(); // A system that hides /proc.
  }
}

/** The diagnostic report contains the limit, along with much else; it takes about ten milliseconds, once. */
function ofReport(): string | undefined {
  const report: unknown = process.report?.getReport();
  const limits = (report as { readonly userLimits?: Record<string, { readonly soft?: unknown }> })
    ?.userLimits;
  const soft = limits?.['open_files']?.soft;
  return soft === undefined ? undefined : String(soft);
}
