import type { WebContents } from 'electron';
import { z } from 'zod';

/**
 * The messages of Chromium's protocol for developer tools that rendering uses. They come from the process of
 * the page, which is hostile, so that each is parsed; fields that are not used are ignored.
 */
const sessionId = z.string().max(200);
const text = z.string();
const requestId = z.string().max(200);

export const pausedSchema = z.object({
  requestId,
  /** Chromium's name for the document, where the request is for one. */
  networkId: text.optional(),
  frameId: text,
  resourceType: text,
  request: z.object({ url: text, method: text }),
});
export const beganSchema = z.object({
  requestId,
  type: text.optional(),
  /** Absent for requests of workers. */
  frameId: text.optional(),
});
export const frameSchema = z.object({ frameId: text });
export const endedSchema = z.object({ requestId });
export const receivedSchema = z.object({ encodedDataLength: z.number().min(0) });
export const navigatedSchema = z.object({
  frame: z.object({ parentId: text.optional(), loaderId: text }),
});
export const toldSchema = z.object({
  name: text,
  payload: z.string().max(2000),
  executionContextId: z.int(),
});
export const attachedSchema = z.object({
  sessionId,
  targetInfo: z.object({ targetId: text, type: text }),
});
export const detachedSchema = z.object({ sessionId });

const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ text, exception: z.unknown().optional() }).optional(),
});

export type ToolsListener = (method: string, params: unknown, sessionId: string) => void;

/** The connection for developer tools to one window. `''` as a session: the window's own page. */
export class Tools {
  readonly #contents: WebContents;

  constructor(contents: WebContents) {
    this.#contents = contents;
    contents.debugger.attach('1.3');
  }

  /** Rejects if the page is gone, or does not know what is asked for. */
  async send(method: string, params: object = {}, session = ''): Promise<unknown> {
    return this.#contents.debugger.sendCommand(
      method,
      params,
      ...(session === '' ? [] : [session]),
    );
  }

  /** Sends a command whose failure means that what it was for no longer exists. */
  tell(method: string, params: object = {}, session = ''): void {
    this.send(method, params, session).catch(() => undefined);
  }

  /** The value of an expression in a world of the page. Rejects if the expression throws. */
  async evaluate(expression: string, contextId: number | null, session = ''): Promise<unknown> {
    const answer = evaluatedSchema.parse(
      await this.send(
        'Runtime.evaluate',
        {
          expression,
          returnByValue: true,
          awaitPromise: true,
          ...(contextId === null ? {} : { contextId }),
        },
        session,
      ),
    );
    if (answer.exceptionDetails !== undefined) {
      throw new Error(`The page could not be read: ${answer.exceptionDetails.text}`);
    }
    return answer.result.value;
  }

  onMessage(listener: ToolsListener): void {
    this.#contents.debugger.on('message', (_event, method, params: unknown, session) =>
      listener(method, params, session ?? ''),
    );
  }
}
