import type { Trawl } from './app.ts';

/** Records every status that the window shows, however short; returns the function that reads them. */
export async function noteWhatIsSaid({ page }: Trawl): Promise<() => Promise<readonly string[]>> {
  const notes = await page.evaluateHandle(() => {
    const said: string[] = [];
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('[role=status]')) {
        if (textContent !== null && said.at(-1) !== textContent) said.push(textContent);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    return said;
  });
  return () => notes.jsonValue();
}
