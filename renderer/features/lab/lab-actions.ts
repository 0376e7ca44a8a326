import { call } from '#renderer/bridge/client.ts';
import { confirm } from '#renderer/ui/confirm.tsx';
import { toastError, toastInfo } from '#renderer/ui/toast.tsx';
import type { LabKind, LabReport } from '#shared/engine-protocol/lab.ts';
import { formatCount } from '#shared/format.ts';
import { isolated } from '#shared/isolated.ts';
import { planOf, requestsOf } from './lab-form.ts';
import { labStore } from './lab-store.ts';
import { drawPicture } from './picture.ts';

/** Measures the plan of the form; a list only after the person has confirmed the requests to its servers. */
export async function startLab(openJobId: string | null): Promise<void> {
  const { kind, form, start } = labStore.getState();
  const plan = planOf(kind, form, openJobId);
  if (plan === null) return;
  if (plan.workload.kind === 'job') {
    const yes = await confirm({
      title: "Measure on other people's servers?",
      message: `This makes up to ${formatCount(requestsOf(plan))} requests to the servers of your list: every run fetches its first ${formatCount(plan.workload.pages)} pages anew.${plan.kind === 'render' ? ' The scripts of rendered pages make further requests.' : ''} The job's pace and its limits for a host hold.`,
      confirm: 'Measure',
    });
    if (!yes) return;
  }
  await start(plan);
}

export function stopLab(): void {
  void labStore.getState().stop();
}

export function saveTable(kind: LabKind): void {
  call('lab.save-table', { kind })
    .then(told)
    .catch((error: unknown) => toastError('The table could not be exported.', error));
}

export function savePicture(report: LabReport): void {
  drawPicture(report)
    .then((png) => call('lab.save-picture', { kind: report.setup.kind, png }))
    .then(told)
    .catch((error: unknown) => toastError('The picture could not be exported.', error));
}

function told(saved: { readonly file: string } | null): void {
  if (saved !== null) toastInfo(`Saved as ${isolated(saved.file)}`);
}
