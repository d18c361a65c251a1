import type { Command } from 'commander';
import type { Promotion } from '../../../shared/contract/promotion.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { argument, idNumber } from '../inputs.ts';
import { boardText } from '../output/board.ts';
import { planText } from '../output/plan.ts';
import { promotionLine, promotionList } from '../output/promotion.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';

export function define(promote: Command): void {
  promote.description(
    'Promotion: changing what the jobs of an environment run, with a plan, approval and a way back.',
  );
  looking(promote);
  deciding(promote);
}

function looking(promote: Command): void {
  verb(promote, 'board', 'Show models × environments: what runs where', {
    examples: ['promote board'],
  }).action(
    act(async cli => {
      const client = await cli.client();
      const board = await client.promotions.board();
      cli.terminal.result(board, () => boardText(board, cli.terminal));
    }),
  );

  verb(promote, 'plan', 'Plan a promotion; changes nothing that runs', {
    about:
      'Shows what promoting would do and keeps it under a number: "promote apply" does exactly that, or refuses.',
    examples: ['promote plan --model daily_delays --to prod --tag v2'],
  })
    .requiredOption('--model <model>', 'the model')
    .requiredOption('--to <env>', 'the environment')
    .requiredOption('--tag <tag>', 'the tag its job shall run')
    .option('--job <job>', 'which job, where several of the environment build the model')
    .action(
      act<[], { model: string; to: string; tag: string; job?: string }>(
        async (cli, _, { model, to: environment, tag, job }) => {
          const client = await cli.client();
          const plan = await client.promotions.plan({ model, environment, tag, job });
          cli.terminal.result(plan, () => planText(plan, cli.terminal));
        },
      ),
    );

  addPaging(
    verb(promote, 'list', 'List promotions, newest first', { examples: ['promote list --env prod'] })
      .option('--model <model>', 'of this model')
      .option('--env <env>', 'to this environment'),
  ).action(
    act<[], Paging & { model?: string; env?: string }>(
      async (cli, _, { model, env: environment, limit, after }) => {
        const client = await cli.client();
        const page = await client.promotions.list({ model, environment, limit, after });
        cli.terminal.result(page, () => promotionList(page.promotions, cli.terminal));
        sayNext(cli.terminal, page.next);
      },
    ),
  );

  verb(promote, 'show <plan>', 'Show a plan as it was computed, and what became of it', {
    examples: ['promote show 3'],
  }).action(
    act<[string]>(async (cli, [ref]) => {
      const promotion = planNumber(ref);
      const client = await cli.client();
      const plan = await client.promotions.get({ promotion });
      cli.terminal.result(plan, () => planText(plan, cli.terminal, plan.promotion));
    }),
  );
}

interface Note {
  note?: string;
}

function deciding(promote: Command): void {
  verb(promote, 'approve <plan>', 'Approve a promotion to a protected environment', {
    examples: ['promote approve 3 --note "Looked at the columns"'],
  })
    .option('--note <text>', 'why, kept with it')
    .action(
      act<[string], Note>(async (cli, [ref], { note }) => {
        const promotion = planNumber(ref);
        const client = await cli.client();
        tell(cli, await client.promotions.approve({ promotion, note }));
      }),
    );

  verb(promote, 'reject <plan>', 'Reject a promotion', {
    examples: ['promote reject 3 --note "Not before Monday"'],
  })
    .option('--note <text>', 'why, kept with it')
    .action(
      act<[string], Note>(async (cli, [ref], { note }) => {
        const promotion = planNumber(ref);
        const client = await cli.client();
        tell(cli, await client.promotions.reject({ promotion, note }));
      }),
    );

  verb(promote, 'apply <plan>', 'Apply a plan: from now on the job runs the other tag', {
    about:
      'Refused when the world is no longer the one that was planned for: then there is a new plan, whose number is in the error. Nothing is run; "job run" does that.',
    examples: ['promote apply 3', 'promote apply 3 --hash 5f0c… --note "Release 12"'],
  })
    .option('--note <text>', 'why, kept with it')
    .option('--hash <hash>', 'only if it is the plan with this hash')
    .action(
      act<[string], Note & { hash?: string }>(async (cli, [ref], { note, hash }) => {
        const promotion = planNumber(ref);
        const client = await cli.client();
        tell(cli, await client.promotions.apply({ promotion, note, hash }));
      }),
    );

  verb(promote, 'rollback', 'Go back to what ran before the last promotion, at once', {
    about: 'Recorded like any promotion. Needs no approval, also where the environment is protected.',
    examples: ['promote rollback --model daily_delays --env prod --note "Wrong numbers"'],
  })
    .requiredOption('--model <model>', 'the model')
    .requiredOption('--env <env>', 'the environment')
    .option('--job <job>', 'which job, where several of the environment build the model')
    .option('--undo <number>', 'only if this promotion is what runs', planNumber)
    .option('--note <text>', 'why, kept with it')
    .action(
      act<[], Note & { model: string; env: string; job?: string; undo?: number }>(
        async (cli, _, { model, env: environment, job, undo: promotion, note }) => {
          const client = await cli.client();
          tell(cli, await client.promotions.rollback({ model, environment, job, promotion, note }));
        },
      ),
    );
}

function tell({ terminal }: Cli, promotion: Promotion): void {
  terminal.result(promotion, () => promotionLine(promotion, terminal.paint));
  if (terminal.json) return;
  if (promotion.state === 'approved') terminal.say(`Apply it with: slipway promote apply ${promotion.id}`);
  if (promotion.state === 'applied') terminal.say(`Build it with: slipway job run ${promotion.job} --wait`);
}

function planNumber(text: string): number {
  return argument('plan', text, idNumber);
}
