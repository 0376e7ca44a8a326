import { create } from 'zustand';
import type { ListGlance } from '#shared/engine-protocol/input.ts';

/** The question that is open about how a list is read; null while there is none. */
export const useCsvChoice = create<{
  readonly question: { readonly jobId: string; readonly glance: ListGlance } | null;
}>(() => ({ question: null }));

export function askFormat(jobId: string, glance: ListGlance): void {
  useCsvChoice.setState({ question: { jobId, glance } });
}

export function closeFormatQuestion(): void {
  useCsvChoice.setState({ question: null });
}
