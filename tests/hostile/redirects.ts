import { answer, type HostileCase, pageOf } from './hostile-case.ts';
import { bytes, send, slug, speaks } from './serve.ts';

const redirect = (location: string, status = 302): Buffer =>
  answer('moved', [`Location: ${location}`], `HTTP/1.1 ${status} Found`);

/** The first request is redirected to `location`; the answer to the next one shows the requested path. */
function sendsTo(location: string | Buffer, fragment = ''): HostileCase['serve'] {
  return async (site, name) => {
    const start = new RegExp(`^/${slug(name)}(?:\\?copy=\\d+)?$`);
    const url = await speaks((socket, { path }) => {
      if (!start.test(path)) return send(socket, answer(pageOf(`at ${path}`)));
      if (typeof location === 'string') return send(socket, redirect(location));
      const [before, after] = ['HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ', '\r\n\r\n'];
      return send(socket, Buffer.concat([Buffer.from(before), location, Buffer.from(after)]));
    })(site, name);
    return `${url}${fragment}`;
  };
}

const refused = (location: string, sentence: RegExp): HostileCase => ({
  name: `Location: ${location.slice(0, 40)}`,
  serve: bytes(redirect(location)),
  expect: { code: 'REDIRECT_REFUSED', sentence, status: 302 },
});

export const redirectCases: readonly HostileCase[] = [
  {
    name: 'redirect to itself',
    serve: (site, name) => bytes(redirect(`/${slug(name)}`), 'keep')(site, name),
    expect: { code: 'REDIRECT_LOOP', sentence: /20 redirects/ },
  },
  {
    name: 'redirects from one to the other and back',
    serve: speaks((socket, { path }) =>
      send(socket, redirect(path === '/a' ? '/b' : '/a'), 'keep'),
    ),
    expect: { code: 'REDIRECT_LOOP', sentence: /20 redirects/ },
  },
  {
    name: '20 redirects and then the page',
    serve: (site, name) =>
      speaks((socket, { path }) => {
        const hop = Number(/-hop-(\d+)$/.exec(path)?.[1] ?? 0);
        send(socket, hop === 20 ? answer(pageOf(name)) : redirect(`/x-hop-${hop + 1}`), 'keep');
      })(site, name),
    expect: { code: 'page' },
  },
  {
    name: 'the same URL again once a cookie is set',
    serve: (site, name) =>
      speaks((socket, { path, headers }) => {
        const come = answer('', [`Location: ${path}`, 'Set-Cookie: seen=1'], 'HTTP/1.1 302 Found');
        send(socket, headers['cookie']?.includes('seen=1') ? answer(pageOf(name)) : come);
      })(site, name),
    expect: { code: 'page' },
  },
  { name: 'relative', serve: sendsTo('sub/page'), expect: { code: 'page', title: 'at /sub/page' } },
  {
    name: 'without a scheme',
    serve: async (site, name) => {
      const target = await bytes(answer(pageOf('the other host')))(site, name);
      return bytes(redirect(target.replace('http:', '')))(site, name);
    },
    expect: { code: 'page', title: 'the other host' },
  },
  {
    name: 'query alone',
    serve: sendsTo('?q=1'),
    expect: { code: 'page', title: 'at /query-alone?q=1' },
  },
  {
    name: 'fragment alone',
    serve: (site, name) =>
      speaks((socket, request) => {
        send(socket, request.before % 2 === 0 ? redirect('#part') : answer(pageOf(name)));
      })(site, name),
    expect: { code: 'page', finalUrl: /\/fragment-alone.*#part$/ },
  },
  {
    name: 'the original fragment',
    serve: sendsTo('/other', '#kept'),
    expect: { code: 'page', title: 'at /other', finalUrl: /\/other#kept$/ },
  },
  {
    name: 'a fragment of its own',
    serve: sendsTo('/other#new', '#old'),
    expect: { code: 'page', title: 'at /other', finalUrl: /\/other#new$/ },
  },
  {
    name: 'spaces',
    serve: sendsTo('/a b'),
    expect: { code: 'page', title: 'at /a%20b' },
  },
  {
    name: 'raw UTF-8',
    serve: sendsTo(Buffer.from('/grüße')),
    expect: { code: 'page', title: 'at /gr%C3%BC%C3%9Fe' },
  },
  {
    name: 'no Location',
    serve: (site, name) => bytes(answer(pageOf(name), [], 'HTTP/1.1 302 Found'))(site, name),
    expect: { code: 'page', status: 302 },
  },
  {
    name: '300 with choices',
    serve: (site, name) =>
      bytes(answer(pageOf(name), [], 'HTTP/1.1 300 Multiple Choices'))(site, name),
    expect: { code: 'page', status: 300 },
  },
  {
    name: 'a redirect with an endless body',
    serve: (site, name) =>
      speaks((socket, { path }) => {
        if (path === '/there') return send(socket, answer(pageOf(name)));
        socket.write(
          answer('', ['Location: /there', 'Transfer-Encoding: chunked'], 'HTTP/1.1 302 Found'),
        );
        const drip = setInterval(() => socket.write(`4000\r\n${'x'.repeat(16_384)}\r\n`), 5);
        socket.on('close', () => clearInterval(drip));
        return true;
      })(site, name),
    expect: { code: 'page' },
  },
  refused('file:///etc/passwd', /to a file: address/),
  refused('ftp://127.0.0.1/x', /to a ftp: address/),
  refused('javascript:alert(1)', /to a javascript: address/),
  refused('data:text/html,x', /to a data: address/),
  refused('http://', /which is no address/),
  refused('http://127.0.0.1:99999/', /which is no address/),
  refused('http://[::1', /which is no address/),
];
