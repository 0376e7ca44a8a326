import type { RequestDetail, RequestNote, RequestTimes } from '#shared/engine-protocol/results.ts';
import type { RequestState } from '#shared/engine-protocol/run.ts';
import { formatBytes, formatCount, formatDuration, formatTimeOfDay } from '#shared/format.ts';
import classes from './detail-pane.module.css';

const stateWords: Readonly<Record<RequestState, string>> = {
  queued: 'Waiting',
  active: 'Being fetched',
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
};

const noteSentences: Readonly<Record<RequestNote, string>> = {
  EMPTY: 'The server sent a page without a single byte.',
  TLS_IGNORED: 'The certificate of the site is wrong; it was fetched because the job ignores that.',
  CODING_IGNORED: 'The page was not compressed as the server said; it was read as far as possible.',
  UNENDED:
    'The server closed the connection without saying that the page was complete; its end may be missing.',
  RENDER_CAP:
    'The page was still changing or loading when its time was over; it was taken as it was then.',
};

/** The means by which a page redirects, shown where a redirect has its status. */
const refreshWords = { header: 'Refresh header', meta: 'Refresh in the page' } as const;

/** The outcome of a request: its answer, its attempts, its redirects, its times. */
export function OutcomeFacts({ detail }: { readonly detail: RequestDetail }) {
  const { state, status, failure, redirects, times, finalUrl, url } = detail;
  return (
    <section className={classes['section']}>
      <h4 className={classes['heading']}>Outcome</h4>
      {failure && (
        <p className={classes[state === 'skipped' ? 'note' : 'failure']} data-selectable>
          {failure.message} <span className={classes['code']}>{failure.code}</span>
        </p>
      )}
      {detail.said !== null && (
        <p className={classes['note']} data-selectable>
          What the server said: {detail.said}
        </p>
      )}
      {detail.notes.map((note) => (
        <p key={note} className={classes['note']}>
          {noteSentences[note]}
        </p>
      ))}
      <dl className={classes['facts']}>
        <Fact name="State">{stateWords[state]}</Fact>
        {status !== null && <Fact name="Status">{String(status)}</Fact>}
        <Fact name="Tries">{formatCount(detail.attempts)}</Fact>
        {detail.contentType !== null && <Fact name="Type">{detail.contentType}</Fact>}
        {detail.inBrowser && <Fact name="Read">in a browser window</Fact>}
        {detail.encoding !== null && <Fact name="Encoding">{detail.encoding}</Fact>}
        {detail.bytes !== null && <Fact name="Size">{formatBytes(detail.bytes)}</Fact>}
        {detail.startedAtMs !== null && (
          <Fact name="Started">{formatTimeOfDay(detail.startedAtMs)}</Fact>
        )}
        {detail.startedAtMs !== null && detail.finishedAtMs !== null && (
          <Fact name="Took">{formatDuration(detail.finishedAtMs - detail.startedAtMs)}</Fact>
        )}
        {finalUrl !== null && finalUrl !== url && <Fact name="Final URL">{finalUrl}</Fact>}
      </dl>
      {times && <Times times={times} />}
      {redirects.length > 0 && (
        <>
          <h4 className={classes['heading']}>Redirects</h4>
          <ol className={classes['hops']}>
            {redirects.map((hop) => (
              <li key={`${hop.from} ${hop.to}`} data-selectable>
                <span className={classes['code']}>
                  {hop.refresh === undefined ? hop.status : refreshWords[hop.refresh]}
                </span>
                <span>{hop.to}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <>
      <dt className={classes['name']}>{name}</dt>
      <dd className={classes['fact']} data-selectable>
        {children}
      </dd>
    </>
  );
}

/** The parts of the time as one bar, and in words. */
function Times({ times: { headersMs, bodyMs, extractMs } }: { readonly times: RequestTimes }) {
  const parts = [
    { name: 'waiting for the answer', ms: headersMs, kind: 'headers' },
    { name: 'receiving', ms: bodyMs, kind: 'body' },
    { name: 'reading the page', ms: extractMs, kind: 'extract' },
  ];
  const whole = Math.max(1, headersMs + bodyMs + extractMs);
  return (
    <div className={classes['times']}>
      <div className={classes['timeBar']} aria-hidden="true">
        {parts.map(({ kind, ms }) => (
          <span key={kind} data-kind={kind} style={{ width: `${(ms / whole) * 100}%` }} />
        ))}
      </div>
      <ul className={classes['timeList']}>
        {parts.map(({ name, ms, kind }) => (
          <li key={kind} data-kind={kind}>
            {ms < 1 ? '<1 ms' : formatDuration(ms)} {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
