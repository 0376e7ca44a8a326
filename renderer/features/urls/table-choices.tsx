import { Alert, Button, Group, Select, Switch, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { delimiterName, maxCarried } from '#shared/job/delimiters.ts';
import { TableSample } from './table-sample.tsx';

/** How a table is read, with nothing left open. */
export interface TableFormat {
  readonly kind: 'csv';
  readonly delimiter: string;
  readonly header: boolean;
  /** Empty where the table has no column at all. */
  readonly column: string;
  readonly carry: readonly string[];
}

export type AskedTable = Partial<Pick<TableFormat, 'delimiter' | 'header'>>;

interface TableChoicesProps {
  readonly start: ListGlance;
  readonly table: TableFormat;
  readonly onTable: (table: TableFormat) => void;
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

/** Delimiter, header and columns of a table, over its first records as they come out. */
export function TableChoices({ start, table, onTable, onGlance }: TableChoicesProps) {
  const [glance, setGlance] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const [typesOther, setTypesOther] = useState(delimiterName(table.delimiter).length === 1);
  const asks = useRef(0);
  const { columns } = glance;
  const carried = table.carry.filter((name) => name !== table.column);

  async function ask(asked: Required<AskedTable>) {
    asks.current += 1;
    const mine = asks.current;
    try {
      const found = await onGlance(asked);
      if (mine !== asks.current) return;
      setGlance(found);
      setProblem(null);
      onTable(carriedOver(table, asked, found));
    } catch (error) {
      if (mine === asks.current) setProblem(toErrorReply(error).message);
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
            if (value !== null && value !== other) void ask({ ...table, delimiter: value });
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
              if (/^[^"\r\n]$/.test(value)) void ask({ ...table, delimiter: value });
            }}
          />
        )}
        <Switch
          label="The first record names the columns"
          mb={5}
          checked={table.header}
          onChange={(event) => void ask({ ...table, header: event.currentTarget.checked })}
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

/** What was chosen stays where the columns are the same; else what the content has decided counts. */
function carriedOver(
  table: TableFormat,
  { delimiter, header }: Required<AskedTable>,
  { reading, columns }: ListGlance,
): TableFormat {
  const found = reading.kind === 'table' ? reading : { column: null, carry: [] };
  const stays = columns.includes(table.column);
  return {
    kind: 'csv',
    delimiter,
    header,
    column: stays ? table.column : (found.column ?? columns[0] ?? ''),
    carry: stays ? table.carry.filter((name) => columns.includes(name)) : found.carry,
  };
}
