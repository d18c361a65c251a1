import type { Command } from 'commander';
import { confirm } from '../ask.ts';
import { act, verb } from '../command.ts';
import { computeList, computeText, effectsText } from '../output/compute.ts';
import { sayWarnings } from '../output/warnings.ts';

export function define(compute: Command): void {
  compute.description(
    'Compute profiles: warehouse, limits and session parameters that environments share by naming one.',
  );

  verb(compute, 'list', 'List compute profiles', { examples: ['compute list'] }).action(
    act(async cli => {
      const client = await cli.client();
      const found = await client.computeProfiles.list();
      cli.terminal.result(found, () => computeList(found.compute_profiles, cli.terminal));
    }),
  );

  verb(compute, 'show <profile>', 'Show a compute profile', { examples: ['compute show nightly'] }).action(
    act<[string]>(async (cli, [ref]) => {
      const client = await cli.client();
      const found = await client.computeProfiles.get({ compute_profile: ref });
      const { writeYaml } = await import('../../engine/definitions/yaml.ts');
      sayWarnings(cli.terminal, found.name, found.warnings);
      cli.terminal.result(found, () => computeText(found, cli.terminal, writeYaml));
    }),
  );

  verb(compute, 'apply', 'Create or update a compute profile from a file', {
    about:
      'The file is YAML or JSON (docs/cli.md). Before a change it says in which environments what changes, and asks. How many runs go at once holds at once, the rest for runs created from then on. With --plan, only says so.',
    examples: [
      'compute apply --file nightly.yaml',
      'compute apply --file nightly.yaml --plan',
      'compute apply --file nightly.yaml --yes',
    ],
  })
    .requiredOption('--file <file>', 'the definition, or "-" for stdin')
    .option('--plan', 'only show what would change')
    .option('--yes', 'do not ask')
    .action(
      act<[], { file: string; plan?: boolean; yes?: boolean }>(async (cli, _, options) => {
        const [{ readDefinition }, { computeProfileDefinition }] = await Promise.all([
          import('../definition-file.ts'),
          import('../../../shared/contract/compute-profiles.ts'),
        ]);
        const { definition, located } = await readDefinition(options.file, computeProfileDefinition);
        const client = await cli.client(options.plan ? 'database' : 'nothing');
        const plan = await located(client.computeProfiles.plan({ definition }));
        const { created, changed, affects, warnings } = plan;
        sayWarnings(cli.terminal, options.file, warnings);
        if (options.plan) {
          cli.terminal.result(plan, () => {
            if (created) return `Would create compute profile ${definition.name}`;
            if (!changed) return `Unchanged: compute profile ${definition.name}`;
            const effects = affects.length === 0 ? '' : `:\n${effectsText(affects, cli.terminal)}`;
            return `Would update compute profile ${definition.name}${effects}`;
          });
          return;
        }
        const touched = affects.filter(({ changes }) => changes.length > 0);
        if (touched.length > 0) {
          cli.terminal.say(effectsText(affects, cli.terminal));
          const names = touched.map(({ environment }) => environment).join(', ');
          await confirm(`Change compute profile "${definition.name}", and with it ${names}?`, options.yes);
        }
        // Of what was shown; a new one was never at revision 0, should somebody have made it meanwhile.
        const revision = plan.revision ?? 0;
        const applied = await located(client.computeProfiles.apply({ definition, revision }));
        cli.terminal.result({ ...applied, changed }, () => {
          const { id, name } = applied;
          if (!changed) return `Unchanged: compute profile ${name} (id ${id})`;
          return `${applied.created ? 'Created' : 'Updated'} compute profile ${name} (id ${id})`;
        });
      }),
    );

  verb(compute, 'remove <profile>', 'Delete a compute profile that no environment uses', {
    examples: ['compute remove nightly'],
  }).action(
    act<[string]>(async (cli, [ref]) => {
      const client = await cli.client();
      const result = await client.computeProfiles.remove({ compute_profile: ref });
      cli.terminal.result(result, () => `Deleted compute profile ${result.removed}`);
    }),
  );
}
