import { describe, expect, it } from 'vitest';
import { createQuit } from './quit.ts';

function setUp(active: number, answers: boolean[] = []) {
  const steps: string[] = [];
  let shutDown = async (): Promise<void> => undefined;
  const quit = createQuit({
    activeRuns: () => active,
    confirm: async (runs) => {
      steps.push(`asked about ${runs}`);
      return answers.shift() ?? false;
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
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('quit', () => {
  it('shuts down at once when nothing runs, and only once', async () => {
    const { quit, steps, settled } = setUp(0);
    quit.request();
    quit.request();
    expect(quit.isClosing()).toBe(true);
    await settled();
    quit.request();
    expect(steps).toEqual(['shut down', 'exit']);
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
    expect(steps).toEqual(['asked about 2', 'asked about 2', 'shut down', 'exit']);
  });

  it('does not ask, nor wait for an answer, where nobody is there to give one', async () => {
    const { quit, steps, settled } = setUp(1, [true]);
    quit.request();
    quit.request({ ask: false });
    await settled();
    expect(steps).toEqual(['asked about 1', 'shut down', 'exit']);
  });

  it('ends even when shutting down fails', async () => {
    const { quit, steps, settled, onShutDown } = setUp(0);
    onShutDown(() => Promise.reject(new Error('stuck')));
    quit.request();
    await settled();
    expect(steps).toEqual(['shut down', 'exit', 'error']);
  });
});
