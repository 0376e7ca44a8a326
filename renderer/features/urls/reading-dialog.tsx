import { Button, Group, Modal, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { renamedColumns } from '#shared/values/table-columns.ts';
import { TableChoices } from './table-choices.tsx';
import { type AskedTable, type TableFormat, tableOf } from './table-format.ts';

interface ReadingDialogProps {
  /** The list as a table. */
  readonly glance: ListGlance;
  readonly format: ListFormat;
  /** Names of the job's fields, which become columns too. */
  readonly fields: readonly string[];
  /** The list as a table with another delimiter, or with a different choice about its header. */
  readonly onGlance: (asked: AskedTable) => Promise<ListGlance>;
  readonly onChoose: (format: ListFormat) => void;
  readonly onClose: () => void;
}

const kinds = [
  { value: 'lines', label: 'Lines of text' },
  { value: 'csv', label: 'A table' },
  { value: 'feed', label: 'A sitemap or feed' },
] as const satisfies readonly { value: ListFormat['kind']; label: string }[];

const explanations: Readonly<Record<ListFormat['kind'], string>> = {
  lines: 'Every line gives the URLs that stand in it, whatever is written around them.',
  csv: 'One column holds the URLs. Columns that are carried along appear in the table and in the export.',
  feed: 'Every page or article of a sitemap, RSS or Atom feed gives its address.',
};

/** How the list is read: as lines, as a feed, or as a table with its delimiter, header and columns. */
export function ReadingDialog(props: ReadingDialogProps) {
  const { format, fields, onChoose, onClose } = props;
  const [kind, setKind] = useState(format.kind);
  const [table, setTable] = useState<TableFormat>(() => tableOf(format, props.glance));
  const carried = table.carry.filter((name) => name !== table.column);
  const renamed = renamedColumns(carried, fields);

  function choose() {
    onChoose(kind === 'csv' ? { ...table, carry: [...carried] } : { kind });
    onClose();
  }

  return (
    <Modal opened onClose={onClose} title="How is this list read?" size="xl">
      <SegmentedControl
        fullWidth
        size="sm"
        aria-label="Read the list as"
        data={[...kinds]}
        value={kind}
        onChange={(value) => setKind(value as ListFormat['kind'])}
      />
      <Text size="sm" c="dimmed" my="sm">
        {explanations[kind]}
      </Text>
      {kind === 'csv' && (
        <>
          <TableChoices
            start={props.glance}
            table={table}
            onTable={setTable}
            onGlance={props.onGlance}
          />
          {[...renamed.fields.values(), ...renamed.others].map((note) => (
            <Text key={note} size="xs" c="dimmed" mt={6}>
              {note}
            </Text>
          ))}
        </>
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button data-autofocus disabled={kind === 'csv' && table.column === ''} onClick={choose}>
          {kind === 'csv'
            ? 'Read as a table'
            : kind === 'feed'
              ? 'Read as a feed'
              : 'Read as lines'}
        </Button>
      </Group>
    </Modal>
  );
}
