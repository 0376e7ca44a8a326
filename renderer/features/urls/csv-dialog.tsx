import { Button, Checkbox, Group, Modal, Radio, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import { formatQuantity } from '#shared/format.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { renamedColumns } from '#shared/values/table-columns.ts';
import { formatOfGlance } from './list-format.ts';
import classes from './urls.module.css';

interface CsvDialogProps {
  readonly glance: ListGlance;
  readonly format: ListFormat;
  /** Names of the job's fields, which become columns too. */
  readonly fields: readonly string[];
  readonly onChoose: (format: ListFormat) => void;
  readonly onClose: () => void;
}

/** Which column holds the URLs, and which go along to the table. */
export function CsvDialog({ glance, format, fields, onChoose, onClose }: CsvDialogProps) {
  const start = format.kind === 'csv' ? format : formatOfGlance(glance);
  const [column, setColumn] = useState(start.kind === 'csv' ? start.column : '');
  const [carry, setCarry] = useState<readonly string[]>(start.kind === 'csv' ? start.carry : []);
  const carried = glance.columns.filter((name) => name !== column && carry.includes(name));
  const renamed = renamedColumns(carried, fields);
  const known = glance.columns.includes(column);
  // A blank line, such as the one after the last record, says nothing of the columns.
  const records = glance.records.filter((record) => record.some((cell) => cell !== '')).slice(0, 8);

  function toggle(name: string) {
    setCarry(carry.includes(name) ? carry.filter((other) => other !== name) : [...carry, name]);
  }

  return (
    <Modal opened onClose={onClose} title="How is this list read?" size="xl">
      <Text size="sm" c="dimmed" mb="sm">
        This looks like a CSV file. Choose the column that holds the URLs; the columns that are
        carried along appear in the table and in the export.
      </Text>
      <div className={classes['csvTable']} data-selectable>
        <Table withTableBorder withColumnBorders verticalSpacing={4} fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="row">URLs in</Table.Th>
              {glance.columns.map((name) => (
                <Table.Th key={name}>
                  <Radio
                    size="xs"
                    name="url-column"
                    label={name}
                    checked={name === column}
                    onChange={() => setColumn(name)}
                  />
                </Table.Th>
              ))}
            </Table.Tr>
            <Table.Tr>
              <Table.Th scope="row">Carry along</Table.Th>
              {glance.columns.map((name) => (
                <Table.Th key={name}>
                  <Checkbox
                    aria-label={`Carry ${name} along`}
                    disabled={name === column}
                    checked={name !== column && carry.includes(name)}
                    onChange={() => toggle(name)}
                  />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {records.map((record, row) => (
              // Records have no identity but their place.
              // biome-ignore lint/suspicious/noArrayIndexKey: the sample never changes its order
              <Table.Tr key={row}>
                <Table.Td c="dimmed">{row + 1}</Table.Td>
                {glance.columns.map((name, place) => (
                  <Table.Td key={name} className={classes['csvCell']} title={record[place]}>
                    {record[place]}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {[...renamed.fields.values(), ...renamed.others].map((note) => (
        <Text key={note} size="xs" c="dimmed" mt={6}>
          {note}
        </Text>
      ))}
      <Group justify="space-between" mt="md" gap="xs">
        <Button
          variant="subtle"
          onClick={() => {
            onChoose({ kind: 'lines' });
            onClose();
          }}
        >
          Read as plain lines
        </Button>
        <Group gap="xs">
          <Text size="xs" c="dimmed" aria-live="polite">
            {formatQuantity(carried.length, 'column')} carried along
          </Text>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            data-autofocus
            disabled={!known}
            onClick={() => {
              onChoose({ kind: 'csv', column, carry: [...carried] });
              onClose();
            }}
          >
            Read as CSV
          </Button>
        </Group>
      </Group>
    </Modal>
  );
}
