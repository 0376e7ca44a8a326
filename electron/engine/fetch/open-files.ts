import { readFileSync } from 'node:fs';

/** Where the system does not say: what macOS and many Linux systems give a process. */
const usual = 1024;

/**
 * How many descriptors the system gives this process, sockets among them. Node raises the soft limit to
 * the hard one as it starts, so the soft one is what counts.
 */
export function openFilesLimit(): number {
  if (process.platform === 'win32') return Number.MAX_SAFE_INTEGER; // Sockets are no files there.
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

/** The diagnostic report asks for it, along with much else: some ten milliseconds, once. */
function ofReport(): string | undefined {
  const report: unknown = process.report?.getReport();
  const limits = (report as { readonly userLimits?: Record<string, { readonly soft?: unknown }> })
    ?.userLimits;
  const soft = limits?.['open_files']?.soft;
  return soft === undefined ? undefined : String(soft);
}
