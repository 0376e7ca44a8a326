import type { Page } from 'playwright';

export interface LongTasks {
  /** Every task of more than 50 ms on the page's thread since the last look, in milliseconds. */
  take(): Promise<readonly number[]>;
  /** The longest of them; 0 where there was none. */
  longest(): Promise<number>;
}

/** Watches the page's thread, as the browser itself reports of it. */
export async function watchLongTasks(page: Page): Promise<LongTasks> {
  const watched = await page.evaluateHandle(() => {
    const tasks: number[] = [];
    const note = (entries: PerformanceEntryList) => {
      for (const { duration } of entries) tasks.push(Math.round(duration));
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ entryTypes: ['longtask'] });
    return {
      async take() {
        // A task is reported once it is over, with the next turn of the loop.
        await new Promise((resolve) => setTimeout(resolve));
        note(observer.takeRecords());
        return tasks.splice(0);
      },
    };
  });
  const take = () => watched.evaluate((watch) => watch.take());
  return { take, longest: async () => Math.max(0, ...(await take())) };
}

/** Puts a measured figure into the tests' output, since an assertion only says that it was good enough. */
export function tell(figure: string): void {
  process.stdout.write(`measured: ${figure}\n`);
}
