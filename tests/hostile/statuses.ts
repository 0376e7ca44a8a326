import { answer, type Expected, type HostileCase, pageOf } from './hostile-case.ts';
import { bytes, send, speaks } from './serve.ts';

function status(code: number, expected: Expected['code'], name = `status ${code}`): HostileCase {
  return {
    name,
    serve: bytes(answer('no', [], `HTTP/1.1 ${code} X`), 'keep'),
    expect: { code: expected, status: code, sentence: new RegExp(`\\(${code}\\)`) },
  };
}

/** Refuses the first request for a path, with this Retry-After, and answers the second. */
function later(code: number, retryAfter: string | (() => string), what: string): HostileCase {
  return {
    name: `${code} with Retry-After: ${what}`,
    serve: (site, name) =>
      speaks((socket, { before }) => {
        const value = typeof retryAfter === 'string' ? retryAfter : retryAfter();
        const no = answer('', [`Retry-After: ${value}`], `HTTP/1.1 ${code} Later`);
        send(socket, before === 0 ? no : answer(pageOf(name)), 'keep');
      })(site, name),
    expect: { code: 'page', attempts: 2 },
    // The whole host waits each time: one copy is enough in the mixed job.
    copies: 1,
  };
}

export const statusCases: readonly HostileCase[] = [
  status(400, 'HTTP_4XX'),
  status(401, 'HTTP_401'),
  status(403, 'HTTP_403'),
  status(404, 'HTTP_404'),
  status(407, 'HTTP_407'),
  status(410, 'HTTP_410'),
  status(418, 'HTTP_4XX'),
  status(408, 'HTTP_408'),
  status(425, 'HTTP_425'),
  { ...status(429, 'HTTP_429'), copies: 1 },
  status(500, 'HTTP_5XX'),
  status(502, 'HTTP_5XX'),
  status(503, 'HTTP_503'),
  status(599, 'HTTP_5XX'),
  {
    name: 'an empty 200',
    serve: bytes(answer(''), 'keep'),
    expect: { code: 'page', title: '', notes: ['EMPTY'], status: 200 },
  },
  {
    name: 'a 200 of white space',
    serve: bytes(answer(' \n '), 'keep'),
    expect: { code: 'page', title: '', notes: [], status: 200 },
  },
  later(429, '1', 'seconds'),
  later(503, '1', 'seconds'),
  later(429, () => new Date(Date.now() + 1500).toUTCString(), 'a date'),
  later(503, 'Wed, 21 Oct 2015 07:28:00 GMT', 'a past date'),
  later(503, '0', '0'),
  later(503, 'soon, or -5', 'garbage'),
];
