import { Button, Checkbox, Group, Modal, Progress, SegmentedControl, Stack } from '@mantine/core';
import { IconCircleCheck, IconFolder } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { toastError } from '#renderer/ui/toast.tsx';
import { assertNever } from '#shared/assert-never.ts';
import type { ExportProgress } from '#shared/engine-protocol/export.ts';
import { formatBytes, formatPercent, formatQuantity } from '#shared/format.ts';
import { longCellsSentence } from '#shared/values/long-cells.ts';
import classes from './export-dialog.module.css';
import { delimiters, type ExportChoice, fileName, formats } from './export-options.ts';
import type { ExportPhase } from './export-store.ts';
import { exporter } from './exporter.tsx';

/** Mounted once in the window; `openExport` shows it. */
export function ExportDialog() {
  const opened = useStore(exporter, (state) => state.runId !== null);
  const phase = useStore(exporter, (state) => state.phase);
  return (
    <Modal opened={opened} onClose={exporter.close} title="Export results" size={440}>
      <PhaseBody phase={phase} />
    </Modal>
  );
}

function PhaseBody({ phase }: { readonly phase: ExportPhase }) {
  switch (phase.kind) {
    case 'choosing':
    case 'asking':
      return <Choice asking={phase.kind === 'asking'} problem={null} />;
    case 'failed':
      return <Choice asking={false} problem={phase.message} />;
    case 'writing':
      return <Writing progress={phase.progress} />;
    case 'done':
      return <Done progress={phase.progress} />;
    default:
      return assertNever(phase);
  }
}

interface ChoiceProps {
  readonly asking: boolean;
  readonly problem: string | null;
}

function Choice({ asking, problem }: ChoiceProps) {
  const choice = useStore(exporter, (state) => state.choice);
  return (
    <Stack gap="sm">
      <p className={classes['muted']}>
        The whole run in the order of the list, whatever the table on screen is narrowed to.
      </p>
      <div className={classes['row']}>
        <span id="export-format">Format</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-labelledby="export-format"
          value={choice.format}
          onChange={(format) => exporter.choose({ format })}
          data={[...formats]}
        />
      </div>
      {choice.format === 'csv' && <Delimiter delimiter={choice.delimiter} />}
      {choice.format === 'json-lines' && (
        <p className={classes['muted']}>
          For programs: each row is a JSON object on a line of its own, with numbers as numbers.
        </p>
      )}
      <Checkbox
        size="sm"
        checked={choice.include === 'all'}
        onChange={(event) => {
          exporter.choose({ include: event.currentTarget.checked ? 'all' : 'done' });
        }}
        label="Include failed pages"
        description="One row each, with its error."
      />
      {choice.format === 'csv' && <ForSpreadsheets choice={choice} />}
      {problem !== null && (
        <p className={classes['problem']} role="alert">
          {problem}
        </p>
      )}
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button variant="default" onClick={exporter.close}>
          Cancel
        </Button>
        <Button data-autofocus loading={asking} onClick={() => void exporter.save()}>
          Save…
        </Button>
      </Group>
    </Stack>
  );
}

function Delimiter({ delimiter }: Pick<ExportChoice, 'delimiter'>) {
  return (
    <div className={classes['row']}>
      <span id="export-delimiter">Columns separated by</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-labelledby="export-delimiter"
        value={delimiter}
        onChange={(value) => exporter.choose({ delimiter: value })}
        data={[...delimiters]}
      />
    </div>
  );
}

function ForSpreadsheets({ choice }: { readonly choice: ExportChoice }) {
  return (
    <>
      <Checkbox
        size="sm"
        checked={choice.bom}
        onChange={(event) => exporter.choose({ bom: event.currentTarget.checked })}
        label="Mark as UTF-8 for Excel"
        description="Adds a byte order mark, without which Excel garbles accents."
      />
      <Checkbox
        size="sm"
        checked={choice.formulaGuard}
        onChange={(event) => exporter.choose({ formulaGuard: event.currentTarget.checked })}
        label="Make formulas harmless"
        description="Cells that a spreadsheet would run get an apostrophe in front."
      />
    </>
  );
}

function Writing({ progress }: { readonly progress: ExportProgress }) {
  const { written, total, rows, bytes, file } = progress;
  const cancel = () => {
    exporter.cancel().catch((error: unknown) => toastError('The export goes on.', error));
  };
  return (
    <Stack gap="sm">
      <p className={classes['line']}>
        Writing {fileName(file)}: {formatPercent(written, total)}
      </p>
      <Progress
        value={total > 0 ? (written / total) * 100 : 0}
        aria-label={`Writing ${fileName(file)}`}
      />
      <p className={classes['muted']}>
        {formatQuantity(rows, 'row')}, {formatBytes(bytes)}
      </p>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
        <Button variant="default" onClick={exporter.close}>
          Go on in the background
        </Button>
      </Group>
    </Stack>
  );
}

function Done({ progress }: { readonly progress: ExportProgress }) {
  const { rows, file, bytes, longCells } = progress;
  const note = longCellsSentence(longCells);
  return (
    <Stack gap="sm">
      <div className={classes['done']} role="status">
        <IconCircleCheck size={22} aria-hidden="true" />
        <div className={classes['where']}>
          <p className={classes['line']}>
            {formatQuantity(rows, 'row')} in {fileName(file)}
          </p>
          <p className={classes['muted']} data-selectable title={file}>
            {formatBytes(bytes)} · {file}
          </p>
          {note !== null && <p className={classes['muted']}>{note}</p>}
        </div>
      </div>
      <Group justify="flex-end" gap="xs">
        <Button
          variant="default"
          leftSection={<IconFolder size={15} />}
          onClick={() => {
            exporter
              .reveal(file)
              .catch((error: unknown) => toastError('The folder could not be shown.', error));
          }}
        >
          Show in folder
        </Button>
        <Button data-autofocus onClick={exporter.close}>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
