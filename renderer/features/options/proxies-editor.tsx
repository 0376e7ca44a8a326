import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconKey, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import classes from './options.module.css';
import { addProxies } from './proxy-lines.ts';
import { keptWhere, type Secrets } from './use-secrets.ts';

interface ProxiesEditorProps {
  readonly proxies: readonly string[];
  readonly onChange: (proxies: string[]) => void;
  readonly secrets: Secrets;
}

/** The proxies of a job. A login that is pasted with a proxy is stored with the secrets. */
export function ProxiesEditor({ proxies, onChange, secrets }: ProxiesEditorProps) {
  const { jobId, summary, refresh } = secrets;
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const keep = (work: () => Promise<unknown>) => {
    work()
      .then(refresh)
      .catch((error: unknown) => toastError('The login could not be kept.', error));
  };
  function add() {
    if (text.trim() === '') return;
    const added = addProxies(proxies, text);
    setText(added.rest);
    setProblem(added.problem);
    onChange([...added.proxies]);
    const { logins } = added;
    if (logins.length > 0) {
      keep(() => call('secrets.set-proxy-logins', { jobId, logins: [...logins] }));
    }
  }
  function remove(proxy: string) {
    onChange(proxies.filter((other) => other !== proxy));
    if (summary?.proxies.includes(proxy)) {
      keep(() => call('secrets.clear-proxy-login', { jobId, proxy }));
    }
  }

  return (
    <div className={classes['proxies']}>
      {proxies.length > 0 && (
        <ul className={classes['proxyList']} aria-label="Proxies of this job">
          {proxies.map((proxy) => (
            <li key={proxy} className={classes['proxy']}>
              <span className={classes['mono']} title={proxy}>
                {proxy}
              </span>
              {summary?.proxies.includes(proxy) && (
                <span className={classes['login']}>
                  <IconKey size={13} aria-hidden="true" />
                  with a login
                </span>
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Remove ${proxy}`}
                title="Remove"
                onClick={() => remove(proxy)}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Textarea
        aria-label="Proxies to add, one a line"
        placeholder={'http://proxy.example:8080\nhttp://user:password@proxy.example:8080'}
        spellCheck={false}
        autosize
        minRows={2}
        maxRows={8}
        classNames={{ input: classes['mono'] ?? '' }}
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
        onBlur={add}
      />
      <div className={classes['proxyAdd']}>
        <Button variant="default" disabled={text.trim() === ''} onClick={add}>
          Add proxies
        </Button>
        <span className={classes['hint']}>
          One a line. A login is taken out of the line. {keptWhere(summary)}
        </span>
      </div>
    </div>
  );
}
