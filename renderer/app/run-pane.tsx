import { RunTab } from '#renderer/features/run/run-tab.tsx';

/** The Run tab, put together from its three features. */
export function RunPane({ jobId }: { readonly jobId: string }) {
  return <RunTab jobId={jobId} results={() => null} onExport={() => undefined} />;
}
