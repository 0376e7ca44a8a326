import { create } from 'zustand';
import type { CsvGlance } from '#shared/engine-protocol/input.ts';

/** The question that is open about how a list is read; null while there is none. */
export const useCsvChoice = create<{
  readonly question: { readonly jobId: string; readonly glance: CsvGlance } | null;
}>(() => ({ question: null }));

export function askFormat(jobId: string, glance: CsvGlance): void {
  useCsvChoice.setState({ question: { jobId, glance } });
}

export function closeFormatQuestion(): void {
  useCsvChoice.setState({ question: null });
}
