import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useWorkspaceVariables, variablesHref } from '../environments-data.ts';
import { nextKey } from './environment-form.ts';
import type { FieldsProps } from './fields.ts';
import { FormSection } from './form-section.tsx';
import classes from './form.module.css';
import { useRowFocus } from './use-row-focus.ts';
import { VariableRows } from './variable-rows.tsx';
import { rowOf, sqlLiteral, type VariableValue } from './variable-values.ts';

/** The environment's own variables, and those it inherits. */
export function VariableFields({ form, set, problems }: FieldsProps) {
  const focus = useRowFocus();
  return (
    <FormSection
      title="Variables"
      description={
        <>
          Values of <code>{'{{ name }}'}</code> in the SQL. They win over those of the workspace; those of a
          job win over them.
        </>
      }
    >
      <VariableRows
        focus={focus}
        rows={form.variables}
        onChange={variables => set({ variables })}
        problems={problems}
      />
      <Inherited
        form={form}
        onOverride={(name, value) => {
          focus.added();
          set({ variables: [...form.variables, rowOf(nextKey(form.variables), name, value)] });
        }}
      />
    </FormSection>
  );
}

interface InheritedProps extends Pick<FieldsProps, 'form'> {
  onOverride: (name: string, value: VariableValue) => void;
}

function Inherited({ form, onOverride }: InheritedProps) {
  const { data } = useWorkspaceVariables();
  const inherited = Object.entries(data?.variables ?? {});
  const own = new Set(form.variables.map(({ name }) => name.trim()));
  if (inherited.length === 0) return null;
  return (
    <div className={classes.inherited}>
      <h3 className={classes.subtitle}>
        Inherited from the <Link href={variablesHref}>workspace</Link>
      </h3>
      <ul className={classes.plain}>
        {inherited.map(([name, value]) => (
          <li key={name} className={classes.inheritedRow} data-overridden={own.has(name) || undefined}>
            <code>{name}</code>
            <code className={classes.cut}>{sqlLiteral(value)}</code>
            {own.has(name) ? (
              <span className={classes.hint}>overridden here</span>
            ) : (
              <Button
                variant="subtle"
                color="gray"
                aria-label={`Override ${name}`}
                onClick={() => onOverride(name, value)}
              >
                Override
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
