import { z } from 'zod';
import { jobIdSchema } from './job-library.ts';

/** What the page may know of the secrets of a job: that they are there, never what they are. */
export interface SecretsSummary {
  /** keychain: encrypted on the disk. session: in memory alone, gone when Trawl is closed. */
  readonly stored: 'keychain' | 'session';
  readonly cookies: readonly { readonly domain: string; readonly count: number }[];
  /** The proxies, as the job names them, for which there is a login. */
  readonly proxies: readonly string[];
}

export const setCookiesSchema = z.strictObject({
  jobId: jobIdSchema,
  /** A cookies.txt file, or the value of a `Cookie` header. */
  text: z.string().max(1_000_000),
  /** Whose cookies those of a header are; a cookies.txt says it itself. */
  domain: z.string().max(500),
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
