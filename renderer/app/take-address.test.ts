import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import { createJobs } from '#renderer/features/jobs/jobs.ts';
import { ListDocuments } from '#renderer/features/urls/list-documents.ts';
import { testTime } from '#renderer/features/urls/page-time.fixture.ts';
import { patternsAreOn, type ReadAs, readAsOf } from '#renderer/features/urls/read-as.ts';
import type { InputAnalysis } from '#shared/engine-protocol/input.ts';
import type { DataAnswerInfo, PreviewPage } from '#shared/engine-protocol/preview.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { noAccount } from '#shared/list-account.ts';
import { takeAddress } from './take-address.ts';

const shop = 'https://shop.example';
const pageOf = (url: string, isJson = false): PreviewPage => ({
  url,
  finalUrl: url,
  status: 200,
  bytes: 10,
  contentType: 'text/html',
  encoding: 'utf-8',
  fetchedAtMs: 0,
  isKept: false,
  ms: 1,
  redirects: [],
  rendering: null,
  isJson,
});
const answerAt = (address: string): DataAnswerInfo => ({
  number: 0,
  method: 'GET',
  status: 200,
  bytes: 10,
  shown: address,
  items: 3,
  each: '$.items[*]',
  address,
  why: null,
});
const analysis: InputAnalysis = {
  reading: { kind: 'lines' },
  account: noAccount,
  looksLike: null,
  duplicates: 0,
  hosts: 1,
  notRead: [],
  partlyUsed: [],
  sample: [],
  assumed: { http: 0, https: 0 },
};
const jobOf = (id: string): LibraryJob => ({
  id,
  name: `Job ${id}`,
  each: 'article',
  fields: [{ name: 'title', css: 'h1' }],
  next: { css: 'a.next' },
  options: { render: 'always' },
  listFormat: { kind: 'lines' },
  listBytes: 0,
  sample: false,
});

/** A job whose list is loaded, and whose page `/list/1` is shown. `onFetch` runs while an address is asked. */
async function setUp(
  text = `${shop}/list/1\n${shop}/list/2`,
  onFetch: (url: string) => void = () => undefined,
) {
  const disk = { isHeld: false, letGo: (): void => undefined };
  const free = new Promise<void>((resolve) => {
    disk.letGo = resolve;
  });
  const send = callWith({
    'list.read': async () => {
      if (disk.isHeld) await free;
      return { text, next: null };
    },
    'list.write': () => undefined,
    'list.analyze': () => analysis,
    'jobs.save': () => undefined,
    'preview.fetch': ({ url }) => {
      onFetch(url);
      return pageOf(url, true);
    },
  });
  const { openJob } = createJobs(send, () => () => undefined);
  const documents = new ListDocuments({ send, time: testTime().time });
  documents.tell({
    onReadAs: (_jobId, { format, patterns }: ReadAs) => {
      const { patterns: _before, ...options } = openJob.getState().job?.options ?? {};
      openJob.getState().edit({
        listFormat: format,
        options: patterns === null ? options : { ...options, patterns },
      });
    },
    onLooksLike: () => undefined,
  });
  await openJob.getState().show(jobOf('job-1'));
  const open = async () => {
    const document = documents.open('job-1', text.length);
    await expect.poll(() => document.state.readOnly).toBe(false);
    return document;
  };
  await open();
  const list = () => {
    const document = documents.find('job-1');
    if (document === undefined) throw new Error('The list is not open.');
    return document;
  };
  let shown = pageOf(`${shop}/list/1`);
  const fetched: string[] = [];
  const told: { readonly sentence: string; readonly undo: () => void }[] = [];
  return {
    openJob,
    documents,
    list,
    open,
    disk,
    fetched,
    told,
    job: () => openJob.getState().job,
    text: () => list().state.doc.toString(),
    showOther: () => {
      shown = pageOf(`${shop}/list/2`);
    },
    take: (address = `${shop}/api/items?page=1`) =>
      takeAddress(
        {
          jobId: 'job-1',
          send,
          openJob,
          list: () => documents.find('job-1'),
          shown: () => shown,
          show: (url) => fetched.push(url),
          tellUndo: (sentence, undo) => told.push({ sentence, undo }),
        },
        shown,
        answerAt(address),
      ),
  };
}

describe('the address of data in place of a page', () => {
  it('becomes the job with those of the other pages, and Undo brings the job before back', async () => {
    const { take, text, job, told, fetched } = await setUp();
    const before = job();
    expect(await take()).toBe(null);
    expect(text()).toBe(`${shop}/api/items?page=1\n${shop}/api/items?page=2`);
    expect(job()).toMatchObject({
      each: { json: '$.items[*]' },
      fields: [],
      next: null,
      options: { render: 'never', patterns: false },
    });
    expect(told[0]?.sentence).toBe(
      'The list is now 2 addresses, each made like this one. Nothing is rendered, no next page is followed, and the fields begin anew.',
    );
    told[0]?.undo();
    expect(text()).toBe(`${shop}/list/1\n${shop}/list/2`);
    expect(job()).toEqual(before);
    expect(fetched).toEqual([`${shop}/api/items?page=1`, `${shop}/list/1`]);
  });

  it('stands in the list as it is: what looks like a pattern in it is none, until Undo', async () => {
    const { take, text, list, told } = await setUp(`${shop}/list/1`);
    const address = `${shop}/api/items?ids=[1-3]&variables={a,b}`;
    expect(await take(address)).toBe(null);
    expect(text()).toBe(address);
    expect(patternsAreOn(readAsOf(list().state))).toBe(false);
    told[0]?.undo();
    expect(patternsAreOn(readAsOf(list().state))).toBe(true);
  });

  it('is alone where lines are those of a table', async () => {
    const { take, text, list, told } = await setUp(`${shop}/list/1\n${shop}/list/2,Lamp`);
    list().readFrom({ format: { kind: 'csv', header: false }, patterns: null });
    expect(await take()).toBe(null);
    expect(text()).toBe(`${shop}/api/items?page=1`);
    expect(told[0]?.sentence).toContain('for the 1 other line is not clear');
  });
});

describe('nothing is changed', () => {
  it('where the list changes while the addresses are tried', async () => {
    const parts = await setUp(undefined, (url) => {
      if (!url.endsWith('page=2')) return;
      const { list } = parts;
      list().take(list().state.update({ changes: { from: 0, insert: '\n' } }));
    });
    const before = parts.job();
    expect(await parts.take()).toBe('The list has changed meanwhile. Try again.');
    expect(parts.text()).toBe(`\n${shop}/list/1\n${shop}/list/2`);
    expect(parts.job()).toEqual(before);
    expect(parts.told).toEqual([]);
  });

  it('where another page is shown by then', async () => {
    const parts = await setUp(undefined, () => parts.showOther());
    expect(await parts.take()).toBe('Another page is shown by now. Try again.');
    expect(parts.told).toEqual([]);
  });

  it('while the list is read, and no address is asked for', async () => {
    const asked: string[] = [];
    const { take, list, disk, told } = await setUp(undefined, (url) => asked.push(url));
    disk.isHeld = true;
    const loading = list().load(0);
    expect(await take()).toContain('The list is being read.');
    expect([asked, told]).toEqual([[], []]);
    disk.letGo();
    await loading;
  });
});

describe('Undo', () => {
  it('undoes nothing in another job, says so, and can be chosen again', async () => {
    const { take, text, job, openJob, told } = await setUp();
    const before = job();
    await take();
    const taken = text();
    await openJob.getState().show(jobOf('job-2'));
    told[0]?.undo();
    expect(told[1]?.sentence).toBe(
      'Nothing was undone, since another job is open. Open “Job job-1”, then undo.',
    );
    expect([text(), job()]).toEqual([taken, jobOf('job-2')]);
    await openJob.getState().show(jobOf('job-1'));
    told[1]?.undo();
    expect([text(), job()]).toEqual([`${shop}/list/1\n${shop}/list/2`, before]);
  });

  it('undoes nothing while the list is read', async () => {
    const { take, list, job, disk, told } = await setUp();
    await take();
    const taken = job();
    disk.isHeld = true;
    const loading = list().load(0);
    told[0]?.undo();
    expect(told[1]?.sentence).toContain('Nothing was undone, since the list is being read.');
    expect(job()).toEqual(taken);
    disk.letGo();
    await loading;
  });

  it('brings the list back that was opened anew since', async () => {
    const { take, text, documents, open, told } = await setUp();
    await take();
    documents.forget('job-1');
    await open();
    told[0]?.undo();
    expect(text()).toBe(`${shop}/list/1\n${shop}/list/2`);
  });
});
