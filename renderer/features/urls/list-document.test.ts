import { undo } from '@codemirror/commands';
import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { InputAnalysis } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { Pasted } from '#shared/ipc/contract.ts';
import { noAccount } from '#shared/list-account.ts';
import type { ListDocument, ListState } from './list-document.ts';
import { ListDocuments } from './list-documents.ts';
import { testTime } from './page-time.fixture.ts';
import { asTyped, type ReadAs, readAsOf } from './read-as.ts';

/** A text with tabs looks like a table. */
function analysisOf(text: string): InputAnalysis {
  const lines = text.split('\n').filter((line) => line !== '');
  const { length } = lines;
  return {
    reading: { kind: 'lines' },
    account: { ...noAccount, records: length, requests: length, urls: length },
    looksLike: text.includes('\t') ? 'table' : null,
    duplicates: 0,
    hosts: 1,
    notRead: [],
    partlyUsed: [],
    sample: lines.slice(0, 3),
    assumed: { http: 0, https: 0 },
  };
}

function pieceOf(text: string, offset: number) {
  const end = offset + 1000;
  return { text: text.slice(offset, end), next: end < text.length ? end : null };
}

/** A library of one list in memory, returned some lines at a time. */
function setUp(list: string) {
  const disk = { list, writes: 0, broken: false, readable: true };
  const clock = testTime();
  let gathered = '';
  let pasting = '';
  let ended = 0;
  const send = callWith({
    'list.read': ({ offset }) => {
      if (!disk.readable) throw new TrawlError('FILE_ERROR', 'The list cannot be read.');
      const end = Math.min(disk.list.length, disk.list.indexOf('\n', offset + 100) + 1 || Infinity);
      return { text: disk.list.slice(offset, end), next: end < disk.list.length ? end : null };
    },
    'list.write': ({ piece, text, last }) => {
      if (disk.broken) throw new TrawlError('DISK_FULL', 'The disk is full.');
      gathered = piece === 0 ? text : gathered + text;
      if (!last) return undefined;
      disk.list = gathered;
      disk.writes += 1;
      return undefined;
    },
    'list.analyze': () => analysisOf(disk.list),
    'paste.read': ({ offset }) => pieceOf(pasting, offset),
    'paste.end': () => {
      ended += 1;
      return undefined;
    },
  });
  const documents = new ListDocuments({ send, time: clock.time });
  const told: (ReadAs | 'looks like a table')[] = [];
  documents.tell({
    onReadAs: (_jobId, readAs) => told.push(readAs),
    onLooksLike: () => told.push('looks like a table'),
  });
  /** The pasted text, in pieces of a thousand characters. */
  const pasted = async (text: string): Promise<Pasted> => {
    pasting = text;
    return { pasteId: 1, chars: text.length, ...pieceOf(text, 0) };
  };
  const open = () => documents.open('job-1', disk.list.length);
  return { disk, clock, documents, open, pasted, told, ended: () => ended };
}

/** Settles when the document's state satisfies the condition. */
function when(document: ListDocument, met: (state: ListState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (met(document.store.getState())) return resolve();
    const off = document.store.subscribe((state) => {
      if (!met(state)) return;
      off();
      resolve();
    });
  });
}

const ready = (document: ListDocument) =>
  when(document, ({ phase, analysis }) => phase === 'ready' && analysis !== null);

const asTable: ReadAs = { format: { kind: 'csv', column: 'link', carry: [] }, patterns: false };

/** Undoes the last change. */
function undoIn(document: ListDocument): void {
  undo({
    state: document.state,
    dispatch: (transaction) => document.take(transaction),
  });
}

function textAfterUndo({ state }: ListDocument): string | null {
  let text: string | null = null;
  undo({
    state,
    dispatch: ({ newDoc }) => {
      text = newDoc.toString();
    },
  });
  return text;
}

const urls = (count: number): string =>
  Array.from({ length: count }, (_, line) => `https://example.org/${line}`).join('\n');

describe('ListDocument', () => {
  it('reads the list in pieces, and counts it', async () => {
    const { open, disk } = setUp(urls(500));
    const document = open();
    await ready(document);
    expect(document.state.doc.toString()).toBe(urls(500));
    expect(document.store.getState()).toMatchObject({ empty: false, work: null });
    expect(document.store.getState().analysis?.account.urls).toBe(500);
    expect(document.state.readOnly).toBe(false);
    expect(disk.writes).toBe(0);
  });

  it('saves what is pasted after a pause, and counts it again', async () => {
    const { open, disk, clock, pasted } = setUp('');
    const document = open();
    await ready(document);
    await document.paste(() => pasted(urls(10)));
    expect(document.store.getState().save.kind).toBe('unsaved');
    clock.runTimers();
    await when(document, ({ analysis }) => analysis?.account.urls === 10);
    expect(disk.list).toBe(urls(10));
    expect(document.store.getState().save.kind).toBe('saved');
  });

  it('takes a paste as one step that undo takes back', async () => {
    const { open, pasted, ended } = setUp('https://first.example/');
    const document = open();
    await ready(document);
    await document.append(() => pasted(urls(4000)));
    expect(document.state.doc.lines).toBe(4001);
    expect(document.state.selection.main.head).toBe(document.state.doc.length);
    expect(ended()).toBe(1);
    expect(document.state.doc.line(2).text).toBe('https://example.org/0');
    expect(textAfterUndo(document)).toBe('https://first.example/');
    expect(document.store.getState().work).toBeNull();
  });

  it('leaves the list as it was when a paste is cancelled', async () => {
    const { open, pasted, ended } = setUp(urls(3));
    const document = open();
    await ready(document);
    const pasting = document.paste(() => pasted(urls(4000)));
    await when(document, ({ work }) => work?.done !== null && work !== null);
    document.cancelWork();
    await pasting;
    expect(ended()).toBe(1);
    expect(document.state.doc.toString()).toBe(urls(3));
    expect(document.state.readOnly).toBe(false);
    expect(document.store.getState()).toMatchObject({ work: null, save: { kind: 'saved' } });
  });

  it('takes a long paste once where two come at once, and asks for none while one is under way', async () => {
    const { open, pasted, ended } = setUp('');
    const document = open();
    await ready(document);
    let asked = 0;
    const take = () => {
      asked += 1;
      return pasted(urls(4000));
    };
    const pasting = [document.paste(take), document.paste(take)];
    await when(document, ({ work }) => work?.done !== null && work !== null);
    await document.paste(take);
    await Promise.all(pasting);
    expect([asked, ended()]).toEqual([2, 2]);
    expect(document.state.doc.toString()).toBe(urls(4000));
  });

  it('keeps what cannot be saved and tries again', async () => {
    const { open, disk, clock, pasted } = setUp('');
    const document = open();
    await ready(document);
    disk.broken = true;
    await document.paste(() => pasted('https://a.example/'));
    await expect(document.flush()).rejects.toThrow('The disk is full.');
    expect(document.store.getState().save).toEqual({
      kind: 'failed',
      message: 'The disk is full.',
    });
    disk.broken = false;
    clock.runTimers();
    await when(document, ({ save }) => save.kind === 'saved');
    expect(disk.list).toBe('https://a.example/');
  });

  it('takes over a list that was opened from a file, and undo brings the old one back', async () => {
    const { open, disk } = setUp(urls(3));
    const document = open();
    await ready(document);
    const replaced = await document.replace(async () => {
      disk.list = urls(200);
      return asTyped;
    });
    expect(replaced).toBe(true);
    expect(document.state.doc.lines).toBe(200);
    expect(document.hasUnsaved).toBe(false);
    expect(textAfterUndo(document)).toBe(urls(3));
  });

  it('reads an opened list as it is told, and the old one again once undo brings that back', async () => {
    const { open, disk, told } = setUp(urls(3));
    const document = open();
    await ready(document);
    await document.replace(async () => {
      disk.list = 'link\nhttps://a.example/';
      return asTable;
    });
    expect(readAsOf(document.state)).toEqual(asTable);
    expect(told).toEqual([]);
    undoIn(document);
    expect(told).toEqual([asTyped]);
  });

  it('keeps telling how the list is read that it holds, where opening another one failed', async () => {
    const { open, told } = setUp(urls(3));
    const document = open();
    await ready(document);
    document.readFrom(asTable);
    const failing = document.replace(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(told).toEqual([asTable]);
  });

  it('reads a list that is typed anew as lines, and undo brings the table back', async () => {
    const { open, pasted, told } = setUp('link\nhttps://a.example/');
    const document = open();
    await ready(document);
    document.readFrom(asTable);
    document.take(document.state.update({ changes: { from: 0, to: 4, insert: 'page' } }));
    expect(told).toEqual([]);
    const all = { anchor: 0, head: document.state.doc.length };
    document.take(document.state.update({ selection: all }));
    await document.paste(() => pasted('https://b.example/'));
    expect(told).toEqual([asTyped]);
    undoIn(document);
    expect(told).toEqual([asTyped, asTable]);
  });

  it('tells of cells that are pasted into an empty list, and of those alone', async () => {
    const cells = 'name\tlink\nA\thttps://a.example/';
    const { open, clock, pasted, told } = setUp('');
    const document = open();
    await ready(document);
    await document.paste(() => pasted(cells));
    clock.runTimers();
    await when(document, ({ analysis }) => analysis?.looksLike === 'table');
    await document.append(() => pasted(cells));
    clock.runTimers();
    await when(document, ({ analysis }) => analysis?.account.records === 4);
    expect(told).toEqual(['looks like a table']);
  });

  it('keeps the list when no file was chosen, or taking it in was cancelled', async () => {
    const { open, disk } = setUp(urls(3));
    const document = open();
    await ready(document);
    expect(await document.replace(async () => null)).toBe(false);
    const cancelled = document.replace(async () => {
      disk.list = urls(200);
      document.cancelWork();
      return asTyped;
    });
    expect(await cancelled).toBe(false);
    await document.flush();
    expect(document.state.doc.toString()).toBe(urls(3));
    expect(document.state.readOnly).toBe(false);
    expect(disk.list).toBe(urls(3));
  });

  it('says why a list cannot be read, and reads it when asked again', async () => {
    const { open, disk } = setUp(urls(500));
    disk.readable = false;
    const document = open();
    await when(document, ({ phase }) => phase === 'failed');
    expect(document.store.getState().problem).toBe('The list cannot be read.');
    disk.readable = true;
    await document.load(disk.list.length);
    expect(document.state.doc.toString()).toBe(urls(500));
    expect(document.store.getState().phase).toBe('ready');
  });
});

describe('ListDocuments', () => {
  it('saves a list that is left, and lets it go', async () => {
    const { open, documents, disk, pasted } = setUp('');
    const document = open();
    await ready(document);
    await document.paste(() => pasted(urls(5)));
    await documents.keepOnly('job-2');
    expect(disk.list).toBe(urls(5));
    expect(documents.find('job-1')).toBeUndefined();
  });

  it('keeps a list that cannot be saved, so that coming back finds it', async () => {
    const { open, documents, disk, pasted } = setUp('');
    const document = open();
    await ready(document);
    disk.broken = true;
    await document.paste(() => pasted(urls(5)));
    await expect(documents.keepOnly('job-2')).rejects.toThrow('The disk is full.');
    expect(documents.hasUnsaved).toBe(true);
    expect(open()).toBe(document);
  });
});
