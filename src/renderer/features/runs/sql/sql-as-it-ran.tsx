import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Run } from '../../../../shared/contract/runs.ts';
import { engineTitles } from '../../../../shared/domain/engines.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { FrozenFacts } from './frozen-facts.tsx';
import classes from './sql.module.css';

const texts = ['model', 'resolved', 'sql', 'statements'] as const;
type Text = (typeof texts)[number];

/** Everything the run was made of, as it was frozen then: nothing here changes any more. */
export function SqlAsItRan({ run }: { run: Run }) {
  const search = useSearch();
  const asked = search.get('text');
  const { engine } = run.frozen.environment;
  // Elsewhere the resolved text is what is sent.
  const isTranslated = engine === 'duckdb';
  const text: Text = texts.find(known => known === asked && (isTranslated || known !== 'sql')) ?? 'model';
  const line = Number(search.get('line')) || undefined;
  const aside = useRef<HTMLDivElement>(null);
  const part = search.get('part');
  useEffect(() => {
    if (part !== null) aside.current?.querySelector(`[data-part="${CSS.escape(part)}"]`)?.scrollIntoView();
  }, [part]);

  const sql = textOf(run, text);
  return (
    <div className={classes.view}>
      <div className={classes.texts}>
        <div className={classes.bar}>
          <SegmentedControl
            aria-label="Which text"
            data={[
              { value: 'model', label: 'Model' },
              { value: 'resolved', label: 'Resolved' },
              ...(isTranslated ? [{ value: 'sql' as const, label: `For ${engineTitles[engine]}` }] : []),
              { value: 'statements', label: 'Statements' },
            ]}
            value={text}
            onChange={value => changeSearch({ text: value === 'model' ? null : value, line: null })}
          />
          <span className={classes.what}>{explanation(text, run)}</span>
        </div>
        <div className={classes.code}>
          {sql === null ? (
            <EmptyState>
              {run.state === 'pending' || run.state === 'running'
                ? 'It is not known yet: the run has not come that far.'
                : 'There is none: the run ended before it came that far.'}
            </EmptyState>
          ) : (
            <CodeView fill sql={sql} label={labels[text]} mark={text === 'model' ? line : undefined} />
          )}
        </div>
      </div>
      <div ref={aside} className={classes.aside}>
        <FrozenFacts run={run} />
      </div>
    </div>
  );
}

const labels: Record<Text, string> = {
  model: 'Model SQL',
  resolved: 'Resolved SQL',
  sql: 'Translated SQL',
  statements: 'Statements',
};

function textOf({ frozen }: Run, text: Text): string | null {
  switch (text) {
    case 'model':
      return frozen.sql;
    case 'resolved':
      return frozen.compiled?.resolved ?? null;
    case 'sql':
      return frozen.compiled?.sql ?? null;
    case 'statements':
      return frozen.statements.length === 0 ? null : `${frozen.statements.join(';\n\n')};`;
  }
}

function explanation(text: Text, run: Run): string {
  const { engine } = run.frozen.environment;
  switch (text) {
    case 'model':
      return 'The text of the version';
    case 'resolved':
      return 'Variables filled in, sources mapped';
    case 'sql':
      return `Translated for ${engineTitles[engine]}`;
    case 'statements':
      return engine === 'duckdb' && run.frozen.definition.checks === undefined
        ? 'Sent together: all of it took effect, or nothing'
        : 'Sent one by one: each when the one before it had taken effect';
  }
}
