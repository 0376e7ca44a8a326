import { create } from 'zustand';
import type { ListGlance } from '#shared/engine-protocol/input.ts';

/** The open dialog on how a list is read; null while there is none. */
export const useReadingChoice = create<{
  readonly question: { readonly jobId: string; readonly glance: ListGlance } | null;
}>(() => ({ question: null }));

export function askReading(jobId: string, glance: ListGlance): void {
  useReadingChoice.setState({ question: { jobId, glance } });
}

export function closeReadingQuestion(): void {
  useReadingChoice.setState({ question: null });
}
