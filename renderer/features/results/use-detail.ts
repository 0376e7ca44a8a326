import { useEffect, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import type { RequestDetail } from '#shared/engine-protocol/results.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { type LineNews, revisionOf } from './line-news.ts';

/** Moving through the lines with a held key asks only for the one where it stops. */
const restMs = 60;

interface DetailAnswer {
  readonly detail: RequestDetail | null;
  readonly problem: string | null;
}

/**
 * Everything known of one request, asked again when that may have become something else. The last
 * answer stays until the next one is here.
 */
export function useDetail(runId: string, requestId: number, news: LineNews): DetailAnswer {
  const [answer, setAnswer] = useState<DetailAnswer>({ detail: null, problem: null });
  const revision = revisionOf(answer.detail, news);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is a reason to ask again
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      call('results.detail', { runId, requestId }).then(
        (detail) => {
          if (current) setAnswer({ detail, problem: null });
        },
        (error: unknown) => {
          if (current) setAnswer({ detail: null, problem: toErrorReply(error).message });
        },
      );
    }, restMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [runId, requestId, revision]);
  return answer;
}
