import { extname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type SearchField, searchFields } from '../../../shared/domain/search.ts';
import { act, verb } from '../command.ts';
import { readDefinition } from '../definition-file.ts';
import { collect, wholeNumber } from '../inputs.ts';
import { docsText, originText } from '../output/model-docs.ts';
import { searchText } from '../output/search.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';

/** What a model's text is read from, where it is a file that the model can remember. */
export function originOf(file: string): string | undefined {
  return file !== '-' && extname(file).toLowerCase() === '.sql' ? resolve(file) : undefined;
}

/** Commands about what versions hold, and where texts come from. */
export function defineVersions(model: Command): void {
  addPaging(
    verb(model, 'search <words>', 'Search the versions of all models', {
      about: `Finds versions that hold all words, in SQL, messages, tags, authors and documentation; what was added last comes first. A word finds what begins with it; "in double quotes", only what is so. Anything but letters and digits divides words: DATALAKE_PRD.RAW.FLIGHTS is found by its whole name, and by "flights". IN is one or more of ${searchFields.join(', ')}.`,
      examples: [
        'model search DATALAKE_PRD.RAW.FLIGHTS --latest',
        'model search "worst delay" --model daily_delays',
        'model search ada --in author,message',
      ],
    })
      .option('--model <model>', 'only versions of this model')
      .option('--latest', 'only the latest version of each model')
      .option('--in <fields>', 'only in these; several with commas', collect),
  ).action(
    act<[string], Paging & { model?: string; latest?: boolean; in?: string[] }>(
      async (cli, [search], { model: name, latest, in: fields, limit, after }) => {
        const client = await cli.client();
        const page = await client.models.search({
          search,
          model: name,
          latest,
          in: fields as SearchField[] | undefined,
          limit,
          after,
        });
        cli.terminal.result(page, () => searchText(page.hits, cli.terminal));
        sayNext(cli.terminal, page.next);
      },
    ),
  );

  verb(model, 'restore <model> <version>', 'Make the text of a version the draft', {
    about:
      'Its documentation comes with it. A draft that no version has is kept: it is replaced only with --overwrite.',
    examples: ['model restore daily_delays v1', 'model restore daily_delays 1 --overwrite'],
  })
    .option('--overwrite', 'replace a draft that is modified')
    .option('--revision <n>', 'only if the draft still has this revision', wholeNumber)
    .action(
      act<[string, string], { overwrite?: boolean; revision?: number }>(
        async (cli, [name, version], { overwrite, revision }) => {
          const client = await cli.client();
          const draft = await client.models.restore({ model: name, version, overwrite, revision });
          cli.terminal.result(
            draft,
            () => `The draft of ${name} has the text of v${draft.based_on}: revision ${draft.revision}`,
          );
        },
      ),
    );

  verb(model, 'docs <model>', 'Show what is written about a model and its columns', {
    about:
      'Tells output columns that nothing is written about, and texts about columns that are not there. --file replaces what is written about the draft: YAML with "description" and "columns", each with "name" and "description", in Markdown.',
    examples: ['model docs daily_delays', 'model docs daily_delays --file docs.yaml'],
  })
    .addOption(new Option('--version <version>', 'of this text (default: draft)').conflicts('file'))
    .option('--file <file>', 'what is to be written about the draft, or "-" for stdin')
    .option('--revision <n>', 'only if the draft still has this revision', wholeNumber)
    .action(
      act<[string], { version?: string; file?: string; revision?: number }>(
        async (cli, [name], { version, file, revision }) => {
          const read = file === undefined ? undefined : await readDefinition(file, await docsSchema());
          const client = await cli.client();
          if (read) await client.models.saveDraft({ model: name, docs: read.definition, revision });
          const report = await client.models.docs({ model: name, version });
          cli.terminal.result(report, () => docsText(report, cli.terminal));
        },
      ),
    );

  verb(model, 'origin <model>', 'Show the file a model comes from, and whether it changed since', {
    about:
      'A model that was created or imported from a file remembers it. Nothing watches the file: it is looked at now. "model diff MODEL draft @file" compares with it.',
    examples: [
      'model origin daily_delays',
      'model origin daily_delays --set models/daily_delays.sql',
      'model origin daily_delays --take',
    ],
  })
    .addOption(
      new Option('--set <file>', 'the .sql file it comes from, from now on').conflicts(['take', 'forget']),
    )
    .addOption(new Option('--take', 'make the text of the file the draft').conflicts('forget'))
    .option('--overwrite', 'with --take: replace a draft that is nowhere else')
    .option('--forget', 'forget the file; it stays')
    .action(
      act<[string], { set?: string; take?: boolean; overwrite?: boolean; forget?: boolean }>(
        async (cli, [name], { set, take, overwrite, forget }) => {
          const client = await cli.client();
          if (take) {
            const draft = await client.models.takeOrigin({ model: name, overwrite });
            cli.terminal.result(draft, () => `The draft of ${name} has the text of its file`);
          } else if (forget) {
            const gone = await client.models.forgetOrigin({ model: name });
            cli.terminal.result(gone, () =>
              gone.forgotten === null ? `${name} comes from no file` : `Forgot ${gone.forgotten}`,
            );
          } else {
            const origin =
              set === undefined
                ? (await client.models.origin({ model: name })).origin
                : await client.models.setOrigin({ model: name, path: resolve(set) });
            cli.terminal.result({ origin }, () => originText(name, origin, cli.terminal));
          }
        },
      ),
    );
}

/** Only who reads documentation needs the contract. */
async function docsSchema() {
  const { docs } = await import('../../../shared/contract/docs.ts');
  return docs;
}
