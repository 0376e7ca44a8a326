import { useState } from 'react';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { ChoiceRow, SwitchRow } from './option-inputs.tsx';
import { ProxiesEditor } from './proxies-editor.tsx';
import type { Secrets } from './use-secrets.ts';

interface NetworkOptionsProps {
  readonly options: JobOptions;
  readonly set: <K extends keyof JobOptions>(option: K, value: JobOptions[K] | undefined) => void;
  readonly secrets: Secrets;
}

const ways = [
  { value: 'none', label: 'None' },
  { value: 'list', label: 'From a list' },
  { value: 'system', label: "The system's" },
] as const;

const rotations = [
  { value: 'request', label: 'Every request' },
  { value: 'host', label: 'One for a host' },
] as const;

/** The proxies of the requests, and the addresses that they may reach. */
export function NetworkOptions({ options, set, secrets }: NetworkOptionsProps) {
  const { proxies } = options;
  // A list of proxies is restored when another choice was only looked at.
  const [list, setList] = useState<string[]>(Array.isArray(proxies) ? proxies : []);
  const way = proxies === undefined ? 'none' : proxies === 'system' ? 'system' : 'list';
  const setProxies = (changed: string[]) => {
    setList(changed);
    set('proxies', changed);
  };
  return (
    <>
      <ChoiceRow
        id="option-proxies"
        label="Proxies"
        hint="Servers that the requests go through. One that fails rests for a while."
        choices={ways}
        value={way}
        fallback="none"
        onChange={(chosen) => {
          if (chosen === 'list') setProxies(list);
          else set('proxies', chosen === 'system' ? 'system' : undefined);
        }}
      />
      {way === 'list' && <ProxiesEditor proxies={list} onChange={setProxies} secrets={secrets} />}
      {way === 'list' && (
        <ChoiceRow
          id="option-rotation"
          label="Next proxy for"
          hint="Every request spreads the load; one for a host keeps a login in one place."
          choices={rotations}
          value={options.proxyRotation ?? defaultOptions.proxyRotation}
          fallback={defaultOptions.proxyRotation}
          onChange={(rotation) => set('proxyRotation', rotation)}
        />
      )}
      <SwitchRow
        id="option-private"
        label="Private addresses"
        hint="Let pages of the web redirect to this computer and to the local network."
        value={options.allowPrivate}
        fallback={defaultOptions.allowPrivate}
        onChange={(value) => set('allowPrivate', value)}
      />
      <SwitchRow
        id="option-tls"
        label="Ignore wrong certificates"
        hint="Fetch pages although their certificate has expired or is not trusted; their details say so."
        warning="While this is on, somebody on the way may read and change what you fetch."
        value={options.ignoreTlsErrors}
        fallback={defaultOptions.ignoreTlsErrors}
        onChange={(value) => set('ignoreTlsErrors', value)}
      />
    </>
  );
}
