/**
 * An error for the person: its message is shown unchanged. Any other thrown value is a defect and is shown as
 * such. Electron and MessagePorts carry only the message of a thrown error, so across a process it travels as
 * `ErrorReply`.
 */
type TrawlErrorCode =
  | 'BAD_JOB'
  | 'BAD_INPUT'
  | 'BAD_MESSAGE'
  | 'BAD_SELECTOR'
  | 'NOT_FOUND'
  | 'BUSY'
  | 'CANCELLED'
  | 'FILE_ERROR'
  | 'DISK_FULL'
  | 'READ_ONLY'
  | 'FETCH_FAILED'
  | 'ENGINE_GONE'
  | 'INTERNAL';

export interface ErrorReply {
  readonly code: TrawlErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

export class TrawlError extends Error {
  readonly code: TrawlErrorCode;
  readonly retryable: boolean;

  constructor(
    code: TrawlErrorCode,
    message: string,
    options?: { retryable?: boolean; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TrawlError';
    this.code = code;
    this.retryable = options?.retryable ?? false;
  }
}

/** Any thrown value as data. Unknown errors keep their message but are marked as a defect. */
export function toErrorReply(error: unknown): ErrorReply {
  if (error instanceof TrawlError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message: `Trawl made a mistake: ${message}`, retryable: false };
}

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorReply };
