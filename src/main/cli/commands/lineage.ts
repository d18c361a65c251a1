import type { Command } from 'commander';
import { mermaidOf, viewOf } from '../../../shared/domain/lineage-view.ts';
import { act, verb } from '../command.ts';
import { inFile } from '../errors.ts';
import { maxSqlLength, readText } from '../inputs.ts';
import { columnsText, cycleLines, impactText, lineageText, traceText } from '../output/lineage.ts';

const selectors = `SELECTOR is a model (orders, stg_*), or label:, owner:, job:, target:, source: with a name,
or modified: what differs from the environment of --against (state:new: what is not there).
+ before it adds all it reads, + after it all that read it; 2+orders+1 so many steps.
Selectors side by side are all shown; joined by commas, what they have in common. Without one, everything.`;

export function define(lineage: Command): void {
  lineage.description('Lineage: who reads what in an environment, taken from the SQL that runs there.');

  verb(lineage, 'show [selector...]', 'Show models, sources, jobs and what they read', {
    about: selectors,
    examples: [
      'lineage show --env prod',
      'lineage show +daily_delays --env prod',
      'lineage show label:finance,1+orders+1 --env prod --mermaid > lineage.mmd',
    ],
  })
    .requiredOption('--env <env>', 'the environment')
    .option('--drafts', 'changed drafts in place of what runs, and what does not run yet')
    .option('--against <env>', 'what `modified` compares with')
    .option('--mermaid', 'a Mermaid flowchart instead of tables')
    .option('--all', 'in the flowchart: a node for each job and each table it writes, too')
    .action(
      act<[string[]], { env: string; drafts?: boolean; against?: string; mermaid?: boolean; all?: boolean }>(
        async (cli, [parts], options) => {
          const client = await cli.client();
          const graph = await client.lineage.graph({
            environment: options.env,
            select: parts.join(' '),
            drafts: options.drafts ?? false,
            against: options.against,
          });
          cli.terminal.result(graph, () =>
            options.mermaid
              ? mermaidOf(viewOf(graph, options.all ? 'all' : 'models'))
              : lineageText(graph, cli.terminal),
          );
          for (const line of cycleLines(graph)) cli.terminal.warn(line);
        },
      ),
    );

  verb(lineage, 'columns <model>', 'Show the columns of a model, and where each comes from', {
    about:
      'As the SQL tells, from model to model. With --column, the whole way of one: what it has its values from, and what has its values from it.',
    examples: [
      'lineage columns daily_delays --env prod',
      'lineage columns stg_flights --env prod --column DELAY_MINUTES',
    ],
  })
    .requiredOption('--env <env>', 'the environment')
    .option('--column <column>', 'one column')
    .option('--drafts', 'changed drafts in place of what runs')
    .action(
      act<[string], { env: string; column?: string; drafts?: boolean }>(
        async (cli, [model], { env: environment, column, drafts = false }) => {
          const client = await cli.client();
          if (column === undefined) {
            const columns = await client.lineage.columns({ model, environment, drafts });
            cli.terminal.result(columns, () => columnsText(columns, cli.terminal));
            return;
          }
          const trace = await client.lineage.column({ model, environment, drafts, column });
          cli.terminal.result(trace, () => traceText(trace, cli.terminal));
        },
      ),
    );

  verb(lineage, 'impact <model>', 'Say what changing the text of a model would mean for others', {
    about:
      'Compares with what runs in the environment. Nothing is kept, and nothing is asked of the warehouse.',
    examples: [
      'lineage impact stg_flights --env prod',
      'lineage impact stg_flights --env prod --file stg_flights.sql',
    ],
  })
    .requiredOption('--env <env>', 'the environment')
    .option('--file <file>', 'the text, "-" for stdin; default: the draft as it is saved')
    .action(
      act<[string], { env: string; file?: string }>(async (cli, [model], { env: environment, file }) => {
        const sql = file === undefined ? undefined : await readText(file, maxSqlLength);
        const client = await cli.client();
        const asked = client.lineage.impact({ model, environment, sql });
        const impact = await (file === undefined ? asked : inFile(file, asked));
        cli.terminal.result(impact, () => impactText(impact, cli.terminal));
      }),
    );
}
