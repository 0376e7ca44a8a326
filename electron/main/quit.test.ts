import { describe, expect, it } from 'vitest';
import { createQuit } from './quit.ts';

function setUp(active: number, answers: boolean[] = []) {
  const steps: string[] = [];
  let shutDown = async (): Promise<void> => undefined;
  let closeWindow = async (): Promise<void> => undefined;
  const quit = createQuit({
    activeRuns: () => active,
    confirm: async (runs) => {
      steps.push(`asked about ${runs}`);
      return answers.shift() ?? false;
    },
    closeWindow: async (force) => {
      steps.push(force ? 'close window by force' : 'close window');
      await closeWindow();
    },
    shutDown: async () => {
      steps.push('shut down');
      await shutDown();
    },
    exit: () => steps.push('exit'),
    log: { info: () => undefined, error: () => steps.push('error') },
  });
  return {
    quit,
    steps,
    onShutDown: (work: () => Promise<void>) => {
      shutDown = work;
    },
    onCloseWindow: (work: () => Promise<void>) => {
      closeWindow = work;
    },
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('quit', () => {
  it('closes the window, then everything else, when nothing runs', async () => {
    const { quit, steps, settled } = setUp(0);
    quit.request();
    expect(quit.isClosing()).toBe(true);
    await settled();
    expect(steps).toEqual(['close window', 'shut down', 'exit']);
  });

  it('asks while a run is active, and stays when told to', async () => {
    const { quit, steps, settled } = setUp(2, [false, true]);
    quit.request();
    quit.request();
    await settled();
    expect(steps).toEqual(['asked about 2']);
    expect(quit.isClosing()).toBe(false);
    quit.request();
    await settled();
    expect(steps).toEqual(['asked about 2', 'asked about 2', 'close window', 'shut down', 'exit']);
  });

  it('does not ask, nor wait for an answer, where no person is there to give one', async () => {
    const { quit, steps, settled } = setUp(1, [true]);
    quit.request();
    quit.request({ ask: false });
    await settled();
    expect(steps).toEqual(['asked about 1', 'close window by force', 'shut down', 'exit']);
  });

  it('ends even when shutting down fails', async () => {
    const { quit, steps, settled, onShutDown } = setUp(0);
    onShutDown(() => Promise.reject(new Error('stuck')));
    quit.request();
    await settled();
    expect(steps).toEqual(['close window', 'shut down', 'exit', 'error']);
  });

  it('waits for a page that holds the window open, and asks it once more when asked again', async () => {
    const { quit, steps, settled, onCloseWindow } = setUp(0);
    const waiting: (() => void)[] = [];
    onCloseWindow(() => new Promise((resolve) => waiting.push(resolve)));
    quit.request();
    await settled();
    quit.request();
    await settled();
    expect(steps).toEqual(['close window', 'close window']);
    for (const closed of waiting) closed();
    await settled();
    expect(steps).toEqual(['close window', 'close window', 'shut down', 'exit']);
  });
});
