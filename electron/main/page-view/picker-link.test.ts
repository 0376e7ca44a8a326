import { describe, expect, it } from 'vitest';
import type { PickerEvent, PickerSettings } from '#shared/ipc/page-view.ts';
import type { Log } from '../log.ts';
import { PickerLink } from './picker-link.ts';

const settings: PickerSettings = { mode: 'pick', marks: { fields: [], rows: [], different: [] } };

/** A page whose answers to `next` the test sets; it keeps the code that ran in it. */
function linkTo(answers: unknown[]) {
  const code: string[] = [];
  const events: PickerEvent[] = [];
  const errors: string[] = [];
  const contents = {
    isDestroyed: () => false,
    debugger: {
      async sendCommand(method: string, order: { readonly expression?: string } = {}) {
        if (method === 'Page.getFrameTree') return { frameTree: { frame: { id: 'main' } } };
        if (method === 'Page.createIsolatedWorld') return { executionContextId: 7 };
        const { expression = '' } = order;
        code.push(expression);
        if (expression !== 'trawlPicker.next()') return { result: {} };
        if (answers.length === 0) return new Promise(() => undefined);
        return { result: { value: answers.shift() } };
      },
    },
  };
  const log = { info: () => undefined, error: (what: string) => errors.push(what) };
  const link = new PickerLink(
    contents as never,
    (event) => events.push(event),
    log as never as Log,
  );
  return { link, code, events, errors };
}

describe('the link to the picker', () => {
  it('passes on what has happened, until it ends', async () => {
    const picked = { kind: 'picked', element: { path: [1, 0], tag: 'h1' } };
    const { link, code, events } = linkTo([[{ kind: 'hovered', name: 'h1' }], [picked]]);
    await link.start('/* picker */', () => settings);
    await expect.poll(() => events.length).toBe(2);
    expect(events).toEqual([{ kind: 'hovered', name: 'h1' }, picked]);
    link.end();
    await link.begin();
    expect(code).not.toContain('trawlPicker.begin()');
  });

  it.each([
    ['no list', { kind: 'left' }],
    ['a list without end', Array.from({ length: 101 }, () => ({ kind: 'left' }))],
    ['an unknown event', [{ kind: 'eval' }]],
    ['more than an event has', [{ kind: 'left', more: 1 }]],
    ['a name without end', [{ kind: 'hovered', name: 'a'.repeat(201) }]],
    ['a path of text', [{ kind: 'picked', element: { path: ['0'], tag: 'h1' } }]],
    ['a path below nothing', [{ kind: 'picked', element: { path: [-1], tag: 'h1' } }]],
    ['a path without end', [{ kind: 'picked', element: { path: Array(3000).fill(0), tag: 'h1' } }]],
    ['an address of a script', [{ kind: 'followed', url: 'javascript:alert(1)' }]],
    ['an address of a file', [{ kind: 'followed', url: 'file:///etc/passwd' }]],
  ])('ends at %s', async (_what, answer) => {
    const { link, events, errors } = linkTo([answer, [{ kind: 'left' }]]);
    await link.start('/* picker */', () => settings);
    await expect.poll(() => errors).toEqual(['The page view said what it may not say']);
    expect(events).toEqual([]);
  });

  it('hands over settings as data, with any text in them', async () => {
    const { link, code } = linkTo([]);
    await link.set(settings);
    expect(code).toEqual([]);
    await link.start('/* picker */', () => settings);
    const name = '"); alert(1); ("</script>\u2028';
    const marks = { ...settings.marks, fields: [{ name, color: '#000000', paths: [[1]] }] };
    await link.set({ mode: 'browse', marks });
    const call = code.findLast((one) => one.startsWith('trawlPicker.set(')) ?? '';
    const argument = call.slice('trawlPicker.set('.length, -1);
    expect(JSON.parse(argument)).toEqual({ mode: 'browse', marks });
  });
});
