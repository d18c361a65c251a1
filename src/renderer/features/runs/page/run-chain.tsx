import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Run } from '../../../../shared/contract/runs.ts';
import type { RunState } from '../../../../shared/domain/run-state.ts';
import { api } from '../../../api.ts';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { runHref } from '../runs-data.ts';
import classes from './run-chain.module.css';

/** How far a chain is drawn to either side of the run one looks at. */
const drawnAtMost = 5;
/** So many of what one run started are told of it. */
const listedAtMost = 100;

/** The chain that a run is part of, as it goes on: what started it, and what its end started. */
export function RunChain({ run }: { run: Run }) {
  const isChained = run.trigger.upstream_run !== null || run.started.length > 0;
  return isChained ? <Chain run={run} /> : null;
}

function Chain({ run }: { run: Run }) {
  const nav = useRef<HTMLElement>(null);
  const line = useRef<HTMLDivElement>(null);
  // What came before is read run by run: the one that is looked at stays in the middle.
  useEffect(() => {
    const [box, drawn] = [nav.current, line.current];
    if (!box || !drawn) return undefined;
    const observer = new ResizeObserver(() => {
      const here = drawn.querySelector('[aria-current]');
      if (!here) return;
      const { left, width } = here.getBoundingClientRect();
      box.scrollLeft += left - box.getBoundingClientRect().left - (box.clientWidth - width) / 2;
    });
    observer.observe(drawn);
    return () => observer.disconnect();
  }, []);
  return (
    <nav ref={nav} className={classes.chain} aria-label="Chain of runs">
      <div ref={line} className={classes.line}>
        {run.trigger.upstream_run !== null && <Before id={run.trigger.upstream_run} left={drawnAtMost} />}
        <Node id={run.id} job={run.job} state={run.state} here />
        <After started={run.started} left={drawnAtMost} />
      </div>
    </nav>
  );
}

function Before({ id, left }: { id: number; left: number }) {
  const { data } = useQuery(api.runs.get.queryOptions({ input: { run: id } }));
  const before = data?.trigger.upstream_run ?? null;
  return (
    <>
      {before !== null &&
        (left > 1 ? <Before id={before} left={left - 1} /> : <Earlier id={before} run={data} />)}
      {data ? <Node id={id} job={data.job} state={data.state} /> : <Link href={runHref(id)}>#{id}</Link>}
      <IconArrowRight size={sizes.iconSmall} className={classes.arrow} aria-label="started" />
    </>
  );
}

function After({ started, left }: { started: Run['started']; left: number }) {
  if (started.length === 0) return null;
  return (
    <>
      <IconArrowRight size={sizes.iconSmall} className={classes.arrow} aria-label="started" />
      <ul className={classes.branches}>
        {started.map(({ run, job, state }) => (
          <li key={run}>
            <AfterRun id={run} job={job} state={state} left={left - 1} />
          </li>
        ))}
        {started.length >= listedAtMost && <li>The first {listedAtMost}; there may be more.</li>}
      </ul>
    </>
  );
}

interface AfterProps {
  id: number;
  job: string;
  /** When the run before it was read; it is followed from then on. */
  state: RunState;
  left: number;
}

function AfterRun({ id, job, state, left }: AfterProps) {
  const { data } = useQuery(api.runs.get.queryOptions({ input: { run: id } }));
  return (
    <>
      <Node id={id} job={job} state={data?.state ?? state} />
      {data && (left > 0 ? <After started={data.started} left={left} /> : <Later run={data} />)}
    </>
  );
}

/** What is not drawn before the earliest run that is: how many, with a way to them and to the first. */
function Earlier({ id, run }: { id: number; run: Run | undefined }) {
  const { depth = 0, chain = null } = run?.trigger ?? {};
  return (
    <>
      {chain !== null && chain !== id && (
        <>
          <Link href={runHref(chain)}>#{chain}</Link>
          <IconArrowRight size={sizes.iconSmall} className={classes.arrow} aria-label="started" />
        </>
      )}
      <Link href={runHref(id)} className={classes.further}>
        … {depth > 0 ? `${counted(depth, 'earlier run')}, #${id} the last` : `#${id}`}
      </Link>
      <IconArrowRight size={sizes.iconSmall} className={classes.arrow} aria-label="started" />
    </>
  );
}

/** What is not drawn after a run at the end of the drawing: seen from that run. */
function Later({ run }: { run: Run }) {
  const { length } = run.started;
  if (length === 0) return null;
  return (
    <>
      <IconArrowRight size={sizes.iconSmall} className={classes.arrow} aria-label="started" />
      <Link href={runHref(run.id)} className={classes.further}>
        … started {counted(length, 'further run')}
      </Link>
    </>
  );
}

function Node({
  id,
  job,
  state,
  here = false,
}: {
  id: number;
  job: string;
  state: RunState;
  here?: boolean;
}) {
  return (
    <span className={classes.node} aria-current={here ? 'page' : undefined}>
      <RunStateChip state={state} />
      {here ? <b title={job}>{job}</b> : <Link href={runHref(id)}>{job}</Link>}
      <span className={classes.number}>#{id}</span>
    </span>
  );
}
