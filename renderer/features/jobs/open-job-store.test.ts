import { describe, expect, it } from 'vitest';
import { jobsOver } from './jobs.fixture.ts';
import { shownId } from './open-job-store.ts';

describe('the open job', () => {
  it('shows one that cannot be read in its place, and opens it only when asked to', async () => {
    const { damaged, open, actions } = jobsOver(['a', 'b', 'c']);
    damaged.add('a');
    await actions.load();
    expect(open()).toMatchObject({ job: { id: 'b' }, unreadable: null });
    open().edit({ name: 'Typed' });
    await open().open('a');
    expect(open()).toMatchObject({ job: null, unreadable: 'a', save: { kind: 'saved' } });
    expect(shownId(open())).toBe('a');
    await open().open('b');
    expect(open()).toMatchObject({ job: { id: 'b', name: 'Typed' }, unreadable: null });
    await open().open('a');
    await actions.create();
    expect(open()).toMatchObject({ job: { id: 'new' }, unreadable: null });
    await open().open('a');
    await actions.remove('a');
    expect(open()).toMatchObject({ job: { id: 'b' }, unreadable: null });
    await actions.restore('a');
    expect(open()).toMatchObject({ job: null, unreadable: 'a' });
  });

  it('shows what is typed at once and saves it before another job opens', async () => {
    const { jobs, open, actions } = jobsOver(['a', 'b']);
    await actions.load();
    open().edit({ name: 'Typed' });
    expect(open().job?.name).toBe('Typed');
    expect(jobs.get('a')?.name).toBe('Job a');
    await open().open('b');
    expect(jobs.get('a')?.name).toBe('Typed');
    expect(open().job?.id).toBe('b');
  });

  it('stays with a job whose changes cannot be saved', async () => {
    const { broken, open, actions } = jobsOver(['a', 'b']);
    await actions.load();
    broken.save = true;
    open().edit({ name: 'Typed' });
    await expect(open().open('b')).rejects.toThrow('The disk is full.');
    expect(open().job).toMatchObject({ id: 'a', name: 'Typed' });
    expect(open().save).toEqual({ kind: 'failed', message: 'The disk is full.' });
  });

  it('opens the job that was asked for last, whichever comes first', async () => {
    const { open, actions } = jobsOver(['a', 'b', 'c']);
    await actions.load();
    await Promise.all([open().open('b'), open().open('c')]);
    expect(open().job?.id).toBe('c');
  });
});
