import { describe, expect, it } from 'vitest';
import { jobsOver } from './jobs.fixture.ts';

describe('the jobs of the library', () => {
  it('lists the jobs and opens the first', async () => {
    const { open, library, actions } = jobsOver(['a', 'b']);
    await actions.load();
    expect(library().reading.kind).toBe('ready');
    expect(library().list.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(open().job?.id).toBe('a');
  });

  it('opens the one that is wanted, if it is still there', async () => {
    const { open, actions } = jobsOver(['a', 'b']);
    await actions.load('b');
    expect(open().job?.id).toBe('b');
    const other = jobsOver(['a', 'b']);
    await other.actions.load('gone');
    expect(other.open().job?.id).toBe('a');
  });

  it('says why the list cannot be read, and reads it when asked again', async () => {
    const { broken, library, actions } = jobsOver(['a']);
    broken.list = true;
    await actions.load();
    expect(library().reading).toEqual({ kind: 'failed', message: 'The folder cannot be read.' });
    broken.list = false;
    await actions.load();
    expect(library().reading).toEqual({ kind: 'ready' });
  });

  it('opens the neighbour of a deleted job, and the job again when that is undone', async () => {
    const { open, library, actions } = jobsOver(['a', 'b', 'c']);
    await actions.load();
    await open().open('c');
    await actions.remove('c');
    expect(open().job?.id).toBe('b');
    expect(library().list.map(({ id }) => id)).toEqual(['a', 'b']);
    await actions.restore('c');
    expect(open().job?.id).toBe('c');
  });

  it('is empty after the last job is deleted', async () => {
    const { open, library, actions } = jobsOver(['a']);
    await actions.load();
    await actions.remove('a');
    expect(open().job).toBeNull();
    expect(library().list).toEqual([]);
  });

  it('renames the open job and any other', async () => {
    const { jobs, open, library, actions } = jobsOver(['a', 'b']);
    await actions.load();
    await actions.rename('a', 'One');
    await actions.rename('b', 'Two');
    expect(open().job?.name).toBe('One');
    expect([...jobs.values()].map(({ name }) => name)).toEqual(['One', 'Two']);
    expect(library().list[1]?.name).toBe('Two');
  });
});
