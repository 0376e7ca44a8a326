import type { z } from 'zod';
import { attachedSchema, detachedSchema, type Tools } from './tools.ts';

/** The name of the isolated world in which Trawl's own code runs. */
export const worldName = 'trawl';
export const bindingName = 'trawlTell';

/** Kinds of requests that a job without media does not make. */
const mediaKinds = ['Image', 'Font', 'Media'];

/**
 * Replaces what would open a dialog of the system or outlive the page, in the page's own world, before any
 * script. The sandbox of the document (`rendering.ts`) covers the dialogs of frames of other processes too.
 */
const mainWorld = `(() => {
  window.print = () => undefined;
  const workers = globalThis.ServiceWorkerContainer;
  if (workers) {
    workers.prototype.register = () =>
      Promise.reject(new DOMException('Service workers are not available.', 'SecurityError'));
  }
})();`;

/**
 * Prepares a window's page, and every frame and worker of another process as it appears. */
export class AttachedFrames {
  readonly #tools: Tools;
  readonly #media: boolean;
  /** Sessions of frames in processes of their own, with the id of the frame. */
  readonly #frames = new Map<string, string>();
  #inPage = '';
  #scriptIds = new Map<string, string>();

  /** @param media images, fonts and media are loaded */
  constructor(tools: Tools, media: boolean) {
    this.#tools = tools;
    this.#media = media;
  }

  /** The frames of other processes: the id of each, and its session. */
  get others(): ReadonlyMap<string, string> {
    return this.#frames;
  }

  get inPage(): string {
    return this.#inPage;
  }

  async prepare(): Promise<void> {
    await Promise.all(this.#orders('').map(([method, params]) => this.#tools.send(method, params)));
  }

  /** The code for the isolated world of each new document. */
  async run(inPage: string): Promise<void> {
    if (inPage === this.#inPage) return;
    this.#inPage = inPage;
    await Promise.all(['', ...this.#frames.keys()].map((session) => this.#addScript(session)));
  }

  take(method: string, params: unknown): void {
    if (method === 'Target.attachedToTarget') this.#attached(attachedSchema.parse(params));
    if (method === 'Target.detachedFromTarget')
      this.#forget(detachedSchema.parse(params).sessionId);
  }

  #attached({ sessionId, targetInfo }: z.infer<typeof attachedSchema>): void {
    if (targetInfo.type === 'iframe') {
      this.#frames.set(sessionId, targetInfo.targetId);
      for (const [method, order] of this.#orders(sessionId)) {
        this.#tools.tell(method, order, sessionId);
      }
      this.#addScript(sessionId).catch(() => undefined);
    } else this.#tools.tell('Network.enable', {}, sessionId);
  }

  #forget(sessionId: string): void {
    this.#frames.delete(sessionId);
    this.#scriptIds.delete(sessionId);
  }

  #orders(session: string): readonly (readonly [string, object])[] {
    const kinds = ['Document', ...(this.#media ? [] : mediaKinds)];
    const patterns = kinds.map((resourceType) => ({ resourceType, requestStage: 'Request' }));
    return [
      ['Page.enable', {}],
      // Bodies of answers are not kept for the tools.
      ['Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }],
      ['Network.setBypassServiceWorker', { bypass: true }],
      ['Fetch.enable', { patterns }],
      ['Page.addScriptToEvaluateOnNewDocument', { source: mainWorld }],
      ...(session === ''
        ? [
            ['Runtime.enable', {}] as const,
            ['Runtime.addBinding', { name: bindingName, executionContextName: worldName }] as const,
          ]
        : []),
      // They are not held until that is done: in Electron 33, a frame that is held never goes on.
      ['Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }],
    ];
  }

  async #addScript(session: string): Promise<void> {
    const old = this.#scriptIds.get(session);
    if (old !== undefined) {
      this.#tools.tell('Page.removeScriptToEvaluateOnNewDocument', { identifier: old }, session);
    }
    if (this.#inPage === '') return;
    const added = await this.#tools.send(
      'Page.addScriptToEvaluateOnNewDocument',
      { source: this.#inPage, worldName },
      session,
    );
    const { identifier } = added as { readonly identifier: string };
    this.#scriptIds.set(session, identifier);
  }
}
