import { type ErrorCode, type Failure, failure } from '#shared/errors/error-codes.ts';
import { ConnectError } from './connect-error.ts';

/** The stage of an exchange at which it failed; the same socket error has a different meaning at each stage. */
export type Stage = 'connect' | 'headers' | 'body';

const byCode: Readonly<Record<string, ErrorCode>> = {
  DNS_TIMEOUT: 'DNS_TIMEOUT',
  ENOTFOUND: 'DNS_NOT_FOUND',
  EAI_AGAIN: 'DNS_FAILED',
  EAI_FAIL: 'DNS_FAILED',
  EAI_NODATA: 'DNS_NOT_FOUND',
  EAI_NONAME: 'DNS_NOT_FOUND',
  ECONNREFUSED: 'CONNECTION_REFUSED',
  EHOSTUNREACH: 'HOST_UNREACHABLE',
  ENETUNREACH: 'HOST_UNREACHABLE',
  EHOSTDOWN: 'HOST_UNREACHABLE',
  EADDRNOTAVAIL: 'HOST_UNREACHABLE',
  ENETDOWN: 'NETWORK',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'CONNECT_TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'HEADERS_TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'BODY_TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'PROTOCOL',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'TRUNCATED',
  CERT_HAS_EXPIRED: 'TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'TLS_EXPIRED',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS_SELF_SIGNED',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS_SELF_SIGNED',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_WRONG_HOST',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS_UNTRUSTED',
  CERT_UNTRUSTED: 'TLS_UNTRUSTED',
  CERT_REVOKED: 'TLS_UNTRUSTED',
  ERR_SSL_WRONG_VERSION_NUMBER: 'PROTOCOL',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'PROTOCOL',
};

/** Turns a socket, TLS, DNS or parser error of an exchange into a failure with a stable code. */
export function failureOfError(error: unknown, stage: Stage): Failure {
  if (error instanceof ConnectError) return error.failure;
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && stage !== 'body') {
    return failure('PROTOCOL', 'its headers cannot be read');
  }
  const known = byCode[code];
  if (known === 'PROTOCOL' && code.startsWith('ERR_SSL_')) {
    return failure('PROTOCOL', 'the server does not speak TLS on this port');
  }
  if (known !== undefined)
    return failure(known, known === 'PROTOCOL' ? 'the headers are too long' : undefined);
  if (code === 'HPE_INVALID_EOF_STATE') return failure('TRUNCATED');
  if (code === 'TRAWL_CUT_SHORT') return failure(stage === 'body' ? 'TRUNCATED' : 'EMPTY_REPLY');
  if (code === 'TRAWL_HTTP1') return failure('PROTOCOL', messageOf(error));
  if (code.startsWith('HPE_') || code === 'UND_ERR_HTTP_PARSER') {
    return failure('PROTOCOL', parserReasons[code] ?? reasonOf(error));
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO' || code.startsWith('ERR_TLS_')) {
    return failure('TLS_FAILED', messageOf(error).slice(0, 200));
  }
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED') {
    return failure('CONNECTION_RESET');
  }
  // undici: "other side closed", a FIN before the end of the answer.
  if (code === 'UND_ERR_SOCKET') return failure(stage === 'body' ? 'TRUNCATED' : 'EMPTY_REPLY');
  return failure('NETWORK', `${messageOf(error).slice(0, 200)}`);
}

/**
 * Chunks with a blank behind their size, with bare line feeds, or without the last chunk or the empty line
 * after it.
 */
const looseChunks: ReadonlySet<string> = new Set([
  'HPE_INVALID_CHUNK_SIZE',
  'HPE_STRICT',
  'HPE_CR_EXPECTED',
  'HPE_LF_EXPECTED',
  'HPE_INVALID_EOF_STATE',
  // undici omits the parser's code from some of its errors.
  'UND_ERR_HTTP_PARSER',
  'UND_ERR_SOCKET',
  // The lenient reader's code for a last chunk that is missing.
  'TRAWL_CUT_SHORT',
]);

/**
 * Whether undici's parser, which is strict, has refused headers or chunks that browsers may accept. It
 * reports most refusals behind a Content-Length as a mismatch, and an unrequested 100 as bad.
 */
export function isRefusedByParser(error: unknown, stage: Stage, isChunked = false): boolean {
  const code = codeOf(error);
  if (stage === 'body') return isChunked && looseChunks.has(code);
  if (stage !== 'headers') return false;
  return (
    (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') ||
    code === 'UND_ERR_HTTP_PARSER' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    (code === 'UND_ERR_SOCKET' && messageOf(error).startsWith('bad '))
  );
}

/** The parser's reasons in plain words, for those that need an explanation. */
const parserReasons: Readonly<Record<string, string>> = {
  HPE_INVALID_CHUNK_SIZE: 'a bad chunk size',
};

/** undici: "Response does not match the HTTP/1.1 protocol (the reason)". */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  return /^Response does not match [^(]*\((.*)\)$/.exec(message)?.[1] ?? message;
}

/** Happy eyeballs (RFC 8305) fails with one error for each address; the first one names the cause. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error) {
    if ('code' in error && typeof error.code === 'string') return error.code;
    if (error.name === 'HTTPParserError') return 'UND_ERR_HTTP_PARSER';
    if (error.cause !== undefined) return codeOf(error.cause);
  }
  return '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
