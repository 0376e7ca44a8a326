import { z } from 'zod';
import type { DataAnswer } from '#shared/engine-protocol/rendering.ts';
import type { Tools } from './tools.ts';

/** More than a page needs for what it shows, and little enough for one that asks without end. */
const mostAnswers = 30;
const largestBytes = 4_000_000;
const allBytes = 16_000_000;
const longestUrl = 10_000;

const text = z.string();
const requestSchema = z.object({ requestId: text, request: z.object({ url: text, method: text }) });
const responseSchema = z.object({
  requestId: text,
  type: text,
  response: z.object({ status: z.number(), mimeType: text, url: text }),
});
const finishedSchema = z.object({ requestId: text, encodedDataLength: z.number() });
const bodySchema = z.object({ body: text, base64Encoded: z.boolean() });

interface Asked {
  readonly method: string;
  answer: { readonly url: string; readonly status: number; readonly contentType: string } | null;
}

/** The JSON that the scripts of one page fetch, kept for a person who looks at the page. */
export class DataAnswers {
  readonly #tools: Tools;
  readonly #asked = new Map<string, Asked>();
  readonly #taking: Promise<DataAnswer | null>[] = [];
  #bytes = 0;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** To be called before the page begins: Chromium keeps the bodies of answers from then on. */
  async begin(): Promise<void> {
    await this.#tools.send('Network.enable', {
      maxTotalBufferSize: allBytes,
      maxResourceBufferSize: largestBytes,
    });
  }

  /** @param params of a message of the page's own process: frames and workers are left out */
  take(method: string, params: unknown): void {
    if (method === 'Network.requestWillBeSent') {
      const { requestId, request } = requestSchema.parse(params);
      if (this.#asked.size >= 1000) return;
      this.#asked.set(requestId, { method: request.method.slice(0, 20), answer: null });
    } else if (method === 'Network.responseReceived') {
      const { requestId, type, response } = responseSchema.parse(params);
      const asked = this.#asked.get(requestId);
      const { url, status, mimeType } = response;
      const isData = (type === 'XHR' || type === 'Fetch') && /\bjson\b|^text\/plain/.test(mimeType);
      if (asked === undefined) return;
      if (!isData || url.length > longestUrl || !/^https?:/.test(url))
        this.#asked.delete(requestId);
      else asked.answer = { url, status, contentType: mimeType.slice(0, 200) };
    } else if (method === 'Network.loadingFinished') {
      const { requestId } = finishedSchema.parse(params);
      const asked = this.#asked.get(requestId);
      this.#asked.delete(requestId);
      if (asked?.answer != null && this.#taking.length < mostAnswers) {
        this.#taking.push(this.#bodyOf(requestId, asked.method, asked.answer));
      }
    }
  }

  /** All that came, in the order in which it was complete. */
  async all(): Promise<readonly DataAnswer[]> {
    const taken = await Promise.all(this.#taking);
    return taken.filter((one) => one !== null);
  }

  async #bodyOf(
    requestId: string,
    method: string,
    answer: NonNullable<Asked['answer']>,
  ): Promise<DataAnswer | null> {
    try {
      const { body, base64Encoded } = bodySchema.parse(
        await this.#tools.send('Network.getResponseBody', { requestId }),
      );
      const bytes = Buffer.from(body, base64Encoded ? 'base64' : 'utf8');
      this.#bytes += bytes.byteLength;
      if (bytes.byteLength > largestBytes || this.#bytes > allBytes) return null;
      return { ...answer, method, body: bytes };
    } catch {
      // It was larger than what Chromium keeps, or the page is gone.
      return null;
    }
  }
}
