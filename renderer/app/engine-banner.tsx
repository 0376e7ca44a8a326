import { Loader } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './shell.module.css';
import { useShell } from './shell-store.ts';

/** A notice that the engine is away; empty while it runs. */
export function EngineBanner() {
  const { state, message } = useShell((shell) => shell.engine);
  if (state === 'ready') return null;
  return (
    <div className={classes['banner']} data-state={state} role="status">
      {state === 'restarting' ? (
        <Loader size={14} aria-hidden="true" />
      ) : (
        <IconAlertTriangle size={16} aria-hidden="true" />
      )}
      <span>{message}</span>
    </div>
  );
}
