import type { LabRender, LabSample } from '../engine-protocol/lab.ts';
import { wayNames } from '../job/way.ts';

/** How the window and the command line name the two runs that the Lab compares. */
const renderNames: Readonly<Record<LabRender, string>> = { never: 'Fetched', always: 'Rendered' };

/** The name of what is compared: the way, or whether there is a browser. */
export function approachName({ way, render }: Pick<LabSample, 'way' | 'render'>): string {
  return render === null ? wayNames[way] : renderNames[render];
}
