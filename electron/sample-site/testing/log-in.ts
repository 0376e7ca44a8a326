import { request } from 'undici';

/**
 * Logs in at the sample site by its form; returns the cookie of the session as a cookies.txt.
 *
 * @param pages the number of pages after which the session ends
 */
export async function logInAtSite(shop: string, pages: number): Promise<string> {
  const answer = await request(`${shop}/customer/login?pages=${pages}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'user=mate&password=harbour',
  });
  await answer.body.dump();
  const token = /^quay=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? '';
  return `#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tquay\t${token}\n`;
}
