import { Button, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import type { Compiled } from '../../../../shared/contract/sql.ts';
import { engineTitles } from '../../../../shared/domain/engines.ts';
import { troubleOf } from '../../../call-error.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { compile } from '../run-sql.ts';
import { useRunning } from '../use-model-commands.ts';
import { type Compilation, useModelPage } from '../workbench.ts';
import { PartLabel } from './part-label.tsx';
import { WarningList } from './result-rows.tsx';
import classes from './results.module.css';

/** What really runs: variables resolved, sources mapped, in the words of the engine. */
export function CompiledPanel() {
  const page = useModelPage();
  const compilation = page.workbench(state => state.compilation);
  const running = useRunning(page);
  if (compilation.status === 'empty') {
    return <EmptyState>There is nothing to run: the text has no statement in it.</EmptyState>;
  }
  if (compilation.status === 'none') {
    return (
      <EmptyState
        action={
          <Button
            disabled={!page.environment}
            onClick={running.compile}
            rightSection={<KeyHint keys="mod+shift+Enter" />}
          >
            Show what will really run
          </Button>
        }
      >
        See the SQL as it is sent, with variables resolved and sources mapped.
      </EmptyState>
    );
  }
  return (
    <div className={classes.results} data-hue={compilation.where.colour}>
      <div className={classes.facts}>
        <PartLabel part={compilation.part} />
        <EnvironmentChip environment={compilation.where} />
        <span className={classes.gap} />
        <AsJob compilation={compilation} />
      </div>
      {compilation.status === 'running' && <Waiting label="Compiling" />}
      {compilation.status === 'failed' && (
        <Failed trouble={troubleOf(compilation.error, 'The text cannot run like this')} />
      )}
      {compilation.status === 'done' && <CompiledText compiled={compilation.compiled} />}
    </div>
  );
}

/** Jobs bring variables and source mappings of their own. */
function AsJob({ compilation }: { compilation: Exclude<Compilation, { status: 'none' | 'empty' }> }) {
  const { model, workbench } = useModelPage();
  const [job, setJob] = useState('');
  const jobs = model.jobs.filter(({ environment }) => environment === compilation.where.name);
  if (jobs.length === 0) return null;
  const options = [
    { value: '', label: 'as a preview' },
    ...jobs.map(({ id, name }) => ({ value: String(id), label: `as ${name}` })),
  ];
  return (
    <Select
      aria-label="As which job"
      data={options}
      value={job}
      onChange={value => {
        setJob(value ?? '');
        compile(workbench, compilation.part, compilation.where, value ? Number(value) : undefined);
      }}
    />
  );
}

function CompiledText({ compiled }: { compiled: Compiled }) {
  const [text, setText] = useState<'sql' | 'resolved'>('sql');
  const gets = `As ${engineTitles[compiled.engine]} gets it`;
  const isTranslated = compiled.engine === 'duckdb';
  return (
    <div className={classes.compiled}>
      <div className={classes.texts}>
        <div className={classes.facts}>
          {isTranslated ? (
            <SegmentedControl
              aria-label="Which text"
              data={[
                { value: 'sql', label: gets },
                { value: 'resolved', label: 'Snowflake SQL' },
              ]}
              value={text}
              onChange={value => setText(value)}
            />
          ) : (
            <span>{gets}</span>
          )}
        </div>
        <div className={classes.grid}>
          <CodeView
            fill
            sql={compiled[text]}
            label={isTranslated && text === 'sql' ? 'Translated SQL' : 'Resolved SQL'}
          />
        </div>
      </div>
      <div className={classes.aside}>
        <Sources compiled={compiled} />
        <VariableValues compiled={compiled} />
        {compiled.warnings.length > 0 && (
          <>
            <h2>Warnings</h2>
            <WarningList warnings={compiled.warnings} />
          </>
        )}
      </div>
    </div>
  );
}

function Sources({ compiled }: { compiled: Compiled }) {
  if (compiled.sources.length === 0) return <p className={classes.paragraph}>It reads no tables.</p>;
  return (
    <table className={classes.sources}>
      <thead>
        <tr>
          <th scope="col">Written</th>
          <th scope="col">Reads</th>
        </tr>
      </thead>
      <tbody>
        {compiled.sources.map(source => (
          <tr key={`${source.written} ${source.reads}`}>
            <td>{source.written}</td>
            <td>{source.reads === source.written ? 'the same' : source.reads}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function VariableValues({ compiled }: { compiled: Compiled }) {
  const entries = Object.entries(compiled.variables);
  if (entries.length === 0) return null;
  return (
    <>
      <h2>Variables</h2>
      <table className={classes.sources}>
        <tbody>
          {entries.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{JSON.stringify(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
