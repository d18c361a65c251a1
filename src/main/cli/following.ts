import type { LogLine, RunUpdate } from '../../shared/contract/runs.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import { isTerminal, type RunState } from '../../shared/domain/run-state.ts';
import type { Cli } from './cli.ts';
import { exitCodes } from './errors.ts';
import { logText, runText } from './output/run.ts';
import { count, safe } from './output/text.ts';

/** Skipped is no failure: a condition was not met, as it was meant to work. */
export function runExitCode(state: RunState): number {
  return state === 'completed' || state === 'skipped' ? exitCodes.done : exitCodes.failed;
}

/** Follows a run to its end. What happens is said on stderr, or handed to `onLines`. */
export async function followToEnd(
  cli: Cli,
  run: number,
  onLines: (lines: LogLine[]) => void = lines => sayLines(cli, lines),
  after = 0,
): Promise<RunState> {
  const { client, own } = await cli.engine();
  const before = cli.onInterrupt;
  cli.onInterrupt = () =>
    own ? `Cancelling run #${run} …` : `Run #${run} goes on: slipway run show ${run} tells how it went`;
  const started = performance.now();
  for await (const update of await client.runs.follow({ run, after })) {
    if (update.type === 'log') onLines(update.lines);
    if (update.type === 'progress') showProgress(cli, run, update, performance.now() - started);
    if (update.type === 'ended') {
      cli.terminal.clearStatus();
      cli.onInterrupt = before;
      return update.state;
    }
  }
  // The engine ended before the run did.
  const { state } = await client.runs.get({ run });
  return isTerminal(state) ? state : 'failed';
}

/**
 * Tells of a run that was started: at once, or with `wait` once it has ended. An engine of our own ends with this command,
 * so there it is always waited for. Returns the exit code.
 */
export async function reportStarted(
  cli: Cli,
  run: { id: number; job: string; state: RunState },
  wait: boolean,
): Promise<number> {
  const { client, own } = await cli.engine();
  const { terminal } = cli;
  if (!wait && !own) {
    terminal.result(run, () => `Started run #${run.id} of ${run.job} (${run.state})`);
    return exitCodes.done;
  }
  terminal.say(
    wait
      ? `Started run #${run.id} of ${run.job}`
      : `No engine has this workspace: waiting for run #${run.id} of ${run.job} to end`,
  );
  const state = await followToEnd(cli, run.id);
  const ended = await client.runs.get({ run: run.id });
  if (state === 'skipped') {
    terminal.say(`Run #${run.id} was skipped, nothing was built: ${safe(ended.reason ?? '')}`);
  }
  if (wait) terminal.result(ended, () => runText(ended, terminal));
  else terminal.result({ ...run, state }, () => `Run #${run.id} of ${run.job}: ${state}`);
  return runExitCode(state);
}

function sayLines({ terminal }: Cli, lines: LogLine[]): void {
  for (const line of lines) {
    if (line.level !== 'debug') terminal.say(logText(line, terminal.paintNotes));
  }
}

function showProgress(
  { terminal }: Cli,
  run: number,
  { step, fraction, rows }: Extract<RunUpdate, { type: 'progress' }>,
  elapsedMs: number,
): void {
  const parts = [
    fraction === null ? step : `${step} ${Math.floor(fraction * 100)} %`,
    ...(rows === null ? [] : [`${count(rows)} rows`]),
    formatDuration(elapsedMs),
  ];
  terminal.showStatus(terminal.paintNotes('dim', `#${run} ${safe(parts.join(' · '))}`));
}
