import type { WebContents } from 'electron';
import { z } from 'zod';

/** A world of the page's process that shares its document, and nothing else. */
const worldName = 'trawl-picker';

const treeSchema = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) });
const worldSchema = z.object({ executionContextId: z.int() });
const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ text: z.string().max(2000) }).optional(),
});

export type Tools = Pick<WebContents['debugger'], 'sendCommand'>;

/**
 * Opens the isolated world of the page that is shown, by Chromium's protocol for tools: Electron's own call waits
 * until a page has stopped loading, pictures that never come included. What it returns runs code there and
 * resolves with its value, also of a promise; all of it comes from a process that a stranger's page may have
 * taken over. It rejects once the page is gone.
 */
export async function openIsolatedWorld(tools: Tools): Promise<(code: string) => Promise<unknown>> {
  const { frameTree } = treeSchema.parse(await tools.sendCommand('Page.getFrameTree'));
  const frameId = frameTree.frame.id;
  const world = await tools.sendCommand('Page.createIsolatedWorld', { frameId, worldName });
  const { executionContextId } = worldSchema.parse(world);
  return async (expression) => {
    const order = {
      expression,
      contextId: executionContextId,
      returnByValue: true,
      awaitPromise: true,
    };
    const { result, exceptionDetails } = evaluatedSchema.parse(
      await tools.sendCommand('Runtime.evaluate', order),
    );
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    return result.value;
  };
}
