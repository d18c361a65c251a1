import { type Command, Option } from 'commander';
import { changeClasses as classes } from '../../../shared/domain/changes.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { act, verb } from '../command.ts';
import { exitCodes, inFile } from '../errors.ts';
import { collectVariable, type VariableValue } from '../inputs.ts';
import { columnsText, lineageText, sqlDiffText } from '../output/sql-columns.ts';
import { sayWarnings } from '../output/warnings.ts';
import { aloneHelp, fileHelp, readSql, withAnalysis } from '../sql-text.ts';

interface ColumnOptions {
  env?: string;
  var?: Record<string, VariableValue>;
  complete?: boolean;
}

const completeHelp = 'end with 1 when columns are left open';

/** What a text says of its columns, and how it differs from another. */
export function defineColumns(sql: Command): void {
  verb(sql, 'columns <file>', 'List the output columns of a query', {
    about: `${fileHelp} From the text alone, "*" may stand for columns that are not known, and no workspace is needed; with --env its warehouse tells.`,
    examples: [
      'sql columns query.sql',
      'sql columns query.sql --env prod',
      "sql columns query.sql --complete --json | jq -r '.columns[].name'",
    ],
  })
    .option('--env <env>', 'ask the warehouse of this environment')
    .option('--var <name=value>', 'a variable, with --env; may be given several times', collectVariable)
    .option('--complete', completeHelp)
    .action(
      act<[string], ColumnOptions>(async (cli, [name], options) => {
        const text = await readSql(name);
        const { env, var: variables = {} } = options;
        const found =
          env === undefined
            ? await withAnalysis(name, async analysis => {
                const { columnsOfText } = await import('../../engine/sql/text-columns.ts');
                return await columnsOfText(analysis, text);
              })
            : await inFile(
                name,
                (await cli.client()).sql.columns({ sql: text, environment: env, variables }),
              );
        sayWarnings(cli.terminal, name, found.notes);
        cli.terminal.result(found, () => columnsText(found, cli.terminal));
        return options.complete && !found.complete ? exitCodes.failed : exitCodes.done;
      }),
    );

  verb(sql, 'lineage <file>', 'Show from which columns of tables each column of a query comes', {
    about: `${fileHelp} Without --env the columns of tables are not known, and no workspace is needed: what then is not decided is said.`,
    examples: [
      'sql lineage query.sql',
      'sql lineage query.sql --env prod --complete',
      `sql lineage query.sql --json | jq '.columns[] | select(.name == "TOTAL").sources'`,
    ],
  })
    .option('--env <env>', 'look up the columns of tables in this environment')
    .option('--complete', completeHelp)
    .action(
      act<[string], ColumnOptions>(async (cli, [name], options) => {
        const text = await readSql(name);
        const { env } = options;
        const found =
          env === undefined
            ? await withAnalysis(name, async analysis => {
                const { lineageOfText } = await import('../../engine/sql/text-columns.ts');
                return await lineageOfText(analysis, text, null);
              })
            : await inFile(name, (await cli.client()).sql.lineage({ sql: text, environment: env }));
        sayWarnings(cli.terminal, name, found.notes);
        cli.terminal.result(found, () => lineageText(found, cli.terminal));
        return options.complete && !found.complete ? exitCodes.failed : exitCodes.done;
      }),
    );

  verb(sql, 'diff <a> <b>', 'Tell how far-reaching the change from one query to another is', {
    about: `A and B are files with Snowflake SQL; one of them may be "-" for stdin. ${aloneHelp} The class of the change: cosmetic (layout and comments), non_breaking (only new columns) or breaking; in doubt breaking.`,
    examples: [
      'sql diff old.sql new.sql',
      'git show main:query.sql | slipway sql diff - query.sql --fail-on breaking',
    ],
  })
    .addOption(
      new Option('--fail-on <class>', 'end with 1 when the change is of this class or further').choices(
        classes.filter(each => each !== 'none'),
      ),
    )
    .action(
      act<[string, string], { failOn?: (typeof classes)[number] }>(async (cli, [a, b], { failOn }) => {
        if (a === '-' && b === '-') throw new SlipwayError('validation', 'Only one of the two can be "-"');
        const [before, after] = [await readSql(a), await readSql(b)];
        const diff = await withAnalysis(b, async analysis => {
          const { diffOfTexts } = await import('../../engine/sql/text-columns.ts');
          return await diffOfTexts(analysis, { label: a, sql: before }, { label: b, sql: after });
        });
        cli.terminal.result(diff, () => sqlDiffText([a, b], diff, cli.terminal));
        const failed = failOn !== undefined && classes.indexOf(diff.change) >= classes.indexOf(failOn);
        return failed ? exitCodes.failed : exitCodes.done;
      }),
    );
}
