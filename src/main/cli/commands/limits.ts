import { type Command, InvalidArgumentError } from 'commander';
import type { WorkspaceLimits } from '../../../shared/contract/workspace.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { wholeNumber } from '../inputs.ts';

export function define(limits: Command): void {
  limits.description('Limits of the whole workspace, beside those of its environments and jobs.');

  verb(limits, 'show', 'Show the limits of the workspace', { examples: ['limits show'] }).action(
    act(async cli => show(cli, await (await cli.client()).workspace.limits())),
  );

  verb(limits, 'set', 'Change the limits of the workspace', {
    about: 'Runs that wait start at once where there is room for them now.',
    examples: [
      'limits set --max-concurrent-runs 8',
      'limits set --max-concurrent-runs none --max-concurrent-backfills 2',
    ],
  })
    .option(
      '--max-concurrent-runs <n>',
      'runs under way at once in all environments; "none" for no limit',
      readLimit,
    )
    .option('--max-concurrent-backfills <n>', 'backfills with a run under way at once', wholeNumber)
    .action(
      act<[], { maxConcurrentRuns?: number | null; maxConcurrentBackfills?: number }>(
        async (cli, _, { maxConcurrentRuns: runs, maxConcurrentBackfills: backfills }) => {
          if (runs === undefined && backfills === undefined) {
            throw new SlipwayError('validation', 'There is nothing to set', {
              hint: 'Give --max-concurrent-runs N or --max-concurrent-backfills N',
            });
          }
          const client = await cli.client('nothing');
          const limits = { max_concurrent_runs: runs, max_concurrent_backfills: backfills };
          show(cli, await client.workspace.setLimits(limits));
        },
      ),
    );
}

function readLimit(text: string): number | null {
  if (text === 'none') return null;
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1_000) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000, or "none".');
}

function show({ terminal }: Cli, limits: WorkspaceLimits): void {
  terminal.result(limits, () =>
    terminal.facts([
      [
        'max concurrent runs',
        limits.max_concurrent_runs === null ? 'no limit' : String(limits.max_concurrent_runs),
      ],
      ['max concurrent backfills', String(limits.max_concurrent_backfills)],
    ]),
  );
}
