import { ActionIcon, Autocomplete, Button, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import {
  knownSessionParameters,
  sessionParameterWarning,
} from '../../../../shared/domain/session-parameters.ts';
import { sizes } from '../../../ui/theme.ts';
import { nextKey } from '../form/environment-form.ts';
import { plainText } from '../form/fields.ts';
import { FormSection } from '../form/form-section.tsx';
import formClasses from '../form/form.module.css';
import { useRowFocus } from '../form/use-row-focus.ts';
import classes from './compute.module.css';
import type { ProfileFieldsProps } from './fields.ts';
import type { ParameterRow } from './parameters.ts';

/** The warehouse's own settings for every statement, a row each. */
export function ParameterFields({ form, set, problems }: ProfileFieldsProps) {
  const rows = form.parameters;
  const { ref, added, removed } = useRowFocus();
  const change = (key: number, changes: Partial<ParameterRow>) =>
    set({ parameters: rows.map(row => (row.key === key ? { ...row, ...changes } : row)) });
  return (
    <FormSection
      title="Session parameters"
      description={
        <>
          Snowflake’s own settings, set for every statement. Numbers, <code>true</code> and <code>false</code>{' '}
          are what they look like; <code>'12'</code> is text.
        </>
      }
    >
      <div ref={ref} className={formClasses.fields}>
        {rows.length > 0 && (
          <ol className={formClasses.rows} aria-label="Session parameters">
            {rows.map((row, index) => (
              <Row
                key={row.key}
                row={row}
                nameProblem={problems[`parameters.${row.key}.name`]}
                textProblem={problems[`parameters.${row.key}.text`]}
                taken={rows.map(({ name }) => name)}
                onChange={changes => change(row.key, changes)}
                onRemove={() => {
                  removed(index);
                  set({ parameters: rows.filter(other => other !== row) });
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
              set({ parameters: [...rows, { key: nextKey(rows), name: '', text: '' }] });
            }}
          >
            Add parameter
          </Button>
        </div>
      </div>
    </FormSection>
  );
}

interface RowProps {
  row: ParameterRow;
  nameProblem: string | undefined;
  textProblem: string | undefined;
  /** Names that other rows have. */
  taken: readonly string[];
  onChange: (changes: Partial<ParameterRow>) => void;
  onRemove: () => void;
}

function Row({ row, nameProblem, textProblem, taken, onChange, onRemove }: RowProps) {
  const name = row.name.trim();
  const called = name === '' ? 'the new parameter' : name;
  const remark = name === '' || nameProblem !== undefined ? undefined : sessionParameterWarning(name);
  return (
    <li className={classes.parameter}>
      <Autocomplete
        size="xs"
        aria-label={`Name of ${called}`}
        {...plainText}
        classNames={{ input: formClasses.code }}
        placeholder="TIMEZONE"
        data={knownSessionParameters.filter(known => known === row.name || !taken.includes(known))}
        limit={50}
        openOnFocus={false}
        value={row.name}
        error={nameProblem}
        onChange={typed => onChange({ name: typed.toUpperCase() })}
      />
      <TextInput
        aria-label={`Value of ${called}`}
        {...plainText}
        classNames={{ input: formClasses.code }}
        placeholder="Europe/Berlin"
        maxLength={1_000}
        value={row.text}
        error={textProblem}
        onChange={event => onChange({ text: event.currentTarget.value })}
      />
      <Tooltip label="Remove">
        <ActionIcon aria-label={`Remove ${called}`} data-remove onClick={onRemove}>
          <IconX size={sizes.iconSmall} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {remark !== undefined && <p className={classes.remark}>{remark}</p>}
    </li>
  );
}
