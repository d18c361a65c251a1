import type { ReactNode } from 'react';
import { intervalOf } from '../../../../shared/contract/materialization.ts';
import type { Run } from '../../../../shared/contract/runs.ts';
import { windowIntervals, windowWords } from '../../../../shared/domain/build-window.ts';
import { keptText } from '../../../../shared/domain/intervals.ts';
import { plainOf } from '../../../../shared/domain/variables.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { engineWords } from '../../../parts/engine-words.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { versionText } from '../../../parts/version-text.ts';
import { Copyable } from '../../../ui/copyable.tsx';
import { ruleOf } from '../../../parts/mapping-rule.ts';
import classes from './sql.module.css';

/** What the run was dispatched with besides its SQL. */
export function FrozenFacts({ run }: { run: Run }) {
  const { frozen } = run;
  return (
    <>
      <Part title="What ran" part="what">
        <Facts
          facts={[
            ['Model', `${run.model ?? ''} ${run.draft ? 'draft' : versionText(run)}`],
            [
              'Hash',
              frozen.hash && (
                <Copyable key="hash" text={frozen.hash} shown={frozen.hash.slice(0, 12)} what="Hash" />
              ),
            ],
            ['Writes', frozen.target && <Copyable key="target" text={frozen.target} what="Target" />],
            [
              'As a',
              keptText(frozen.definition.materialization.type, intervalOf(frozen.definition.materialization)),
            ],
            ['Built', frozen.window && windowWords(frozen.window)],
            ['Intervals', frozen.window && windowIntervals(frozen.window)],
            [
              'Definition',
              <AreaLink key="job" to={`/jobs/${run.job_id}/history`}>
                {run.job_version}
              </AreaLink>,
            ],
            ['Conditions', frozen.ignore_conditions && 'ignored, as was asked for'],
            ['Timeout', frozen.definition.timeout ?? 'none of its own'],
          ]}
        />
      </Part>
      <Part title="Sources" part="mapping">
        <Sources run={run} />
      </Part>
      <Part title="Variables" part="variables">
        <RunVariables run={run} />
      </Part>
      <Part title="Environment" part="environment">
        <EnvironmentFacts run={run} />
      </Part>
      <Part title="Output columns" part="columns">
        <Rows
          head={['Column', 'Type']}
          rows={frozen.columns.map(({ name, type }) => [name, type])}
          empty="Not described: the run did not come that far."
        />
      </Part>
      {frozen.compiled && frozen.compiled.warnings.length > 0 && (
        <Part title="Warnings" part="warnings">
          <ul className={classes.warnings}>
            {frozen.compiled.warnings.map(({ code, message, line }) => (
              <li key={`${code} ${line} ${message}`}>
                {message}
                {line !== undefined && ` (line ${line})`}
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

/** What each variable was, where that comes from, and what it was instead of. */
function RunVariables({ run }: { run: Run }) {
  const { resolved_variables: resolved, variables } = run.frozen;
  if (resolved === null) {
    // Of a run from before it was kept where they come from.
    return (
      <Rows
        head={['Name', 'Value']}
        rows={Object.entries(variables).map(([name, value]) => [name, JSON.stringify(plainOf(value))])}
        empty="It had none."
      />
    );
  }
  return (
    <Rows
      head={['Name', 'Type', 'Value', 'From', 'Instead of']}
      rows={resolved.map(({ name, type, declared, value, layer, overrides }) => [
        name,
        declared ? `${type}, declared` : type,
        JSON.stringify(value),
        layer === 'run' ? 'this run' : layer,
        overrides.map(each => `${JSON.stringify(each.value)} (${each.layer})`).join(', '),
      ])}
      empty="It had none."
    />
  );
}

function Sources({ run }: { run: Run }) {
  const { mapping, compiled } = run.frozen;
  const rules = [
    ...Object.entries(mapping.job).map(([from, to]) => [from, to, 'job'] as const),
    ...Object.entries(mapping.environment).map(([from, to]) => [from, to, 'environment'] as const),
  ];
  return (
    <>
      {compiled ? (
        <Rows
          head={['Written', 'Read', 'By rule']}
          rows={mapping.sources.map(({ written, reads }) => {
            const deferred = mapping.deferred.find(each => each.written === written);
            if (deferred) {
              return [written, reads, `${deferred.model} of ${deferred.environment}, not built here`];
            }
            const rule = ruleOf(written, mapping);
            const by = rule === null ? 'none' : `${rule.from} → ${rule.to} (${rule.of})`;
            return [written, reads === written ? 'the same' : reads, by];
          })}
          empty="It reads no tables."
        />
      ) : (
        <p className={classes.none}>Not known: the run did not come that far.</p>
      )}
      {rules.length > 0 && (
        <details className={classes.rules}>
          <summary>All rules ({rules.length})</summary>
          <Rows head={['From', 'To', 'Of']} rows={rules} empty="" />
        </details>
      )}
    </>
  );
}

function EnvironmentFacts({ run }: { run: Run }) {
  const { environment } = run.frozen;
  return (
    <Facts
      facts={[
        ['Name', <EnvironmentChip key="name" environment={environment} />],
        ['Connection', `${environment.connection}, ${engineWords[environment.engine] ?? environment.engine}`],
        ['Role', environment.role],
        ['Warehouse', environment.warehouse],
        ['Database', environment.database],
        ['Schema', environment.schema],
        ['Statement timeout', environment.limits.statement_timeout ?? 'none'],
        ['Runs at a time', environment.limits.max_concurrent_runs],
      ]}
    />
  );
}

function Part({ title, part, children }: { title: string; part: string; children: ReactNode }) {
  return (
    <section data-part={part} className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Facts that are there; what is null or empty is left out. */
function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== '' && value !== undefined && value !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

interface RowsProps {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  empty: string;
}

function Rows({ head, rows, empty }: RowsProps) {
  if (rows.length === 0) return <p className={classes.none}>{empty}</p>;
  return (
    <table className={classes.rows}>
      <thead>
        <tr>
          {head.map(title => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.join(' ')}>
            {row.map((cell, index) => (
              <td key={head[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
