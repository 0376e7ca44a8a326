import { lazy } from 'react';

const loaders = {
  run: () => import('./run-pane.tsx'),
  fields: () => import('./fields-pane.tsx'),
  options: () => import('./options-pane.tsx'),
  lab: () => import('./lab-pane.tsx'),
};

/**
 * The parts that the window does not show at its start, and with them the table, the charts and half of the
 * code: loaded when they are first shown, or when the page is idle.
 */
export const RunPane = lazy(async () => ({ default: (await loaders.run()).RunPane }));
export const FieldsPane = lazy(async () => ({ default: (await loaders.fields()).FieldsPane }));
export const OptionsPane = lazy(async () => ({ default: (await loaders.options()).OptionsPane }));
export const LabPane = lazy(async () => ({ default: (await loaders.lab()).LabPane }));

/** Loaded one after the other, each in an idle period of its own, the ones needed soonest first. */
export async function readTheRest(): Promise<void> {
  for (const load of Object.values(loaders)) {
    await new Promise((resolve) => requestIdleCallback(resolve));
    await load();
  }
}
