import type { ReactNode } from 'react';
import { defaultOptions } from '#shared/job/defaults.ts';
import { encodings } from '#shared/job/encodings.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { wayNames, ways } from '#shared/job/way.ts';
import { HeadersEditor } from './headers-editor.tsx';
import { LogInCookies } from './log-in-cookies.tsx';
import { LogInRow } from './log-in-row.tsx';
import { NetworkOptions } from './network-options.tsx';
import { NumberRow } from './number-row.tsx';
import { ChoiceRow, SwitchRow } from './option-inputs.tsx';
import { type NumberOption, numberRules, withOption } from './option-units.ts';
import classes from './options.module.css';
import { RenderingOptions } from './rendering-options.tsx';
import { RunGoesOn } from './run-goes-on.ts';
import { TextRow } from './text-row.tsx';
import { useSecrets } from './use-secrets.ts';

interface OptionsTabProps {
  readonly jobId: string;
  readonly options: JobOptions;
  /** A run of the job goes on, or waits to be resumed. */
  readonly runGoesOn: boolean;
  readonly onChange: (options: JobOptions) => void;
}

const paces = [
  { value: 'polite', label: 'Polite' },
  { value: 'fixed', label: 'Fixed' },
] as const;

const waysOfRunning = [
  { value: 'auto', label: 'Auto' },
  ...ways.map((way) => ({ value: way, label: wayNames[way] })),
] as const;

const encodingChoices = [
  { value: 'auto', label: 'Auto' },
  ...encodings.map((name) => ({ value: name, label: name })),
] as const;

/** The options on how pages are fetched and read. A blank option has its default. */
export function OptionsTab({ jobId, options, runGoesOn, onChange }: OptionsTabProps) {
  const secrets = useSecrets(jobId);
  const ofLogIn = secrets.summary?.logIn?.hasUserAgent ?? false;
  const set = <K extends keyof JobOptions>(option: K, value: JobOptions[K] | undefined) =>
    onChange(withOption(options, option, value));
  const number = (name: NumberOption) => (
    <NumberRow
      rule={numberRules[name]}
      value={options[name]}
      fallback={defaultOptions[name]}
      onChange={(value) => set(name, value)}
    />
  );
  return (
    <RunGoesOn value={runGoesOn}>
      <div className={classes['tab']}>
        <div className={classes['form']}>
          {runGoesOn && (
            <p className={classes['note']} role="note">
              A run of this job is not over: changes act on it, unless the option says otherwise.
            </p>
          )}
          <Section title="Pace">
            <ChoiceRow
              id="option-pace"
              label="Pace"
              hint="Polite begins gently with every host and asks more while it answers as quickly. Fixed always asks up to the limits."
              choices={paces}
              value={options.pace ?? defaultOptions.pace}
              fallback={defaultOptions.pace}
              onChange={(pace) => set('pace', pace)}
            />
            {number('concurrency')}
            {number('perHost')}
            {number('perMinute')}
            {number('delayMs')}
          </Section>
          <Section title="Patience">
            {number('timeoutMs')}
            {number('retries')}
            {number('maxBytes')}
          </Section>
          <Section title="Manners">
            <SwitchRow
              id="option-robots"
              label="Obey robots.txt"
              hint="Pages that a site closes to robots are skipped and counted, and it may ask for a slower pace."
              value={options.robots}
              fallback={defaultOptions.robots}
              onChange={(value) => set('robots', value)}
            />
            <SwitchRow
              id="option-safeguard"
              label="Safeguard"
              hint="Pauses the run and asks you when most of the last pages failed, or when a site asks for the log-in again."
              value={options.safeguard}
              fallback={defaultOptions.safeguard}
              onChange={(value) => set('safeguard', value)}
            />
          </Section>
          <Section title="Identity">
            <TextRow
              option="userAgent"
              label="User agent"
              hint={
                ofLogIn
                  ? 'How Trawl introduces itself to servers. Blank: as the window in which you logged in did.'
                  : 'How Trawl introduces itself to servers.'
              }
              placeholder={ofLogIn ? 'That of the log-in window' : defaultOptions.userAgent}
              maxLength={1000}
              problem="It may hold only plain letters, digits and signs."
              value={options.userAgent}
              onChange={(userAgent) => set('userAgent', userAgent)}
            />
            <SwitchRow
              id="option-cookies"
              label="Cookies"
              hint="Cookies that sites set, and your log-in cookies, go back to their site throughout the run."
              value={options.cookies}
              fallback={defaultOptions.cookies}
              onChange={(value) => set('cookies', value)}
            />
            <LogInRow secrets={secrets} />
            <LogInCookies secrets={secrets} sent={options.cookies ?? defaultOptions.cookies} />
            <HeadersEditor
              headers={options.headers}
              onChange={(headers) => set('headers', headers)}
            />
          </Section>
          <Section title="Network">
            <NetworkOptions options={options} set={set} secrets={secrets} />
          </Section>
          <Section title="JavaScript">
            <RenderingOptions options={options} set={set} />
          </Section>
          <Section title="Reading">
            <ChoiceRow
              id="option-way"
              label="Way of running"
              hint="Auto suits nearly every job, and changes its mind where that is faster. The Lab compares them on this computer."
              choices={waysOfRunning}
              value={options.way ?? defaultOptions.way}
              fallback={defaultOptions.way}
              onChange={(way) => set('way', way)}
            />
            <ChoiceRow
              id="option-encoding"
              label="Encoding"
              hint="Auto takes what each page declares, or guesses. Choose one where letters come out wrong."
              choices={encodingChoices}
              value={options.encoding ?? 'auto'}
              fallback="auto"
              onChange={(value) => set('encoding', value === 'auto' ? undefined : value)}
            />
            <SwitchRow
              id="option-refresh"
              label="Follow refreshes"
              hint="A page that sends its reader on to another one within 30 seconds is followed, as a redirect is."
              value={options.refresh}
              fallback={defaultOptions.refresh}
              onChange={(value) => set('refresh', value)}
            />
            <SwitchRow
              id="option-errorPages"
              label="Fields of error pages"
              hint="Pages that answer with an error status (404, 410, 500 …) give their fields too; they count as failed all the same."
              value={options.errorPages}
              fallback={defaultOptions.errorPages}
              onChange={(value) => set('errorPages', value)}
            />
            <SwitchRow
              id="option-duplicates"
              label="Keep duplicates"
              hint="Repeated URLs get rows of their own; they are fetched once all the same."
              value={options.keepDuplicates}
              fallback={defaultOptions.keepDuplicates}
              onChange={(value) => set('keepDuplicates', value)}
            />
          </Section>
          <Section title="Kept pages">
            <SwitchRow
              id="option-keepPages"
              label="Keep pages"
              hint="Each page is kept beside the results, so that other fields can be read from it without fetching it again. Deleted with the run."
              value={options.keepPages}
              fallback={defaultOptions.keepPages}
              onChange={(value) => set('keepPages', value)}
            />
            {number('keepPagesMaxMb')}
          </Section>
        </div>
      </div>
    </RunGoesOn>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className={classes['title']}>{title}</h3>
      {children}
    </section>
  );
}
