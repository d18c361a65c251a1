import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { CheckResult } from '../../../../shared/contract/checks.ts';
import type { Evidence } from '../../../../shared/contract/conditions.ts';
import type { Run } from '../../../../shared/contract/runs.ts';
import { isTerminal } from '../../../../shared/domain/run-state.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { MetChip, OutcomeChip, outcomeLooks } from '../../../parts/check-outcome.tsx';
import { Copyable } from '../../../ui/copyable.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { columnKind } from '../../../ui/grid/grid-model.ts';
import { counted } from '../../../ui/numbers.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { sizes } from '../../../ui/theme.ts';
import classes from './checks.module.css';
import { checkKey, notableCheck } from './notable-check.ts';

/** What the run found in its sources and in what it built. Which check is shown is in the address: `?check=unique(DAY)`. */
export function ChecksView({ run }: { run: Run }) {
  const asked = useSearch().get('check');
  const { conditions, checks } = run;
  if (conditions.length === 0 && checks.length === 0) return <EmptyState>{whyNothing(run)}</EmptyState>;
  const chosen = checks.find(check => checkKey(check) === asked) ?? notableCheck(checks);
  return (
    <div className={classes.view}>
      <div className={classes.lists} data-alone={chosen === undefined || undefined}>
        {conditions.length > 0 && (
          <Conditions conditions={conditions} ignored={run.frozen.ignore_conditions} />
        )}
        {checks.length > 0 && (
          <section aria-labelledby="run-checks">
            <h2 id="run-checks">Checks</h2>
            <ul className={classes.list}>
              {checks.map(check => (
                <li key={checkKey(check)}>
                  <CheckButton check={check} chosen={check === chosen} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {chosen && <CheckDetails key={checkKey(chosen)} check={chosen} />}
    </div>
  );
}

function whyNothing({ state, frozen }: Run): string {
  const { checks, conditions } = frozen.definition;
  if (checks === undefined && conditions === undefined)
    return 'The job has no conditions and no checks: it looks at no data beside what it builds.';
  return isTerminal(state)
    ? 'The run ended before it came to look at data.'
    : 'The run has not come to look at data yet.';
}

function Conditions({ conditions, ignored }: { conditions: readonly Evidence[]; ignored: boolean }) {
  return (
    <section aria-labelledby="run-conditions">
      <h2 id="run-conditions">Conditions</h2>
      {ignored && <p className={classes.ignored}>Ignored: it was to be built whatever they find.</p>}
      <ul className={classes.list}>
        {conditions.map(({ source, reads, words, met, message }) => (
          <li key={`${source} ${words}`} className={classes.condition}>
            <MetChip met={met} />
            <div className={classes.about}>
              <p>
                <code>{source}</code>
                {source !== reads && (
                  <>
                    {' '}
                    read as <code>{reads}</code>
                  </>
                )}
              </p>
              <p>{words}</p>
              <p className={classes.found}>{message}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CheckButton({ check, chosen }: { check: CheckResult; chosen: boolean }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const { icon: Icon, tone, word } = outcomeLooks[check.outcome];
  return (
    <button
      ref={button}
      type="button"
      className={classes.check}
      aria-current={chosen || undefined}
      data-tone={tone}
      onClick={() => changeSearch({ check: checkKey(check) })}
    >
      <Icon size={sizes.icon} aria-label={word} />
      <span className={classes.about}>
        <span className={classes.name}>{check.name}</span>
        <span className={classes.found}>
          {check.source === null ? check.message : `${check.source}: ${check.message}`}
        </span>
      </span>
    </button>
  );
}

function CheckDetails({ check }: { check: CheckResult }) {
  const {
    name,
    outcome,
    words,
    message,
    source,
    looked_at,
    severity,
    sample,
    bad_rows: bad,
    statement,
  } = check;
  const columns = useMemo(
    () => sample?.columns.map(column => ({ ...column, kind: columnKind(column.type) })) ?? [],
    [sample],
  );
  return (
    <section className={classes.details} aria-label={`Check ${name}`}>
      <header className={classes.head}>
        <h2>{name}</h2>
        <OutcomeChip outcome={outcome} filled />
        <span className={classes.found}>
          {severity === 'warn'
            ? 'a failure is only a warning'
            : source === null
              ? 'a failure keeps the result back'
              : 'a failure skips the run'}
        </span>
      </header>
      <dl className={classes.facts}>
        <Fact name="Must hold">{words}</Fact>
        <Fact name="Found">{message}</Fact>
        <Fact name="Looked at">
          <Copyable text={looked_at} what="Name" />
        </Fact>
      </dl>
      {sample !== null && sample.rows.length > 0 && (
        <div className={classes.sample}>
          <h3>
            {bad !== null && bad > sample.rows.length
              ? `The first ${counted(sample.rows.length, 'bad row')} of ${bad.toLocaleString('en')}`
              : 'The bad rows'}
          </h3>
          <div className={classes.grid}>
            <DataGrid label={`Bad rows of ${name}`} columns={columns} rows={sample.rows} />
          </div>
        </div>
      )}
      {statement !== null && (
        <div className={classes.statement}>
          <h3>The query for them</h3>
          <CodeView fill sql={statement} label={`Query of ${name}`} />
        </div>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
