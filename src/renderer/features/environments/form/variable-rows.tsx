import { ActionIcon, Button, Checkbox, Select, TagsInput, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { sizes } from '../../../ui/theme.ts';
import { nextKey } from './environment-form.ts';
import { plainText } from './fields.ts';
import type { Problems } from '../edit/problems.ts';
import classes from './form.module.css';
import { type RowFocus, useRowFocus } from './use-row-focus.ts';
import {
  declarable,
  emptyVariable,
  sqlLiteral,
  typeWords,
  valueOf,
  type VariableRow,
  variableTypes,
  withDeclared,
  withType,
} from './variable-values.ts';

interface Props {
  rows: readonly VariableRow[];
  onChange: (rows: VariableRow[]) => void;
  problems: Problems;
  /** Where something else adds rows too. */
  focus?: RowFocus;
  /** Nothing sets them anew: they are those of a run. */
  last?: boolean;
}

/** Variables with a type each; beside a value stands what the SQL gets. */
export function VariableRows({ rows, onChange, problems, focus, last = false }: Props) {
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
              last={last}
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

/** Of a list or of no value: its type is not declared. */
const anyType = '';

interface RowProps {
  row: VariableRow;
  problems: Problems;
  last: boolean;
  onChange: (row: VariableRow) => void;
  onRemove: () => void;
}

function Row({ row, problems, last, onChange, onRemove }: RowProps) {
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
      <div className={classes.beneath}>
        <p className={classes.literal}>
          {name !== '' && value !== undefined && (
            <>
              <code>{`{{ ${name} }}`}</code> becomes <code>{sqlLiteral(value)}</code>
            </>
          )}
        </p>
        <Declared row={row} called={called} last={last} onChange={onChange} />
      </div>
    </li>
  );
}

/** Whether whoever sets the variable anew has to keep to its type. Of a date or time that goes without saying. */
function Declared({ row, called, last, onChange }: Omit<ValueProps, 'problem'> & { last: boolean }) {
  const types = declarable(row);
  const [only] = types;
  if (only === 'date' || only === 'timestamp' || (last && types.length === 1)) return null;
  const tip = 'Where it is set anew, in an environment, a job or for a run, it has to be of this type';
  if (types.length === 1) {
    return (
      <Tooltip label={tip} multiline maw="20rem">
        <Checkbox
          size="xs"
          label="keep to this type"
          aria-label={`keep to this type: ${called}`}
          aria-description={tip}
          checked={row.declared !== undefined}
          onChange={event => onChange(withDeclared(row, event.currentTarget.checked ? only : undefined))}
        />
      </Tooltip>
    );
  }
  return (
    <Select
      size="xs"
      aria-label={row.type === 'list' ? `Items of ${called}` : `Type of ${called} where it has a value`}
      data={[
        { value: anyType, label: row.type === 'list' ? 'items of any type' : 'of any type' },
        ...types.map(type => ({ value: type, label: typeWords[type] })),
      ]}
      value={row.declared ?? anyType}
      allowDeselect={false}
      onChange={chosen =>
        onChange(
          withDeclared(
            row,
            types.find(type => type === chosen),
          ),
        )
      }
    />
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
          error={problem}
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
