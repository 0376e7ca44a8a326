import { load } from 'cheerio';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedWhenRendered } from './expected.ts';
import { type SampleSite, startSampleSite } from './start-sample-site.ts';
import { ask } from './testing/ask.ts';

let site: SampleSite;
let shop = '';
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  shop = site.origins[0];
});
afterAll(() => site.close());

/** Sends the form of a log-in; returns the Cookie header to go on with. */
async function logIn(password = 'harbour', path = '/customer/login', next = '') {
  const answer = await request(shop + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ user: 'mate', password, next }).toString(),
  });
  const text = await answer.body.text();
  const set = String(answer.headers['set-cookie'] ?? '');
  return {
    status: answer.statusCode,
    to: answer.headers['location'],
    set,
    text,
    cookie: set.split(';')[0] ?? '',
  };
}
const titleOf = (body: Buffer) => load(body.toString('utf8'))('h1').text();

describe('the pages for customers', () => {
  it('are as foretold with a session, whose cookie is HttpOnly', async () => {
    const { status, to, set, cookie } = await logIn();
    expect({ status, to }).toEqual({ status: 303, to: '/customer/welcome' });
    expect(set).toMatch(/^quay=[\w-]{36}; Path=\/; HttpOnly; SameSite=Lax$/);
    const welcome = await ask(`${shop}/customer/welcome`, { cookie });
    expect(titleOf(welcome.body)).toBe('Welcome aboard');
    expect(welcome.body.toString()).toContain("localStorage.setItem('quay-token'");
    for (const path of ['/customer/1', '/customer/200', '/club/7']) {
      const { status: shown, body } = await ask(shop + path, { cookie });
      const expected = site.expected(shop + path);
      const record = expected?.kind === 'ok' ? expected.record : null;
      expect(shown).toBe(200);
      expect(titleOf(body)).toBe(record?.title);
      expect(load(body.toString())('.price').text()).toBe(`€ ${record?.price}`);
    }
    expect((await ask(`${shop}/customer/201`, { cookie })).status).toBe(404);
  });

  it('send strangers to the log-in, or show them its form', async () => {
    const { status, headers } = await ask(`${shop}/customer/3`);
    expect({ status, to: headers['location'] }).toEqual({
      status: 302,
      to: '/customer/login?next=%2Fcustomer%2F3',
    });
    const club = await ask(`${shop}/club/3`, { cookie: 'quay=no-session' });
    expect(club.status).toBe(200);
    expect(load(club.body.toString())('input[type=password]')).toHaveLength(1);
    expect(load(club.body.toString())('input[name=next]').val()).toBe('/club/3');
  });

  it('end the session after as many pages as the log-in says, or at once', async () => {
    const { cookie, to } = await logIn('harbour', '/customer/login?pages=2', '/club/1');
    expect(to).toBe('/club/1');
    const statuses = [];
    for (const n of [1, 2, 3])
      statuses.push((await ask(`${shop}/customer/${n}`, { cookie })).status);
    expect(statuses).toEqual([200, 200, 302]);
    const other = await logIn();
    site.endSessions();
    expect((await ask(`${shop}/customer/1`, { cookie: other.cookie })).status).toBe(302);
  });

  it('are built by script for the token of the session, each of which counts', async () => {
    const { cookie } = await logIn('harbour', '/customer/login?pages=2');
    const data = `${shop}/customer/app/data/list/1.json`;
    const authorization = `Bearer ${cookie.replace('quay=', '')}`;
    const frame = await ask(`${shop}/customer/app/list/1`);
    expect({ status: frame.status, title: titleOf(frame.body) }).toEqual({
      status: 200,
      title: '',
    });
    expect((await ask(data, { cookie })).status).toBe(401);
    const { body } = await ask(data, { authorization });
    const built = expectedWhenRendered(site.origins, `${shop}/customer/app/list/1`);
    const first = JSON.parse(body.toString()).products[0];
    expect(built).toMatchObject({ kind: 'ok', record: { price: first.price } });
    expect((await ask(`${shop}/app/data/list/1.json`)).body.toString()).not.toContain(first.price);
    expect((await ask(data, { authorization })).status).toBe(200);
    expect((await ask(data, { authorization })).status).toBe(401);
  });

  it('do not open to a wrong password', async () => {
    const { status, text, cookie } = await logIn('wrong');
    expect({ status, cookie }).toEqual({ status: 200, cookie: '' });
    expect(text).toContain('That is not the password.');
  });
});
