import { useEffect, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import type { RequestDetail } from '#shared/engine-protocol/results.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { type LineNews, revisionOf } from './line-news.ts';

/** While a key is held, only the line at which it stops is requested. */
const restMs = 60;

interface DetailAnswer {
  readonly detail: RequestDetail | null;
  readonly problem: string | null;
}

/**
 * All data of one request, read again when it may have changed. The last answer is kept until the next one
 * arrives.
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
