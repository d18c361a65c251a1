import type { Command } from 'commander';
import { writeFileAtomically } from '../atomic-file.ts';
import { act, verb } from '../command.ts';
import { exitCodes, inFile } from '../errors.ts';
import { collectVariable, type VariableValue, wholeNumber } from '../inputs.ts';
import { resultText } from '../output/result.ts';
import { sayWarnings } from '../output/warnings.ts';
import { checkText, compiledNotes, sourcesText } from '../output/sql.ts';
import { aloneHelp, fileHelp, readSql, withAnalysis } from '../sql-text.ts';
import { defineColumns } from './sql-columns.ts';

interface Surroundings {
  env: string;
  var?: Record<string, VariableValue>;
}

export function define(sql: Command): void {
  sql.description('SQL tools, usable in any CI.');

  verb(sql, 'check <file>', 'Find what is wrong with a SQL text', {
    about: `${fileHelp} ${aloneHelp} Ends with 1 when there are errors.`,
    examples: ['sql check models/daily_delays/draft.sql', 'sql check - < query.sql'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const text = await readSql(name);
      const problems = await withAnalysis(name, analysis => analysis.check(text));
      cli.terminal.result({ problems }, () => checkText(name, problems, cli.terminal));
      return problems.some(problem => problem.severity === 'error') ? exitCodes.failed : exitCodes.done;
    }),
  );

  verb(sql, 'sources <file>', 'List the tables and views each statement reads', {
    about: `${fileHelp} ${aloneHelp}`,
    examples: ['sql sources query.sql', "sql sources query.sql --json | jq '.statements[0].sources'"],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const text = await readSql(name);
      const analysed = await withAnalysis(name, analysis => analysis.analyze(text));
      const statements = analysed.statements.map(({ kind, sources }) => ({
        kind,
        sources: sources.map(({ database, schema, name: table, alias }) => ({
          database,
          schema,
          name: table,
          alias,
        })),
      }));
      cli.terminal.result({ statements }, () => sourcesText(statements, cli.terminal));
    }),
  );

  defineColumns(sql);

  verb(sql, 'translate <file>', 'Show a query as the embedded DuckDB runs it', {
    about: `${fileHelp} ${aloneHelp} What could only be approximated is said on stderr; what runs on Snowflake only is refused.`,
    examples: ['sql translate query.sql', 'sql translate - --json < query.sql'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const text = await readSql(name);
      const translated = await withAnalysis(name, async analysis => {
        const { translateWhole } = await import('../../engine/sql/translation.ts');
        return await translateWhole(analysis, text);
      });
      sayWarnings(cli.terminal, name, translated.warnings);
      cli.terminal.result(translated, () => translated.sql);
    }),
  );

  verb(sql, 'format <file>', 'Change the layout of a SQL text, never its meaning', {
    about: `${fileHelp} ${aloneHelp} Prints the text; --write changes the file, --check only tells whether it would change.`,
    examples: [
      'sql format query.sql',
      'sql format query.sql --write',
      'sql format query.sql --check || echo "not formatted"',
    ],
  })
    .option('--write', 'write the text back to the file')
    .option('--check', 'print nothing; end with 1 when the layout would change')
    .action(
      act<[string], { write?: boolean; check?: boolean }>(async (cli, [name], options) => {
        const text = await readSql(name);
        const sqlText = await withAnalysis(name, analysis => analysis.format(text));
        const changed = sqlText !== text;
        if (options.write && changed && name !== '-') writeFileAtomically(name, sqlText);
        cli.terminal.result({ sql: sqlText, changed }, () => {
          if (options.write && name !== '-') return `${name}: ${changed ? 'formatted' : 'unchanged'}`;
          if (options.check) return `${name}: ${changed ? 'its layout would change' : 'is formatted'}`;
          return sqlText;
        });
        return options.check && changed ? exitCodes.failed : exitCodes.done;
      }),
    );

  verb(sql, 'compile <file>', 'Show what really runs in an environment', {
    about: `${fileHelp} Variables are resolved, sources mapped and the dialect translated. Nothing is run.`,
    examples: [
      'sql compile query.sql --env prod',
      'sql compile query.sql --env prod --job daily_delays_prod',
    ],
  })
    .requiredOption('--env <env>', 'the environment')
    .option('--job <job>', 'with the variables and the source mapping of this job')
    .option('--var <name=value>', 'a variable; may be given several times', collectVariable)
    .action(
      act<[string], Surroundings & { job?: string }>(async (cli, [name], options) => {
        const text = await readSql(name);
        const client = await cli.client();
        const compiled = await inFile(
          name,
          client.sql.compile({
            sql: text,
            environment: options.env,
            job: options.job,
            variables: options.var ?? {},
          }),
        );
        if (!cli.terminal.json) cli.terminal.say(compiledNotes(compiled, cli.terminal));
        sayWarnings(cli.terminal, name, compiled.warnings);
        cli.terminal.result(compiled, () => compiled.sql);
      }),
    );

  verb(sql, 'run <file>', 'Run one query and show its rows; the history keeps its text', {
    about: fileHelp,
    examples: [
      'sql run query.sql --env dev',
      'echo "select count(*) from DATALAKE_DEV.RAW.FLIGHTS" | slipway sql run - --env dev',
    ],
  })
    .requiredOption('--env <env>', 'the environment')
    .option('--var <name=value>', 'a variable; may be given several times', collectVariable)
    .option('--limit <n>', 'at most this many rows (default: 500)', wholeNumber)
    .action(
      act<[string], Surroundings & { limit?: number }>(async (cli, [name], options) => {
        const text = await readSql(name);
        const client = await cli.client();
        const result = await inFile(
          name,
          client.sql.run({
            sql: text,
            environment: options.env,
            variables: options.var ?? {},
            limit: options.limit,
          }),
        );
        sayWarnings(cli.terminal, name, result.warnings);
        cli.terminal.result(result, () => resultText(result, cli.terminal));
      }),
    );
}
