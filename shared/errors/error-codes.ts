/**
 * Every cause by which a request can fail. A code is stable (it is used in run files, exports and tests); its
 * sentence may be improved at any time. `retry` says whether the retry policy may try again.
 */
export const errorCodes = {
  // Input
  INVALID_URL: { retry: false, title: 'Not a URL that can be fetched' },
  // Waiting
  DNS_TIMEOUT: { retry: true, title: 'Looking up the host name took too long' },
  CONNECT_TIMEOUT: { retry: true, title: 'The server did not accept the connection in time' },
  HEADERS_TIMEOUT: { retry: true, title: 'The server did not begin to answer in time' },
  BODY_TIMEOUT: { retry: true, title: 'The server stopped sending in the middle of the page' },
  TOTAL_TIMEOUT: { retry: true, title: 'The page took longer than the time limit' },
  // Network
  DNS_NOT_FOUND: { retry: false, title: 'There is no host of this name' },
  DNS_FAILED: { retry: true, title: 'The host name could not be looked up' },
  CONNECTION_REFUSED: { retry: true, title: 'The server refused the connection' },
  CONNECTION_RESET: { retry: true, title: 'The connection broke off' },
  HOST_UNREACHABLE: { retry: true, title: 'The server cannot be reached' },
  NETWORK: { retry: true, title: 'The network failed' },
  OUT_OF_SOCKETS: { retry: true, title: 'This computer has no room for another connection' },
  EMPTY_REPLY: { retry: true, title: 'The server closed the connection without an answer' },
  TRUNCATED: { retry: true, title: 'The page ended before it was complete' },
  PROTOCOL: { retry: false, title: 'The answer is not valid HTTP' },
  // TLS
  TLS_EXPIRED: { retry: false, title: 'The certificate of the site has expired' },
  TLS_SELF_SIGNED: { retry: false, title: 'The certificate of the site is self-signed' },
  TLS_WRONG_HOST: { retry: false, title: 'The certificate belongs to another site' },
  TLS_UNTRUSTED: { retry: false, title: 'The certificate of the site is not trusted' },
  TLS_FAILED: { retry: false, title: 'No secure connection could be made' },
  // Answers
  HTTP_4XX: { retry: false, title: 'The server refused the request' },
  HTTP_401: { retry: false, title: 'The page asks for a login' },
  HTTP_403: { retry: false, title: 'The server does not allow this page' },
  HTTP_404: { retry: false, title: 'The page does not exist' },
  HTTP_407: { retry: false, title: 'The proxy asks for a login' },
  HTTP_408: { retry: true, title: 'The server gave up waiting' },
  HTTP_410: { retry: false, title: 'The page is gone' },
  HTTP_425: { retry: true, title: 'The server asks to try later' },
  HTTP_429: { retry: true, title: 'The server asks to go slower' },
  HTTP_5XX: { retry: true, title: 'The server has an error' },
  HTTP_503: { retry: true, title: 'The server is not available now' },
  HTTP_STATUS: { retry: false, title: 'The server gave an unexpected answer' },
  TOO_LARGE: { retry: false, title: 'The page is larger than the size limit' },
  BAD_ENCODING: { retry: false, title: 'The page is compressed in a way that cannot be read' },
  LOGIN_ASKED: { retry: false, title: 'The page shows a log-in in place of its contents' },
  REDIRECT_LOOP: { retry: false, title: 'The page redirects without end' },
  REDIRECT_REFUSED: {
    retry: false,
    title: 'The page redirects to an address that cannot be fetched',
  },
  REFUSED_ADDRESS: { retry: false, title: 'The address is not allowed' },
  // Manners
  ROBOTS: { retry: false, title: 'The robots.txt of the site does not allow this page' },
  // Proxies
  PROXY_AUTH: { retry: false, title: 'The proxy asks for a login' },
  PROXY_UNREACHED: { retry: true, title: 'The proxy cannot be reached' },
  PROXY_FAILED: { retry: true, title: 'The proxy failed' },
  PROXY_REFUSED: { retry: true, title: 'The proxy did not make the connection' },
  // Rendering
  RENDER_CRASHED: { retry: true, title: 'The page ended its browser window' },
  RENDER_HUNG: { retry: false, title: 'The scripts of the page never came to an end' },
  RENDER_MEMORY: { retry: false, title: 'The page filled the memory of its browser window' },
  RENDER_UNAVAILABLE: { retry: false, title: 'There is no browser here that could run this page' },
  // Documents
  NOT_HTML: { retry: false, title: 'This is not a page but another kind of file' },
  NOT_JSON: { retry: false, title: 'This is no JSON, which the fields are taken from' },
  TOO_DEEP: { retry: false, title: 'The page is nested too deeply' },
  PARSE_TIMEOUT: { retry: false, title: 'Reading the page took too long' },
  EXTRACT_FAILED: { retry: false, title: 'The page could not be read' },
  // Kept pages
  NOT_KEPT: { retry: false, title: 'The page was not kept, so it cannot be read again' },
  // The engine itself
  CRASHED: { retry: false, title: 'The page ended the engine twice' },
  INTERNAL: { retry: false, title: 'Trawl made a mistake' },
} as const satisfies Record<string, { readonly retry: boolean; readonly title: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** One failure of one request, as data: it is sent across threads and processes and is stored. */
export interface Failure {
  readonly code: ErrorCode;
  /** A sentence for the person, with details: "The page does not exist (404)." */
  readonly message: string;
  readonly retryable: boolean;
  /** The wait that the server asked for (Retry-After, RFC 9110 section 10.2.3), in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A failure from its code; `detail` is appended to the title, in brackets. */
export function failure(
  code: ErrorCode,
  detail?: string,
  more?: { readonly retryAfterMs?: number; readonly retryable?: boolean },
): Failure {
  const { title, retry } = errorCodes[code];
  return {
    code,
    message: detail === undefined || detail === '' ? `${title}.` : `${title} (${detail}).`,
    retryable: more?.retryable ?? retry,
    ...(more?.retryAfterMs === undefined ? {} : { retryAfterMs: more.retryAfterMs }),
  };
}
