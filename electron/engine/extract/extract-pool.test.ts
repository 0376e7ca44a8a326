import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExtractOutcome, Extractor } from '#engine/ports/extractor.ts';
import { createExtractPool, type ExtractPoolOptions } from './extract-pool.ts';

const fields = [{ name: 'title', css: 'title' }];
const pools: Extractor[] = [];

function pool(options: Partial<ExtractPoolOptions> = {}): Extractor {
  const created = createExtractPool({ rules: { fields }, size: 2, ...options });
  pools.push(created);
  return created;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((created) => created.close()));
});

const page = (html: string) => ({
  body: new TextEncoder().encode(html),
  url: 'https://example.com/',
  contentType: 'text/html',
});
const titled = (title: string | number) => page(`<title>${title}</title>`);
const code = (outcome: ExtractOutcome) =>
  outcome.kind === 'rows' ? outcome.rows[0]?.[0] : outcome.failure.code;

/** A regular expression that never ends on a run of "a". */
const hanging = {
  fields: [{ name: 'x', css: 'title', clean: [{ match: '^(a+)+$' }] }],
};
/** A selector that needs a tree: in one pass the page would not be read so far. */
const withTree = { fields: [{ name: 'title', css: 'title:not(:empty)' }] };
const endless = titled(`${'a'.repeat(60)}!`);

describe('the extract pool', () => {
  it('answers every page with its own rows', async () => {
    const extractor = pool();
    const outcomes = await Promise.all(
      Array.from({ length: 500 }, (_, index) => extractor.extract(titled(index))),
    );
    expect(outcomes.map(code)).toEqual(Array.from({ length: 500 }, (_, index) => String(index)));
    expect(outcomes[0]).toMatchObject({ encoding: 'utf-8' });
  });

  it('takes large pages among small ones, and views into larger buffers', async () => {
    const extractor = pool();
    const large = (title: string) => `<title>${title}</title>${'<p>x</p>'.repeat(60_000)}`;
    const bytes = new TextEncoder().encode(`junk${large('view')}junk`);
    const outcomes = await Promise.all([
      extractor.extract(titled('a')),
      extractor.extract(page(large('b'))),
      extractor.extract({ ...page(''), body: bytes.subarray(4, bytes.length - 4) }),
      extractor.extract({ ...page(''), body: Buffer.from('<title>pooled</title>') }),
      extractor.extract(page('')),
    ]);
    expect(outcomes.map(code)).toEqual(['a', 'b', 'view', 'pooled', '']);
  });

  it('fails a page that takes too long, and only that', async () => {
    const extractor = pool({ rules: hanging, deadlineMs: 2000 });
    const pages = Array.from({ length: 60 }, (_, index) =>
      extractor.extract(index === 3 || index === 20 ? structuredClone(endless) : titled('aaa')),
    );
    const outcomes = await Promise.all(pages);
    const expected = outcomes.map((_, index) =>
      index === 3 || index === 20 ? 'PARSE_TIMEOUT' : 'aaa',
    );
    expect(outcomes.map(code)).toEqual(expected);
    expect(outcomes[3]).toMatchObject({
      failure: { message: 'Reading the page took too long (2 s).', retryable: false },
    });
    expect(code(await extractor.extract(titled('aa')))).toBe('aa');
  });

  it('fails pages that are nested too deeply, and only those', async () => {
    const extractor = pool({ rules: withTree });
    const deep = page(`<title>deep</title>${'<div>'.repeat(100_000)}`);
    const outcomes = await Promise.all(
      [deep, titled(1), titled(2)].map((p) => extractor.extract(p)),
    );
    expect(outcomes.map(code)).toEqual(['TOO_DEEP', '1', '2']);
  });

  it('fails a page that takes all the memory, and goes on', async () => {
    const extractor = pool({ rules: withTree, size: 1, deadlineMs: 60_000, heapMb: 40 });
    const hungry = page(`<title>hungry</title>${'<br a b>'.repeat(300_000)}`);
    const outcomes = await Promise.all(
      [titled(1), hungry, titled(2)].map((p) => extractor.extract(p)),
    );
    expect(outcomes.map(code)).toEqual(['1', 'TOO_LARGE', '2']);
  });

  it('answers all that it holds when it is closed', async () => {
    const extractor = pool({ rules: hanging });
    const waiting = Array.from({ length: 40 }, () => extractor.extract(structuredClone(endless)));
    await extractor.close();
    for (const outcome of await Promise.all(waiting)) expect(outcome.kind).toBe('failed');
    expect(code(await extractor.extract(titled('late')))).toBe('INTERNAL');
  });
});

describe('a worker that dies', () => {
  const withWorker = async (source: string, test: (url: URL) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'trawl-worker-'));
    try {
      const file = join(folder, 'worker.mjs');
      await writeFile(file, source);
      await test(pathToFileURL(file));
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  /**
   * The source of a worker that ends on pages that say "die"; with `once` it leaves a mark and survives the
   * next time.
   */
  const source = (once: boolean) => `
    import { parentPort, workerData } from 'node:worker_threads';
    import { existsSync, writeFileSync } from 'node:fs';
    const progress = new Int32Array(workerData.progress);
    const mark = new URL('./died', import.meta.url);
    parentPort.on('message', ({ buffer, pages }) => {
      for (const { id, offset, length } of pages) {
        Atomics.store(progress, 0, id);
        const text = new TextDecoder().decode(new Uint8Array(buffer, offset, length));
        if (text === 'die' && !(${once} && existsSync(mark))) {
          writeFileSync(mark, '');
          throw new Error('worker fell over');
        }
        parentPort.postMessage([{ id, outcome: { kind: 'rows', rows: [[text]], encoding: 'x' } }]);
      }
      Atomics.store(progress, 0, 0);
    });`;

  it('fails the page that it dies on twice, and the others go on', async () => {
    await withWorker(source(false), async (workerUrl) => {
      const extractor = pool({ workerUrl });
      const outcomes = await Promise.all(
        ['a', 'die', 'b', 'c', 'd'].map((text) => extractor.extract(page(text))),
      );
      expect(outcomes.map(code)).toEqual(['a', 'EXTRACT_FAILED', 'b', 'c', 'd']);
      expect(outcomes[1]).toMatchObject({
        failure: { message: 'The page could not be read (worker fell over).' },
      });
    });
  });

  it('costs nothing where the page is read the second time', async () => {
    await withWorker(source(true), async (workerUrl) => {
      const extractor = pool({ workerUrl });
      const outcomes = await Promise.all(
        ['a', 'die', 'b'].map((text) => extractor.extract(page(text))),
      );
      expect(outcomes.map(code)).toEqual(['a', 'die', 'b']);
    });
  });

  it('fails its pages where it cannot even start', async () => {
    const extractor = pool({ workerUrl: new URL('file:///nowhere/worker.mjs') });
    const outcomes = await Promise.all([titled(1), titled(2)].map((p) => extractor.extract(p)));
    expect(outcomes.map(code)).toEqual(['EXTRACT_FAILED', 'EXTRACT_FAILED']);
  });
});
