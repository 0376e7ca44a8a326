import { lazy } from 'react';

const loaders = {
  run: () => import('./run-pane.tsx'),
  fields: () => import('./fields-pane.tsx'),
  options: () => import('./options-pane.tsx'),
  lab: () => import('./lab-pane.tsx'),
};

/**
 * What the window does not show at its start, and with it the table, the charts and half of the code:
 * read when it is first shown, or when the page has nothing else to do.
 */
export const RunPane = lazy(async () => ({ default: (await loaders.run()).RunPane }));
export const FieldsPane = lazy(async () => ({ default: (await loaders.fields()).FieldsPane }));
export const OptionsPane = lazy(async () => ({ default: (await loaders.options()).OptionsPane }));
export const LabPane = lazy(async () => ({ default: (await loaders.lab()).LabPane }));

/** One after the other, each in a pause of its own, those first that are wanted soonest. */
export async function readTheRest(): Promise<void> {
  for (const load of Object.values(loaders)) {
    await new Promise((resolve) => requestIdleCallback(resolve));
    await load();
  }
}
