import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconArrowRight, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { sizes } from '../../../ui/theme.ts';
import { nextKey } from './environment-form.ts';
import { type FieldsProps, plainText } from './fields.ts';
import { FormSection } from './form-section.tsx';
import classes from './form.module.css';
import { exampleName, mapName, type MappingRow, ruleKind } from './mapping.ts';
import { useRowFocus } from './use-row-focus.ts';

/** Rules that send the names in the SQL elsewhere. */
export function MappingFields({ form, set, problems }: FieldsProps) {
  const rows = form.mapping;
  const change = (key: number, changes: Partial<MappingRow>) =>
    set({ mapping: rows.map(row => (row.key === key ? { ...row, ...changes } : row)) });
  const { ref, added, removed } = useRowFocus();
  const add = () => {
    added();
    set({ mapping: [...rows, { key: nextKey(rows), from: '', to: '' }] });
  };
  const remove = (row: MappingRow) => {
    removed(rows.indexOf(row));
    set({ mapping: rows.filter(other => other !== row) });
  };
  return (
    <FormSection
      title="Source mapping"
      description="Models name their sources once; these rules say what is read here instead. A database to a database, or a schema to a schema; the more exact rule wins."
    >
      <div ref={ref} className={classes.fields}>
        {rows.length > 0 && (
          <ol className={classes.rows} aria-label="Rules">
            {rows.map((row, index) => (
              <li key={row.key} className={classes.rule}>
                <TextInput
                  aria-label={`Rule ${index + 1}, written`}
                  {...plainText}
                  classNames={{ input: classes.code }}
                  placeholder="DATABASE or DATABASE.SCHEMA"
                  value={row.from}
                  error={problems[`mapping.${row.key}.from`]}
                  onChange={event => change(row.key, { from: event.currentTarget.value })}
                />
                <IconArrowRight size={sizes.iconSmall} className={classes.arrow} aria-label="reads" />
                <TextInput
                  aria-label={`Rule ${index + 1}, reads`}
                  {...plainText}
                  classNames={{ input: classes.code }}
                  value={row.to}
                  error={problems[`mapping.${row.key}.to`]}
                  onChange={event => change(row.key, { to: event.currentTarget.value })}
                />
                <span className={classes.kind}>{ruleKind(row)}</span>
                <Tooltip label="Remove">
                  <ActionIcon aria-label={`Remove rule ${index + 1}`} data-remove onClick={() => remove(row)}>
                    <IconX size={sizes.iconSmall} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </li>
            ))}
          </ol>
        )}
        <div>
          <Button leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />} data-add onClick={add}>
            Add rule
          </Button>
        </div>
      </div>
      <Example form={form} />
    </FormSection>
  );
}

/** What a name becomes under the rules as they are typed. */
function Example({ form }: Pick<FieldsProps, 'form'>) {
  const [typed, setTyped] = useState<string>();
  const name = typed ?? exampleName(form.mapping);
  const mapped = mapName(name, form.mapping, form);
  return (
    <div className={classes.example}>
      <TextInput
        label="Try a name"
        {...plainText}
        classNames={{ input: classes.code }}
        value={name}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <output className={classes.outcome}>
        {mapped === undefined ? (
          'Not a full name: a table, with its schema and database where there are no defaults.'
        ) : (
          <>
            reads <code>{mapped.reads}</code>
            <span className={classes.hint}>
              {mapped.rule === undefined ? 'no rule is about it' : `by ${mapped.rule}`}
            </span>
          </>
        )}
      </output>
    </div>
  );
}
