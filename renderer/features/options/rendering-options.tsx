import { Button } from '@mantine/core';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { JobOptions } from '#shared/job/job.ts';
import type { RenderMode } from '#shared/job/render.ts';
import { NumberRow } from './number-row.tsx';
import { ChoiceRow, SwitchRow } from './option-inputs.tsx';
import { OptionRow } from './option-row.tsx';
import { numberRules } from './option-units.ts';
import { TextRow } from './text-row.tsx';

interface RenderingOptionsProps {
  readonly options: JobOptions;
  readonly set: <K extends keyof JobOptions>(option: K, value: JobOptions[K] | undefined) => void;
}

const modes: readonly { readonly value: RenderMode; readonly label: string }[] = [
  { value: 'never', label: 'Never' },
  { value: 'auto', label: 'Auto' },
  { value: 'always', label: 'Always' },
];

/** Whether and how the scripts of pages are run before their fields are taken. */
export function RenderingOptions({ options, set }: RenderingOptionsProps) {
  const mode = options.render ?? defaultOptions.render;
  const overrules = Object.keys(options.renderOverrides ?? {}).length;
  return (
    <>
      <ChoiceRow
        id="option-render"
        label="Run JavaScript"
        hint="Auto fetches each page and runs its scripts in a browser window only where fields are empty without them. It finds out for each kind of address; the Run tab says why."
        choices={modes}
        value={mode}
        fallback={defaultOptions.render}
        onChange={(render) => set('render', render)}
      />
      {mode !== 'never' && (
        <>
          <NumberRow
            rule={numberRules.renderWindows}
            value={options.renderWindows}
            fallback={defaultOptions.renderWindows}
            onChange={(value) => set('renderWindows', value)}
          />
          <TextRow
            option="renderWaitFor"
            label="Wait for"
            hint="A CSS selector: a page is read once it matches. Without one, once the fields are there or nothing changes any more."
            placeholder="#app .price"
            maxLength={10_000}
            value={options.renderWaitFor}
            onChange={(value) => set('renderWaitFor', value)}
          />
          <SwitchRow
            id="option-render-media"
            label="Load images and media"
            hint="Fields hardly ever need images, fonts, sound and video; pages come faster without them."
            value={options.renderMedia}
            fallback={defaultOptions.renderMedia}
            onChange={(value) => set('renderMedia', value)}
          />
          <SwitchRow
            id="option-render-frames"
            label="Contents of frames"
            hint="Fields can also take values from the frames of a page."
            value={options.renderFrames}
            fallback={defaultOptions.renderFrames}
            onChange={(value) => set('renderFrames', value)}
          />
        </>
      )}
      {mode === 'auto' && overrules > 0 && (
        <OptionRow
          id="option-render-overrides"
          label="Your decisions"
          hint={`For ${overrules === 1 ? 'one kind of address' : `${overrules} kinds of addresses`} you have said in the Run tab whether pages are rendered.`}
          changed={false}
        >
          <Button
            id="option-render-overrides"
            variant="default"
            onClick={() => set('renderOverrides', undefined)}
          >
            Forget them
          </Button>
        </OptionRow>
      )}
    </>
  );
}
