import { z } from 'zod';
import { jobIdSchema } from './job-library.ts';

/** The information about a job's secrets that the page receives: whether they exist, never their values. */
export interface SecretsSummary {
  /** keychain: encrypted on the disk. session: in memory only, lost when Trawl is closed. */
  readonly stored: 'keychain' | 'session';
  readonly cookies: readonly { readonly domain: string; readonly count: number }[];
  /** The last log-in in a window of Trawl; null if there was none. */
  readonly logIn: {
    /** Unix time. */
    readonly atMs: number;
    /** The user agent of that window is kept, and sent by runs. */
    readonly hasUserAgent: boolean;
  } | null;
  /** The proxies for which there is a login, with their names in the job. */
  readonly proxies: readonly string[];
}

export const setCookiesSchema = z.strictObject({
  jobId: jobIdSchema,
  /** A cookies.txt file, or the value of a `Cookie` header. */
  text: z.string().max(1_000_000),
  /** The site that the cookies of a header belong to; a cookies.txt contains it. */
  domain: z.string().max(500),
});

export const openLoginSchema = z.strictObject({
  jobId: jobIdSchema,
  /** As the person has typed it, with or without a scheme. */
  address: z.string().min(1).max(2000),
});

const proxy = z.string().min(1).max(2000);
export const proxyOfJobSchema = z.strictObject({ jobId: jobIdSchema, proxy });
const proxyLoginSchema = z.strictObject({
  proxy,
  user: z.string().min(1).max(1000),
  password: z.string().max(1000),
});
export type ProxyLogin = Readonly<z.infer<typeof proxyLoginSchema>>;
export const setProxyLoginsSchema = z.strictObject({
  jobId: jobIdSchema,
  logins: z.array(proxyLoginSchema).max(1000),
});
