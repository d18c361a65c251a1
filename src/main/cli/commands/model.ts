import type { Command } from 'commander';
import { confirm } from '../ask.ts';
import { act, verb } from '../command.ts';
import {
  collect,
  collectVariable,
  maxSqlLength,
  readText,
  type VariableValue,
  wholeNumber,
} from '../inputs.ts';
import { inFile } from '../errors.ts';
import { diffText, historyText, modelList, modelText } from '../output/model.ts';
import { resultText } from '../output/result.ts';
import { sayWarnings } from '../output/warnings.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';
import { defineVersions, originOf } from './model-versions.ts';

const versionHelp = 'VERSION is a number, a tag, "latest" or "draft".';

export function define(model: Command): void {
  model.description('Models: their drafts, versions and tags.');
  reading(model);
  writing(model);
  defineVersions(model);
}

function reading(model: Command): void {
  addPaging(
    verb(model, 'list', 'List models by name', {
      examples: ['model list', 'model list --search delay', "model list --json | jq -r '.models[].name'"],
    }).option('--search <words>', 'words in name, description, owner, labels or SQL'),
  ).action(
    act<[], Paging & { search?: string }>(async (cli, _, { search, limit, after }) => {
      const client = await cli.client();
      const page = await client.models.list({ search, limit, after });
      cli.terminal.result(page, () => modelList(page.models, cli.terminal));
      sayNext(cli.terminal, page.next);
    }),
  );

  verb(model, 'show <model>', 'Show a model with its draft, tags and jobs', {
    about: '--sql prints its text alone.',
    examples: ['model show daily_delays', 'model show daily_delays --sql --version v2'],
  })
    .option('--sql', 'only the SQL: of the draft, or of --version')
    .option('--version <version>', 'show this version instead of the model')
    .action(
      act<[string], { sql?: boolean; version?: string }>(async (cli, [name], options) => {
        const client = await cli.client();
        if (options.version !== undefined && options.version !== 'draft') {
          const version = await client.models.version({ model: name, version: options.version });
          cli.terminal.result(version, () =>
            options.sql ? version.sql : historyText([version], cli.terminal, version.sql),
          );
          return;
        }
        const found = await client.models.get({ model: name });
        cli.terminal.result(found, () => (options.sql ? found.draft.sql : modelText(found, cli.terminal)));
      }),
    );

  addPaging(
    verb(model, 'history <model>', 'List the versions of a model, newest first', {
      examples: ['model history daily_delays'],
    }).option('--search <words>', 'words in SQL, messages, tags, authors and documentation'),
  ).action(
    act<[string], Paging & { search?: string }>(async (cli, [name], { search, limit, after }) => {
      const client = await cli.client();
      const page = await client.models.history({ model: name, search, limit, after });
      cli.terminal.result(page, () => historyText(page.versions, cli.terminal));
      sayNext(cli.terminal, page.next);
    }),
  );

  verb(model, 'diff <model> <a> <b>', 'Compare two texts of a model', {
    about: `A and B are versions. ${versionHelp} "@file" is the file the model comes from. The class of the change: cosmetic (layout, comments, documentation), non_breaking (only new columns) or breaking.`,
    examples: [
      'model diff daily_delays v1 v2',
      'model diff daily_delays latest draft',
      'model diff daily_delays draft @file',
    ],
  }).action(
    act<[string, string, string]>(async (cli, [name, a, b]) => {
      const client = await cli.client();
      const diff = await client.models.diff({ model: name, a, b });
      cli.terminal.result(diff, () => diffText(diff, cli.terminal));
    }),
  );

  verb(model, 'preview <model>', 'Run the query of a model and show its rows; the history keeps its text', {
    about: versionHelp,
    examples: [
      'model preview daily_delays --env dev',
      'model preview daily_delays --env prod --version v2 --limit 5',
    ],
  })
    .requiredOption('--env <env>', 'the environment')
    .option('--version <version>', 'which text (default: draft)')
    .option('--var <name=value>', 'a variable; may be given several times', collectVariable)
    .option('--limit <n>', 'at most this many rows (default: 500)', wholeNumber)
    .action(
      act<[string], { env: string; version?: string; limit?: number; var?: Record<string, VariableValue> }>(
        async (cli, [name], { env, version, limit, var: variables = {} }) => {
          const client = await cli.client();
          const result = await client.models.preview({
            model: name,
            environment: env,
            version,
            variables,
            limit,
          });
          sayWarnings(cli.terminal, name, result.warnings);
          cli.terminal.result(result, () => resultText(result, cli.terminal));
        },
      ),
    );
}

interface Fields {
  description?: string;
  owner?: string;
  label?: string[];
}

function writing(model: Command): void {
  verb(model, 'create <name>', 'Create a model', {
    about: 'Its draft is the text of --file, else empty. It remembers a .sql file: see "model origin".',
    examples: ['model create late_flights --file late_flights.sql --owner "Ada Marsh" --label marts,delays'],
  })
    .option('--file <file>', 'the SQL of its draft, or "-" for stdin')
    .option('--description <text>', 'what it is')
    .option('--owner <name>', 'who looks after it')
    .option('--label <label>', 'a label; several with commas', collect)
    .action(
      act<[string], Fields & { file?: string }>(async (cli, [name], options) => {
        const sql = options.file === undefined ? undefined : await readText(options.file, maxSqlLength);
        const client = await cli.client('nothing');
        const { description, owner, label: labels } = options;
        const created = await client.models.create({
          name,
          description,
          owner,
          labels,
          sql,
          origin: options.file === undefined ? undefined : originOf(options.file),
        });
        cli.terminal.result(created, () => `Created model ${created.name} (id ${created.id})`);
      }),
    );

  verb(model, 'draft <model>', 'Replace the draft of a model', {
    about: 'The draft is what is being edited; "model publish" makes it a version.',
    examples: [
      'model draft daily_delays --file daily_delays.sql',
      'model draft daily_delays --file - < new.sql',
    ],
  })
    .requiredOption('--file <file>', 'its new SQL, or "-" for stdin')
    .option('--revision <n>', 'only if the draft still has this revision', wholeNumber)
    .action(
      act<[string], { file: string; revision?: number }>(async (cli, [name], { file, revision }) => {
        const sql = await readText(file, maxSqlLength);
        const client = await cli.client();
        const draft = await client.models.saveDraft({
          model: name,
          sql,
          revision,
          origin: originOf(file),
        });
        cli.terminal.result(draft, () => {
          const state = draft.modified ? 'modified' : 'equal to the version it is based on';
          return `Saved the draft of ${name}: revision ${draft.revision}, ${state}`;
        });
      }),
    );

  verb(model, 'publish <model>', 'Make the draft of a model its next version', {
    about: 'A draft that equals the latest version adds nothing, and that is said.',
    examples: ['model publish daily_delays --message "Add the worst delay" --tag v3'],
  })
    .option('--message <text>', 'what changed')
    .option('--tag <tag>', 'tag the version too')
    .option('--revision <n>', 'only if the draft still has this revision', wholeNumber)
    .action(
      act<[string], { message?: string; tag?: string; revision?: number }>(async (cli, [name], options) => {
        const client = await cli.client();
        const { message, tag, revision } = options;
        const version = await inFile(
          `draft of ${name}`,
          client.models.publish({ model: name, message, tag, revision }),
        );
        cli.terminal.result(version, () => {
          const tagged = tag === undefined ? '' : `, tagged ${tag}`;
          return version.created
            ? `Published version ${version.number} of ${name}${tagged}`
            : `Nothing to publish: the draft is version ${version.number}${tagged}`;
        });
      }),
    );

  verb(model, 'tag <model> <version> <tag>', 'Name a version', {
    about: 'Jobs run tags. A tag that a job runs cannot be moved: promote another one there.',
    examples: ['model tag daily_delays 3 v3', 'model tag daily_delays latest candidate --move'],
  })
    .option('--note <text>', 'why')
    .option('--move', 'move a tag that exists')
    .action(
      act<[string, string, string], { note?: string; move?: boolean }>(
        async (cli, [name, version, tag], { note, move }) => {
          const client = await cli.client();
          const made = await client.models.tag({ model: name, version, tag, note, move });
          cli.terminal.result(made, () => `Tag ${made.name} of ${name} names version ${made.version}`);
        },
      ),
    );

  verb(model, 'untag <model> <tag>', 'Remove a tag that no job runs', {
    examples: ['model untag daily_delays candidate'],
  }).action(
    act<[string, string]>(async (cli, [name, tag]) => {
      const client = await cli.client();
      const removed = await client.models.untag({ model: name, tag });
      cli.terminal.result(removed, () => `Removed tag ${removed.removed} of ${name}`);
    }),
  );

  verb(model, 'delete <model>', 'Delete a model that no job uses, with all its versions', {
    examples: ['model delete late_flights', 'model delete late_flights --yes'],
  })
    .option('--yes', 'do not ask')
    .action(
      act<[string], { yes?: boolean }>(async (cli, [ref], { yes }) => {
        const client = await cli.client();
        const { id, name, latest_version: versions } = await client.models.get({ model: ref });
        await confirm(
          `Delete model "${name}" with ${versions ?? 'no'} version${versions === 1 ? '' : 's'}?`,
          yes,
        );
        const removed = await client.models.remove({ model: String(id) });
        cli.terminal.result(removed, () => `Deleted model ${removed.removed}`);
      }),
    );
}
