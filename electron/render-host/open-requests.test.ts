import { expect, it } from 'vitest';
import { OpenRequests } from './open-requests.ts';

it('counts what may change values apart from the rest', () => {
  const requests = new OpenRequests();
  expect(requests.began('1', 'Script')).toBe(true);
  expect(requests.began('2', 'Stylesheet')).toBe(true);
  expect(requests.work).toEqual({ active: 1, all: 2 });
  expect(requests.ended('1')).toBe(true);
  expect(requests.work).toEqual({ active: 0, all: 1 });
});

it('counts a redirected request once, and the end of an unknown one not at all', () => {
  const requests = new OpenRequests();
  requests.began('1', 'XHR');
  expect(requests.began('1', 'XHR')).toBe(false);
  expect(requests.ended('2')).toBe(false);
  expect(requests.work).toEqual({ active: 1, all: 1 });
});

it.each(['Document', 'Image', 'Font', 'Media', 'WebSocket', 'EventSource', 'Ping'])(
  'does not wait for %s',
  (kind) => {
    const requests = new OpenRequests();
    expect(requests.began('1', kind)).toBe(false);
    expect(requests.work).toEqual({ active: 0, all: 0 });
  },
);

it('counts a frame until it ends, or its process does', () => {
  const requests = new OpenRequests();
  requests.frameBegan('a');
  requests.frameBegan('b', 'other');
  requests.began('1', 'XHR', 'other');
  expect(requests.work).toEqual({ active: 3, all: 3 });
  requests.sessionEnded('other');
  expect(requests.work).toEqual({ active: 1, all: 1 });
  requests.frameEnded('a');
  expect(requests.work).toEqual({ active: 0, all: 0 });
});
