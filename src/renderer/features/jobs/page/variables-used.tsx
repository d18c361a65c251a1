import { useQuery } from '@tanstack/react-query';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { sqlLiteral } from '../../environments/form/variable-values.ts';
import { askedVariables, effectiveVariables } from '../variables.ts';
import classes from './definition.module.css';

interface Props {
  definition: JobDefinition;
  environment: Environment | undefined;
  /** Of the version it runs; undefined while that is not known. */
  sql: string | undefined;
}

/** Every variable a run would have, where its value comes from, and whether the SQL uses it. */
export function VariablesUsed({ definition, environment, sql }: Props) {
  const workspace = useQuery(api.workspace.variables.queryOptions()).data?.variables ?? {};
  const used =
    sql === undefined
      ? undefined
      : new Set(
          askedVariables(sql, {
            ...definition,
            incremental: definition.materialization.type === 'incremental',
          }),
        );
  const known = effectiveVariables([
    { level: 'workspace', variables: workspace },
    { level: 'environment', variables: environment?.variables ?? {} },
    { level: 'job', variables: definition.variables ?? {} },
  ]);
  const missing = [...(used ?? [])].filter(name => !known.some(variable => variable.name === name));
  if (known.length === 0 && missing.length === 0) return <p className={classes.dim}>There are none.</p>;
  const sorted = used ? known.toSorted((a, b) => Number(used.has(b.name)) - Number(used.has(a.name))) : known;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
          <th scope="col">From</th>
          <th scope="col">In a run</th>
        </tr>
      </thead>
      <tbody>
        {missing.map(name => (
          <tr key={name}>
            <td>
              <code>{name}</code>
            </td>
            <td colSpan={2} className={classes.missing}>
              has no value: a run would fail
            </td>
            <td>used</td>
          </tr>
        ))}
        {sorted.map(({ name, value, from, over }) => (
          <tr key={name} data-unused={used?.has(name) === false || undefined}>
            <td>
              <code>{name}</code>
            </td>
            <td>
              <code>{sqlLiteral(value)}</code>
            </td>
            <td>
              {from === 'environment' ? environment?.name : from === 'job' ? 'this job' : from}
              {over[0] && (
                <span className={classes.dim}>
                  {' '}
                  instead of {sqlLiteral(over[0].value)} of the {over[0].from}
                </span>
              )}
            </td>
            <td>{used === undefined ? '' : used.has(name) ? 'used' : 'not used'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
