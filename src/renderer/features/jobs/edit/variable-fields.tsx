import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api.ts';
import { nextKey } from '../../environments/form/environment-form.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import { VariableRows } from '../../environments/form/variable-rows.tsx';
import { emptyVariable, rowOf, sqlLiteral } from '../../environments/form/variable-values.ts';
import { askedVariables, effectiveVariables } from '../variables.ts';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';
import { qualityDefinition } from './quality-form.ts';

/** The job's own variables, those it inherits, and those a run asks for that have no value. */
export function VariableFields({ form, set, problems, environment, version }: JobFieldsProps) {
  const workspace = useQuery(api.workspace.variables.queryOptions()).data?.variables ?? {};
  const own = new Set(form.variables.map(({ name }) => name.trim()));
  const used = version
    ? askedVariables(version.sql, {
        ...qualityDefinition(form),
        incremental: form.materialization === 'incremental',
      })
    : [];
  const inherited = effectiveVariables([
    { level: 'workspace', variables: workspace },
    { level: 'environment', variables: environment?.variables ?? {} },
  ]);
  const missing = used.filter(name => !own.has(name) && !inherited.some(variable => variable.name === name));
  return (
    <FormSection
      title="Variables"
      description={
        <>
          Values of <code>{'{{ name }}'}</code> in the SQL and in checks. They win over those of the
          environment and the workspace.
        </>
      }
    >
      <VariableRows rows={form.variables} onChange={variables => set({ variables })} problems={problems} />
      {missing.length > 0 && (
        <p className={classes.warning} data-tone="warning">
          A run asks for {missing.join(', ')}, which {missing.length === 1 ? 'has' : 'have'} no value
          anywhere: runs would fail.{' '}
          {missing.map(name => (
            <Button
              key={name}
              variant="subtle"
              onClick={() =>
                set({ variables: [...form.variables, { ...emptyVariable(nextKey(form.variables)), name }] })
              }
            >
              Add {name}
            </Button>
          ))}
        </p>
      )}
      {inherited.length > 0 && (
        <div>
          <h3 className={classes.subtitle}>Inherited</h3>
          <ul className={classes.rows}>
            {inherited.map(({ name, value, from }) => (
              <li key={name} className={classes.inherited} data-overridden={own.has(name) || undefined}>
                <code>{name}</code>
                <code className={classes.cut}>{sqlLiteral(value)}</code>
                <span className={classes.dim}>
                  of {from === 'environment' ? environment?.name : `the ${from}`}
                  {used.includes(name) ? '' : ', not used'}
                </span>
                {own.has(name) ? (
                  <span className={classes.dim}>overridden here</span>
                ) : (
                  <Button
                    variant="subtle"
                    color="gray"
                    aria-label={`Override ${name}`}
                    onClick={() =>
                      set({ variables: [...form.variables, rowOf(nextKey(form.variables), name, value)] })
                    }
                  >
                    Override
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormSection>
  );
}
