import { ActionIcon, Button, Select, TagsInput, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { sizes } from '../../../ui/theme.ts';
import { nextKey } from './environment-form.ts';
import { plainText } from './fields.ts';
import type { Problems } from '../edit/problems.ts';
import classes from './form.module.css';
import { type RowFocus, useRowFocus } from './use-row-focus.ts';
import {
  emptyVariable,
  sqlLiteral,
  typeWords,
  valueOf,
  type VariableRow,
  variableTypes,
  withType,
} from './variable-values.ts';

interface Props {
  rows: readonly VariableRow[];
  onChange: (rows: VariableRow[]) => void;
  problems: Problems;
  /** Where something else adds rows too. */
  focus?: RowFocus;
}

/** Variables with a type each; beside a value stands what the SQL gets. */
export function VariableRows({ rows, onChange, problems, focus }: Props) {
  const own = useRowFocus();
  const { ref, added, removed } = focus ?? own;
  return (
    <div ref={ref} className={classes.fields}>
      {rows.length > 0 && (
        <ol className={classes.rows} aria-label="Variables">
          {rows.map((row, index) => (
            <Row
              key={row.key}
              row={row}
              problems={problems}
              onChange={next => onChange(rows.map(other => (other.key === row.key ? next : other)))}
              onRemove={() => {
                removed(index);
                onChange(rows.filter(other => other.key !== row.key));
              }}
            />
          ))}
        </ol>
      )}
      <div>
        <Button
          leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
          data-add
          onClick={() => {
            added();
            onChange([...rows, emptyVariable(nextKey(rows))]);
          }}
        >
          Add variable
        </Button>
      </div>
    </div>
  );
}

interface RowProps {
  row: VariableRow;
  problems: Problems;
  onChange: (row: VariableRow) => void;
  onRemove: () => void;
}

function Row({ row, problems, onChange, onRemove }: RowProps) {
  const name = row.name.trim();
  const called = name === '' ? 'the new variable' : name;
  const value = valueOf(row);
  const problem = problems[`variables.${row.key}.value`];
  return (
    <li className={classes.variable}>
      <TextInput
        aria-label={`Name of ${called}`}
        {...plainText}
        classNames={{ input: classes.code }}
        placeholder="name"
        value={row.name}
        error={problems[`variables.${row.key}.name`]}
        onChange={event => onChange({ ...row, name: event.currentTarget.value })}
      />
      <Select
        aria-label={`Type of ${called}`}
        data={variableTypes.map(type => ({ value: type, label: typeWords[type] }))}
        value={row.type}
        onChange={type => {
          const chosen = variableTypes.find(known => known === type);
          if (chosen) onChange(withType(row, chosen));
        }}
      />
      <ValueField row={row} called={called} problem={problem} onChange={onChange} />
      <Tooltip label="Remove">
        <ActionIcon aria-label={`Remove ${called}`} data-remove onClick={onRemove}>
          <IconX size={sizes.iconSmall} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <p className={classes.literal}>
        {name !== '' && value !== undefined && (
          <>
            <code>{`{{ ${name} }}`}</code> becomes <code>{sqlLiteral(value)}</code>
          </>
        )}
      </p>
    </li>
  );
}

interface ValueProps {
  row: VariableRow;
  called: string;
  problem: string | undefined;
  onChange: (row: VariableRow) => void;
}

const placeholders = {
  text: 'empty text',
  number: '0',
  date: '2026-03-01',
  timestamp: '2026-03-01 06:30:00',
} as const;

function ValueField({ row, called, problem, onChange }: ValueProps) {
  const label = `Value of ${called}`;
  switch (row.type) {
    case 'text':
    case 'number':
    case 'date':
    case 'timestamp':
      return (
        <TextInput
          aria-label={label}
          {...plainText}
          classNames={{ input: classes.code }}
          inputMode={row.type === 'number' ? 'decimal' : 'text'}
          placeholder={placeholders[row.type]}
          value={row.text}
          error={problem}
          onChange={event => onChange({ ...row, text: event.currentTarget.value })}
        />
      );
    case 'boolean':
      return (
        <Select
          aria-label={label}
          data={[
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
          value={row.text === 'true' ? 'true' : 'false'}
          onChange={text => onChange({ ...row, text: text ?? 'false' })}
        />
      );
    case 'null':
      return <span className={classes.hint}>no value</span>;
    case 'list':
      return (
        <TagsInput
          aria-label={label}
          {...plainText}
          placeholder={row.items.length === 0 ? 'an item, then Enter' : ''}
          value={row.items}
          allowDuplicates
          error={problem}
          onChange={items => onChange({ ...row, items })}
        />
      );
  }
}
