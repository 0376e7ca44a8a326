import { Alert, Button, Group, Select, Switch, Text, TextInput } from '@mantine/core';
import { type Dispatch, type SetStateAction, useRef, useState } from 'react';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { delimiterName, maxCarried } from '#shared/job/delimiters.ts';
import { type AskedTable, type TableFormat, withColumnsOf } from './table-format.ts';
import { TableSample } from './table-sample.tsx';

interface TableChoicesProps {
  readonly start: ListGlance;
  readonly table: TableFormat;
  readonly onTable: Dispatch<SetStateAction<TableFormat>>;
  readonly onGlance: (asked: AskedTable) => Promise<ListGlance>;
}

const other = 'other';
const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe' },
  { value: '', label: 'None: one column' },
  { value: other, label: 'Another character' },
];

/** The delimiter, header and columns of a table, above its first records in their current reading. */
export function TableChoices({ start, table, onTable, onGlance }: TableChoicesProps) {
  const [glance, setGlance] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const [typesOther, setTypesOther] = useState(delimiterName(table.delimiter).length === 1);
  /** The last question sent to main; an answer to an earlier one is dropped. */
  const asked = useRef<AskedTable>({ delimiter: table.delimiter, header: table.header });
  const { columns } = glance;
  const carried = table.carry.filter((name) => name !== table.column);

  async function ask(change: Partial<AskedTable>) {
    const mine = { ...asked.current, ...change };
    asked.current = mine;
    onTable((now) => ({ ...now, ...mine }));
    try {
      const found = await onGlance(mine);
      if (mine !== asked.current) return;
      setGlance(found);
      setProblem(null);
      onTable((now) => withColumnsOf(now, found));
    } catch (error) {
      if (mine === asked.current) setProblem(toErrorReply(error).message);
    }
  }

  return (
    <>
      <Group align="flex-end" gap="md" mb="sm">
        <Select
          label="Cells are separated by"
          size="xs"
          w={170}
          allowDeselect={false}
          data={delimiters}
          value={typesOther ? other : table.delimiter}
          onChange={(value) => {
            setTypesOther(value === other);
            if (value !== null && value !== other) void ask({ delimiter: value });
          }}
        />
        {typesOther && (
          <TextInput
            label="Character"
            size="xs"
            w={80}
            maxLength={1}
            defaultValue={table.delimiter}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (/^[^"\r\n]$/.test(value)) void ask({ delimiter: value });
            }}
          />
        )}
        <Switch
          label="The first record names the columns"
          mb={5}
          checked={table.header}
          onChange={(event) => void ask({ header: event.currentTarget.checked })}
        />
      </Group>
      {problem !== null && (
        <Alert color="red" mb="sm">
          {problem}
        </Alert>
      )}
      <TableSample
        glance={glance}
        column={table.column}
        carry={table.carry}
        onColumn={(column) => onTable({ ...table, column })}
        onCarry={(carry) => onTable({ ...table, carry })}
      />
      <Group gap="xs" mt={6}>
        <Text size="xs" c="dimmed" aria-live="polite">
          {formatQuantity(carried.length, 'column')} of{' '}
          {formatCount(Math.max(0, columns.length - 1))} carried along
          {columns.length > maxCarried + 1 &&
            `; a run carries ${formatCount(maxCarried)} at the most`}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            const others = columns.filter((name) => name !== table.column);
            onTable({ ...table, carry: others.slice(0, maxCarried) });
          }}
        >
          All
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => onTable({ ...table, carry: [] })}>
          None
        </Button>
      </Group>
    </>
  );
}
