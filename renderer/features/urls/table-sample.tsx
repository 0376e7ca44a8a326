import { Button, Checkbox, Radio, Table } from '@mantine/core';
import { useState } from 'react';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import { formatCount } from '#shared/format.ts';
import { maxCarried } from '#shared/job/delimiters.ts';
import classes from './urls.module.css';

interface TableSampleProps {
  readonly glance: ListGlance;
  readonly column: string;
  readonly carry: readonly string[];
  readonly onColumn: (column: string) => void;
  readonly onCarry: (carry: readonly string[]) => void;
}

/** Columns that are rendered at once: the controls of hundreds would block the page. */
const columnsAtOnce = 16;
const shownRecords = 8;

/** The first records of a table, with the use of each column above them. */
export function TableSample({ glance, column, carry, onColumn, onCarry }: TableSampleProps) {
  const [most, setMost] = useState(columnsAtOnce);
  const { columns } = glance;
  // The column of the URLs is always shown, however far to the right it is.
  const shown = columns
    .map((name, at) => ({ name, at }))
    .filter(({ name, at }) => at < most || name === column);
  // A blank line, such as the one after the last record, gives no information about the columns.
  const records = glance.records
    .filter((record) => record.some((cell) => cell !== ''))
    .slice(0, shownRecords);

  function toggle(name: string) {
    onCarry(carry.includes(name) ? carry.filter((one) => one !== name) : [...carry, name]);
  }

  return (
    <div className={classes['sampleTable']} data-selectable>
      <Table withTableBorder withColumnBorders verticalSpacing={4} fz="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="row">URLs in</Table.Th>
            {shown.map(({ name }) => (
              <Table.Th key={name}>
                <Radio
                  size="xs"
                  name="url-column"
                  label={name}
                  checked={name === column}
                  onChange={() => onColumn(name)}
                />
              </Table.Th>
            ))}
            {columns.length > most && (
              <Table.Th rowSpan={2}>
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => setMost(most + columnsAtOnce)}
                >
                  More of {formatCount(columns.length)} columns
                </Button>
              </Table.Th>
            )}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">Carry along</Table.Th>
            {shown.map(({ name }) => {
              const isCarried = carry.includes(name);
              return (
                <Table.Th key={name}>
                  <Checkbox
                    size="xs"
                    aria-label={`Carry ${name} along`}
                    disabled={name === column || (!isCarried && carry.length >= maxCarried)}
                    checked={name !== column && isCarried}
                    onChange={() => toggle(name)}
                  />
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((record, row) => (
            // Records have no identity but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: the sample never changes its order
            <Table.Tr key={row}>
              <Table.Td c="dimmed">{row + 1}</Table.Td>
              {shown.map(({ name, at }) => (
                <Table.Td key={name} className={classes['sampleCell']} title={record[at]}>
                  {record[at]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
