import type { PageSource, ResourceKind } from '#shared/engine-protocol/preview.ts';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';

/**
 * The policy of a page that is shown: no script, frame, form, plug-in, sound or video, an origin that nothing
 * else has, and nothing to load but styles, pictures and fonts. The page's own policy can only forbid more.
 */
const policyWith = (sources: string): string =>
  [
    "default-src 'none'",
    `img-src ${sources}`,
    `style-src ${sources} 'unsafe-inline'`,
    `font-src ${sources}`,
    "form-action 'none'",
    'sandbox',
  ].join('; ');
const policy = policyWith('http: https: data:');
/** A kept page shows what stands in it: no site is asked for anything. */
const policyOfKept = policyWith('data:');

interface ShownSource {
  /** The job whose preview shows the page; null for the page of a run, which loads nothing. */
  readonly jobId: string | null;
  readonly source: PageSource;
}

/**
 * Answers the requests of the page view: the page itself with the bytes that the engine keeps, and what the
 * page refers to with what the engine fetches for it. So the view needs no network of its own.
 */
export class PageAnswers {
  readonly #engine: EngineApi;
  #shown: ShownSource | null = null;

  constructor(engine: EngineApi) {
    this.#engine = engine;
  }

  /** Null: nothing is answered. */
  show(shown: ShownSource | null): void {
    this.#shown = shown;
  }

  async answer(request: Request): Promise<Response> {
    const shown = this.#shown;
    if (shown === null || request.method !== 'GET') return nothing();
    const accept = request.headers.get('accept') ?? '';
    if (accept.startsWith('text/html')) {
      return withoutHash(request.url) === withoutHash(shown.source.url)
        ? pageOf(shown.source)
        : nothing();
    }
    if (shown.jobId === null || shown.source.isKept) return nothing();
    try {
      const { contentType, body } = await this.#engine.call('preview.resource', {
        key: shown.jobId,
        url: request.url,
        kind: kindOf(accept),
      });
      return new Response(bytes(body), {
        headers: {
          ...(contentType === null ? {} : { 'content-type': contentType }),
          // The page has an opaque origin, which the fonts of its own site have to allow.
          'access-control-allow-origin': 'null',
          'access-control-allow-credentials': 'true',
        },
      });
    } catch {
      // A picture that cannot be had is shown as browsers show it, by its alternative text.
      return nothing();
    }
  }
}

function pageOf({ html, isKept }: PageSource): Response {
  return new Response(bytes(html), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': isKept ? policyOfKept : policy,
    },
  });
}

/** Requests say what they are for by what they accept: nothing else tells it here. */
function kindOf(accept: string): ResourceKind {
  if (accept.startsWith('text/css')) return 'style';
  return accept.includes('image/') ? 'picture' : 'font';
}

const nothing = (): Response => new Response(null, { status: 404 });

const withoutHash = (url: string): string => url.split('#', 1)[0] ?? '';

/** They come from another process by a copy, which has a buffer of its own. */
const bytes = (body: Uint8Array): Uint8Array<ArrayBuffer> => body as Uint8Array<ArrayBuffer>;
