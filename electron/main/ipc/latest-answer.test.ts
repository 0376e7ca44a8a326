import { describe, expect, it } from 'vitest';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { latestAnswer } from './latest-answer.ts';

/** Answers as the engine does: a question cancels the one before it. */
function asked() {
  const open: PromiseWithResolversOf<string>[] = [];
  const ask = latestAnswer(() => {
    open.at(-1)?.reject(new TrawlError('CANCELLED', 'Another look began.'));
    const one = withResolvers<string>();
    open.push(one);
    return one.promise;
  });
  return { ask, open };
}

interface PromiseWithResolversOf<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

function withResolvers<T>(): PromiseWithResolversOf<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('the latest answer', () => {
  it('is that of all who asked before', async () => {
    const { ask, open } = asked();
    const [first, second, third] = [ask('a'), ask('a'), ask('a')];
    open[2]?.resolve('the list');
    expect(await Promise.all([first, second, third])).toEqual(Array(3).fill('the list'));
  });

  it('may be a failure, which all of them see', async () => {
    const { ask, open } = asked();
    const answers = [ask('a'), ask('a')];
    open[1]?.reject(new TrawlError('FILE_ERROR', 'The list cannot be read.'));
    const ended = await Promise.allSettled(answers);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(ended).toMatchObject(Array(2).fill({ reason: { code: 'FILE_ERROR' } }));
  });

  it('is a cancellation where nothing came later', async () => {
    const { ask, open } = asked();
    const answer = ask('a');
    open[0]?.reject(new TrawlError('CANCELLED', 'The engine ends.'));
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    const again = ask('a');
    open[1]?.resolve('later');
    expect(await again).toBe('later');
  });
});
