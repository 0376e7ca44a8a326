import { z } from 'zod';
import { storageSchema } from './origin-storage.ts';

/**
 * The messages between the engine and the render host, which owns the browser windows. They travel on a port
 * of their own. The host is Electron's main process or, for the command line, an Electron that it starts.
 *
 * A browser session belongs to a run: cookies and storage in memory, and one proxy, which is the engine
 * itself. The engine chooses all ids.
 */
const id = z.int().min(1);
const url = z.string().max(2_097_152);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const selector = z.string().max(10_000);

/** A cookie as a browser stores it. */
export const browserCookieSchema = z.strictObject({
  name: z.string().max(5000),
  value: z.string().max(5000),
  /** Without a leading dot. */
  domain: z.string().max(2000),
  /** False: also sent to the hosts below the domain. */
  hostOnly: z.boolean(),
  path: z.string().max(5000),
  secure: z.boolean(),
  httpOnly: z.boolean(),
  sameSite: z.enum(['unspecified', 'no_restriction', 'lax', 'strict']),
  /** Seconds since 1970; null: until the session ends. */
  expiresSeconds: z.number().nullable(),
});
export type BrowserCookie = Readonly<z.infer<typeof browserCookieSchema>>;

/** A cookie that was set, or that is gone. */
export const cookieChangeSchema = z.strictObject({
  cookie: browserCookieSchema,
  removed: z.boolean(),
});
export type CookieChange = Readonly<z.infer<typeof cookieChangeSchema>>;

/** A document that the engine has fetched: it answers a navigation in place of the network. */
const documentSchema = z.strictObject({
  url,
  status: z.int().min(100).max(999),
  contentType: z.string().max(10_000).nullable(),
  body: bytes,
});
export type RenderDocument = Readonly<z.infer<typeof documentSchema>>;

/** JSON that a script of a page has fetched. */
const dataAnswerSchema = z.strictObject({
  method: z.string().max(20),
  url: z.string().max(10_000),
  status: z.int().min(0).max(999),
  contentType: z.string().max(200),
  body: bytes,
});
export type DataAnswer = Readonly<z.infer<typeof dataAnswerSchema>>;

const cookieChanges = z.array(cookieChangeSchema).max(100_000).readonly();

export const renderOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    session: id,
    /** The largest number of windows. */
    windows: z.int().min(1).max(64),
    /** Images, fonts and media are loaded. */
    media: z.boolean(),
    userAgent: z.string().max(10_000),
    /** The value of Accept-Language; null: Chromium's own. */
    languages: z.string().max(10_000).nullable(),
    ignoreTlsErrors: z.boolean(),
    /** What the pages of these origins find in their `localStorage` when the session begins. */
    storage: storageSchema.readonly(),
    /** The engine's proxy on the loopback address, and its login. */
    proxy: z.strictObject({
      port: z.int().min(1).max(65_535),
      user: z.string().max(200),
      password: z.string().max(200),
    }),
  }),
  z.strictObject({
    kind: z.literal('render'),
    session: id,
    id,
    document: documentSchema,
    /** The changes of the run's cookies since the last order of the session. */
    cookies: cookieChanges,
    wanted: z.array(selector).max(10_000).readonly(),
    waitFor: selector.nullable(),
    timeoutMs: z.number().min(0),
    maxBytes: z.number().min(0),
    frames: z.boolean(),
    /** The JSON that the page fetches is wanted as well, for a person who looks at the page. */
    answers: z.boolean(),
  }),
  /** The answer to `document-wanted`; without a document, the window stays where it is. */
  z.strictObject({
    kind: z.literal('document'),
    session: id,
    id,
    ask: id,
    document: documentSchema.nullable(),
    cookies: cookieChanges,
  }),
  /** The result is no longer needed. It is not answered. */
  z.strictObject({ kind: z.literal('abort'), id }),
  z.strictObject({ kind: z.literal('close'), session: id }),
]);
export type RenderOrder = Readonly<z.infer<typeof renderOrderSchema>>;
export type SessionOrder = Extract<RenderOrder, { kind: 'open' }>;
export type PageOrder = Extract<RenderOrder, { kind: 'render' }>;

/** The reasons for which the host has no rendered page. */
export const renderFailureCodes = [
  'RENDER_CRASHED',
  'RENDER_HUNG',
  'RENDER_MEMORY',
  'RENDER_UNAVAILABLE',
  'TOO_LARGE',
  'REDIRECT_LOOP',
] as const;

export const renderReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rendered'),
    id,
    /** The address of the page at the end. */
    url,
    /** The serialised page in UTF-8. */
    body: bytes,
    /** The time limit came before the page was ready. */
    capped: z.boolean(),
    answers: z.array(dataAnswerSchema).max(30).readonly(),
  }),
  z.strictObject({
    kind: z.literal('not-rendered'),
    id,
    code: z.enum(renderFailureCodes),
    detail: z.string().max(2000),
  }),
  /** The script of a page has led its window to an address. */
  z.strictObject({ kind: z.literal('document-wanted'), id, ask: id, url }),
  /** Cookies that pages have changed, by script or by the answers that they loaded. */
  z.strictObject({ kind: z.literal('cookies'), session: id, changes: cookieChanges }),
  /** The memory that the host uses for pages, as it changes: of all processes of its own. */
  z.strictObject({ kind: z.literal('memory'), bytes: z.number().min(0) }),
]);
export type RenderReply = Readonly<z.infer<typeof renderReplySchema>>;

/** The first message of a host that is a process of its own: Chromium has started. */
const readySchema = z.strictObject({ kind: z.literal('ready') });
export type RenderHostReady = Readonly<z.infer<typeof readySchema>>;

export function isRenderHostReady(message: unknown): message is RenderHostReady {
  return readySchema.safeParse(message).success;
}
