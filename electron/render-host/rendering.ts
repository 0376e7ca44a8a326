import { z } from 'zod';
import type {
  PageOrder,
  RenderDocument,
  renderFailureCodes,
} from '#shared/engine-protocol/rendering.ts';
import { type AttachedFrames, bindingName } from './attached-frames.ts';
import { DataAnswers } from './data-answers.ts';
import { asAnswer, isAlike, isSame } from './document-answer.ts';
import { takeFrames } from './frames.ts';
import { OpenRequests } from './open-requests.ts';
import { ReadyRule } from './ready-rule.ts';
import type { AskForDocument, RenderResult } from './render-result.ts';
import { takenSchema } from './taken.ts';
import {
  attachedSchema,
  beganSchema,
  detachedSchema,
  endedSchema,
  frameSchema,
  navigatedSchema,
  pausedSchema,
  receivedSchema,
  type Tools,
  toldSchema,
} from './tools.ts';

/** How often the page is asked whether it still answers, and how long it may be busy. */
const pingMs = 1_000;
const hungMs = 10_000;
/** What a page may take for its last words once its time is over. */
const graceMs = 3_000;
/** As for redirects by servers. */
const mostNavigations = 20;
/** All that a page loads may have this many times the bytes of a document. */
const loadFactor = 10;

const stateSchema = z.strictObject({
  changes: z.number(),
  wants: z.boolean(),
  matched: z.boolean(),
  waitedFor: z.boolean(),
  signature: z.number(),
  loading: z.boolean(),
});
/** Runs among the scripts of a frame, which can only make its own page wait for it. */
const whenLoaded = `new Promise((resolve) => {
  if (document.readyState === 'complete') resolve(0);
  else addEventListener('load', () => resolve(0));
})`;

const changedSchema = z.strictObject({ kind: z.literal('changed') });

/** One page in a window, from its navigation to its text. */
export class Rendering {
  readonly #tools: Tools;
  readonly #attached: AttachedFrames;
  readonly #mainFrame: string;
  readonly #order: PageOrder;
  readonly #ask: AskForDocument;
  readonly #rule = new ReadyRule(performance.now());
  readonly #requests = new OpenRequests();
  readonly #answers: DataAnswers | null;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #settle: (result: RenderResult) => void;
  readonly result: Promise<RenderResult>;
  #readyTimer: NodeJS.Timeout | undefined;
  #isOver = false;
  #isTaking = false;
  #contextId: number | null = null;
  #began = false;
  /** Chromium's name for the document that was answered last. */
  #loader = '';
  /** The document with which the next navigation of the main frame is answered. */
  #next: RenderDocument | null;
  #navigations = 0;

  constructor(
    parts: {
      readonly tools: Tools;
      readonly attached: AttachedFrames;
      readonly mainFrame: string;
    },
    order: PageOrder,
    ask: AskForDocument,
  ) {
    this.#tools = parts.tools;
    this.#attached = parts.attached;
    this.#mainFrame = parts.mainFrame;
    this.#order = order;
    this.#ask = ask;
    this.#next = order.document;
    this.#answers = order.answers ? new DataAnswers(parts.tools) : null;
    let settle: (result: RenderResult) => void = () => undefined;
    this.result = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  start(): void {
    this.#later(this.#order.timeoutMs, () => void this.#takeAsItIs());
    this.#later(pingMs, () => this.#ping());
    Promise.resolve(this.#answers?.begin())
      .then(() => this.#tools.send('Page.navigate', { url: this.#order.document.url }))
      .catch((error: unknown) => this.#fail('RENDER_CRASHED', messageOf(error), true));
  }

  /** The renderer's process has ended. */
  crashed(reason: string): void {
    const isMemory = reason === 'oom' || reason === 'memory';
    const detail = reason === 'memory' ? 'more than 1 GB' : '';
    this.#fail(isMemory ? 'RENDER_MEMORY' : 'RENDER_CRASHED', detail, true);
  }

  abort(): void {
    this.#end({ kind: 'aborted' });
  }

  message(method: string, params: unknown, session: string): void {
    if (session === '' && this.#began) this.#answers?.take(method, params);
    switch (method) {
      case 'Fetch.requestPaused':
        this.#paused(params, session);
        return;
      case 'Network.requestWillBeSent': {
        const { requestId, type = 'Other', frameId } = beganSchema.parse(params);
        if (!this.#counts(frameId)) return;
        if (this.#requests.began(requestId, type, session)) this.#worked();
        return;
      }
      case 'Network.loadingFinished':
      case 'Network.loadingFailed':
        if (this.#requests.ended(endedSchema.parse(params).requestId)) this.#worked();
        return;
      case 'Network.dataReceived':
        this.#requests.received(receivedSchema.parse(params).encodedDataLength);
        this.#checkBytes();
        return;
      case 'Page.frameNavigated': {
        const { parentId, loaderId } = navigatedSchema.parse(params).frame;
        if (session === '' && parentId === undefined) this.#navigated(loaderId);
        return;
      }
      case 'Target.attachedToTarget':
        this.#attachedTo(params);
        return;
      case 'Page.frameStartedLoading':
        this.#frameLoads(frameSchema.parse(params).frameId, true);
        return;
      case 'Page.frameStoppedLoading':
      case 'Page.frameDetached':
        this.#frameLoads(frameSchema.parse(params).frameId, false);
        return;
      case 'Target.detachedFromTarget':
        this.#requests.sessionEnded(detachedSchema.parse(params).sessionId);
        this.#worked();
        return;
      case 'Page.javascriptDialogOpening':
        this.#tools.tell('Page.handleJavaScriptDialog', { accept: true }, session);
        return;
      case 'Runtime.bindingCalled':
        if (session === '') this.#told(params);
        return;
      default:
    }
  }

  /** Requests of frames count if the contents of frames do. */
  #counts(frameId: string | undefined): boolean {
    return frameId === undefined || frameId === this.#mainFrame || this.#order.frames;
  }

  #frameLoads(frameId: string, loads: boolean): void {
    if (frameId === this.#mainFrame || !this.#order.frames) return;
    if (loads) this.#requests.frameBegan(frameId);
    else this.#requests.frameEnded(frameId);
    this.#worked();
  }

  /** A frame goes on in a process of its own, which may have loaded before it is heard of. */
  #attachedTo(params: unknown): void {
    const { sessionId, targetInfo } = attachedSchema.parse(params);
    if (targetInfo.type !== 'iframe' || !this.#order.frames) return;
    const { targetId } = targetInfo;
    this.#requests.frameEnded(targetId);
    this.#requests.frameBegan(targetId, sessionId);
    this.#worked();
    const ended = (): void => this.#frameLoads(targetId, false);
    this.#tools.evaluate(whenLoaded, null, sessionId).then(ended, ended);
  }

  #navigated(loaderId: string): void {
    // Until the page begins, it is a blank page that was in the window before.
    if (!this.#began && loaderId !== this.#loader) return;
    this.#began = true;
    this.#contextId = null;
    this.#requests.clear();
    const nowMs = performance.now();
    this.#rule.works(this.#requests.work, nowMs);
    this.#rule.began(nowMs);
    this.#schedule();
  }

  #told(params: unknown): void {
    const { name, payload, executionContextId } = toldSchema.parse(params);
    if (name !== bindingName || !this.#began) return;
    const state = stateSchema.parse(JSON.parse(payload));
    this.#contextId = executionContextId;
    this.#rule.told(state, performance.now());
    this.#schedule();
  }

  #worked(): void {
    this.#rule.works(this.#requests.work, performance.now());
    this.#schedule();
  }

  #checkBytes(): void {
    const limitBytes = this.#order.maxBytes * loadFactor;
    if (this.#requests.bytes <= limitBytes) return;
    const megabytes = Math.round(limitBytes / 1_048_576);
    this.#fail('TOO_LARGE', `what it loads has more than ${megabytes} MiB`, false);
  }

  #paused(params: unknown, session: string): void {
    const paused = pausedSchema.parse(params);
    const { requestId, networkId, frameId, resourceType, request } = paused;
    const answer = (method: string, more: object = {}): void =>
      this.#tools.tell(`Fetch.${method}`, { requestId, ...more }, session);
    if (resourceType !== 'Document') answer('failRequest', { errorReason: 'BlockedByClient' });
    else if (frameId !== this.#mainFrame) answer('continueRequest');
    else if (this.#next !== null && isSame(request.url, this.#next.url)) {
      const document = this.#next;
      this.#next = null;
      this.#loader = networkId ?? '';
      answer('fulfillRequest', asAnswer(document));
    } else if (!this.#began && !isAlike(request.url, this.#order.document.url)) {
      // The page that was in the window before still leads elsewhere.
      answer('failRequest', { errorReason: 'Aborted' });
    } else if (request.method !== 'GET' || !/^https?:/.test(request.url)) {
      answer('failRequest', { errorReason: 'Aborted' });
    } else void this.#follow(request.url, answer);
  }

  /** The script of the page leads its window elsewhere: the engine fetches the document, by the run's rules. */
  async #follow(url: string, answer: (method: string, more?: object) => void): Promise<void> {
    this.#navigations += 1;
    if (this.#navigations > mostNavigations) {
      answer('failRequest', { errorReason: 'Aborted' });
      this.#fail('REDIRECT_LOOP', `${mostNavigations} navigations by its script`, false);
      return;
    }
    this.#rule.leaves(true);
    const document = await this.#ask(url).catch(() => null);
    if (this.#isOver || document === null) {
      answer('failRequest', { errorReason: 'Aborted' });
      this.#rule.leaves(false);
      this.#schedule();
    } else if (isSame(url, document.url)) answer('fulfillRequest', asAnswer(document));
    else {
      this.#next = document;
      const responseHeaders = [{ name: 'location', value: document.url }];
      answer('fulfillRequest', { responseCode: 302, responseHeaders });
    }
  }

  #schedule(): void {
    clearTimeout(this.#readyTimer);
    const readyAtMs = this.#rule.readyAtMs();
    if (this.#isOver || this.#isTaking || readyAtMs === null) return;
    this.#readyTimer = setTimeout(
      () => void this.#takeIfStill(),
      Math.max(0, readyAtMs - performance.now()),
    );
  }

  get #isReady(): boolean {
    const readyAtMs = this.#rule.readyAtMs();
    return readyAtMs !== null && readyAtMs <= performance.now();
  }

  /** Takes the page if it has nothing to do and is still as it was reported. */
  async #takeIfStill(): Promise<void> {
    const { state } = this.#rule;
    if (!this.#isReady || state === null || this.#contextId === null) {
      this.#schedule();
      return;
    }
    this.#isTaking = true;
    try {
      const told = JSON.stringify({ changes: state.changes, signature: state.signature });
      const limit = this.#order.maxBytes;
      const take = `trawl.takeIfStill(${told}, ${limit})`;
      const value = await this.#tools.evaluate(take, this.#contextId);
      if (changedSchema.safeParse(value).success || !this.#isReady) return;
      // With frames it takes several questions, after which the page is taken as it is.
      if (this.#order.frames) await this.#takeNow(false);
      else this.#finish(value, false);
    } catch {
      // The document was replaced meanwhile, or the page is gone, which its own event reports.
    } finally {
      this.#isTaking = false;
      this.#schedule();
    }
  }

  /** The time is over: the page counts as it is, if it still answers. */
  async #takeAsItIs(): Promise<void> {
    if (this.#isOver) return;
    this.#later(graceMs, () => this.#hung());
    try {
      await this.#takeNow(true);
    } catch {
      this.#fail('RENDER_HUNG', 'it never began', true);
    }
  }

  async #takeNow(capped: boolean): Promise<void> {
    const contextId = this.#contextId;
    if (contextId === null) throw new Error('There is no document yet.');
    const limit = this.#order.maxBytes;
    if (!this.#order.frames) {
      this.#finish(await this.#tools.evaluate(`trawl.takeNow(${limit})`, contextId), capped);
      return;
    }
    const { others, inPage } = this.#attached;
    const frames = { tools: this.#tools, others, inPage, limit };
    this.#finish(await takeFrames(frames, contextId), capped);
  }

  #finish(value: unknown, capped: boolean): void {
    const taken = takenSchema.parse(value);
    if (taken.kind === 'too-large') {
      const megabytes = Math.round((this.#order.maxBytes / 1_048_576) * 10) / 10;
      this.#fail('TOO_LARGE', `more than ${megabytes} MiB once it is rendered`, false);
      return;
    }
    const body = Buffer.from(taken.parts.join(''), 'utf8');
    if (body.byteLength > this.#order.maxBytes) this.#finish({ kind: 'too-large' }, capped);
    else void this.#endWith({ kind: 'rendered', url: taken.url, body, capped });
  }

  async #endWith(
    page: Omit<Extract<RenderResult, { kind: 'rendered' }>, 'answers'>,
  ): Promise<void> {
    const answers = (await this.#answers?.all()) ?? [];
    this.#end({ ...page, answers });
  }

  /** Asks the page once a second for a sign of life. */
  #ping(): void {
    const deadline = this.#later(hungMs, () => this.#hung());
    const answered = (): void => {
      clearTimeout(deadline);
      this.#timers.delete(deadline);
      this.#later(pingMs, () => this.#ping());
    };
    this.#tools.evaluate('0', null).then(answered, answered);
  }

  #hung(): void {
    this.#fail('RENDER_HUNG', '', true);
  }

  #fail(code: (typeof renderFailureCodes)[number], detail: string, broken: boolean): void {
    this.#end({
      kind: 'not-rendered',
      code,
      detail: detail.slice(0, 2000),
      broken,
      began: this.#began,
    });
  }

  #later(delayMs: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#isOver) work();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
  }

  #end(result: RenderResult): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#readyTimer);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#settle(result);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
