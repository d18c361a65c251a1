import type { Command } from 'commander';
import type { Variables } from '../../../shared/contract/common.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { variableText } from '../../../shared/domain/variables.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { argument, collect, collectVariable, type VariableValue } from '../inputs.ts';

export function define(variables: Command): void {
  variables.description(
    'Variables of the workspace: values of {{ name }} in SQL. Those of an environment, a job or a run win over them.',
  );

  verb(variables, 'list', 'List the variables of the workspace', { examples: ['variables list'] }).action(
    act(async cli => {
      const client = await cli.client();
      show(cli, (await client.workspace.variables()).variables);
    }),
  );

  verb(variables, 'set [assignments...]', 'Set variables of the workspace', {
    about:
      'ASSIGNMENTS are NAME=VALUE. A value that is JSON is what it says (a number, true, a list), anything else text. NAME:TYPE=VALUE declares a type (text, number, boolean, date, timestamp), to which environments, jobs and runs have to keep. Others stay as they are.',
    examples: [
      'variables set late_after_minutes=15 region=US',
      'variables set since:date=2026-01-01',
      'variables set regions=\'["US","CA"]\'',
      'variables set --remove region',
    ],
  })
    .option('--remove <name>', 'remove a variable; several with commas', collect)
    .action(
      act<[string[]], { remove?: string[] }>(async (cli, [assignments], { remove = [] }) => {
        const wanted = assignments.reduce<Record<string, VariableValue>>(
          (known, text) =>
            argument('variable', text, each => collectVariable(each, known), 'sets no variable'),
          {},
        );
        if (assignments.length + remove.length === 0) {
          throw new SlipwayError('validation', 'There is nothing to set', {
            hint: 'Give NAME=VALUE, or --remove NAME',
          });
        }
        const client = await cli.client('nothing');
        const { variables: before } = await client.workspace.variables();
        const kept = Object.entries({ ...before, ...wanted }).filter(([name]) => !remove.includes(name));
        const after = await client.workspace.setVariables({
          variables: Object.fromEntries(kept),
        });
        show(cli, after.variables);
      }),
    );
}

function show({ terminal }: Cli, variables: Variables): void {
  terminal.result({ variables }, () => {
    const entries = Object.entries(variables);
    if (entries.length === 0) return 'There are no variables.';
    return terminal.facts(entries.map(([name, value]) => [name, variableText(value)]));
  });
}
