import { create } from 'zustand';
import type { Events } from '#shared/ipc/contract.ts';

export const tabs = ['urls', 'fields', 'options', 'run'] as const;
export type TabName = (typeof tabs)[number];

/** The open job, or the Lab in its place. */
export const screens = ['job', 'lab'] as const;
export type ScreenName = (typeof screens)[number];

interface ShellState {
  readonly screen: ScreenName;
  readonly tab: TabName;
  readonly settingsOpened: boolean;
  /** The run that the Run tab shows; null while another tab is open. */
  readonly shownRunId: string | null;
  /** A run is about to begin: typed text is being saved, and main is called. */
  readonly starting: boolean;
  readonly engine: Events['engine-status'];
}

/** The state of the window apart from the jobs. */
export const useShell = create<ShellState>(() => ({
  screen: 'job',
  tab: 'urls',
  settingsOpened: false,
  shownRunId: null,
  starting: false,
  engine: { state: 'ready', message: null },
}));

export const showTab = (tab: TabName): void => useShell.setState({ tab, screen: 'job' });
export const showJob = (): void => useShell.setState({ screen: 'job' });
export const showLab = (): void => useShell.setState({ screen: 'lab' });
export const openSettings = (): void => useShell.setState({ settingsOpened: true });
export const closeSettings = (): void => useShell.setState({ settingsOpened: false });
