import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { nextKey } from '../../environments/form/environment-form.ts';
import type { Problems } from '../../environments/edit/problems.ts';
import { VariableRows } from '../../environments/form/variable-rows.tsx';
import {
  emptyVariable,
  rowOf,
  sqlLiteral,
  type VariableRow,
} from '../../environments/form/variable-values.ts';
import { askedVariables, type EffectiveVariable } from '../variables.ts';
import classes from './dialogs.module.css';
import { asDefined } from './run-choices.ts';

interface Props {
  job: Job;
  /** What is to run instead of what the definition says. */
  version: string;
  environment: Environment | undefined;
  /** The variables the run has as it is. */
  known: readonly EffectiveVariable[];
  rows: readonly VariableRow[];
  problems: Problems;
  onChange: (rows: VariableRow[]) => void;
}

/** The variables a run asks for, with the values they have, and values for this run alone. */
export function RunVariables({ job, version, environment, known, rows, problems, onChange }: Props) {
  const sql = useQuery(
    api.models.version.queryOptions({
      input: {
        model: String(job.model_id),
        version: version === asDefined ? (job.definition?.tag ?? 'latest') : version,
      },
      enabled: job.model_id !== null && version !== 'draft',
      retry: false,
    }),
  ).data?.sql;
  const used =
    sql === undefined
      ? known.map(({ name }) => name)
      : askedVariables(sql, { ...job.definition, incremental: job.materialization === 'incremental' });
  const own = new Set(rows.map(({ name }) => name.trim()));
  const add = (row: VariableRow) => onChange([...rows, row]);
  return (
    <section aria-labelledby="run-variables" className={classes.group}>
      <h3 id="run-variables">Variables for this run</h3>
      {used.length > 0 && (
        <table className={classes.variables}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Has the value</th>
              <th scope="col">From</th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {used.map(name => {
              const variable = known.find(each => each.name === name);
              return (
                <tr key={name} data-overridden={own.has(name) || undefined}>
                  <th scope="row">{name}</th>
                  <td className={variable ? classes.inherited : classes.missing}>
                    {variable ? <code>{sqlLiteral(variable.value)}</code> : 'none: the run would fail'}
                  </td>
                  <td className={classes.dim}>{variable && sourceOf(variable, environment)}</td>
                  <td className={classes.act}>
                    {own.has(name) ? (
                      <span className={classes.dim}>set below</span>
                    ) : (
                      <Button
                        variant="subtle"
                        aria-label={`Set ${name} for this run`}
                        onClick={() =>
                          add(
                            variable
                              ? rowOf(nextKey(rows), name, variable.value)
                              : { ...emptyVariable(nextKey(rows)), name },
                          )
                        }
                      >
                        Set
                      </Button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {used.length === 0 && rows.length === 0 && <p className={classes.dim}>There are none to set.</p>}
      {(used.length > 0 || rows.length > 0) && (
        <VariableRows last rows={rows} problems={problems} onChange={onChange} />
      )}
    </section>
  );
}

function sourceOf({ from }: EffectiveVariable, environment: Environment | undefined): string {
  if (from === 'environment') return environment?.name ?? 'the environment';
  return from === 'job' ? 'this job' : 'the workspace';
}
