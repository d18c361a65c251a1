import type { Row } from '../harness.ts';
import { openAccount } from '../snowflake/account.ts';

const statements = 60;
const atOnce = 16;
const sql = 'SELECT 42 AS ANSWER';
const rows = 100_000;
const pageRows = 1_000;
const wide = `SELECT SEQ4() AS N, 'row ' || SEQ4()::VARCHAR AS NAME, SEQ4() / 7 AS SHARE, DATEADD(SECOND, SEQ4(), '2026-01-01'::TIMESTAMP_NTZ) AS AT
FROM TABLE(GENERATOR(ROWCOUNT => ${rows}))`;
const theirs = 'the official driver alone in a process of its own, signed in before';

export const snowflakeOverhead: Row = {
  name: 'snowflake-overhead',
  workload: `a statement from its submission to its result, one after the other (${statements}), then ${atOnce} at a time, asked about every ms; protocol server`,
  figure: 'ms_per_statement',
  unit: 'ms/statement',
  goal: '≤ 1.25 × the bare driver',
  async sides(directory) {
    const account = await openAccount(directory);
    const ours = async (inFlight: number) => {
      const begin = performance.now();
      let left = statements;
      const worker = async () => {
        while (left-- > 0) {
          const { executor, session, newId } = account;
          await executor.execute({ queryId: newId(), session, statements: [sql], writes: [] });
        }
      };
      await Promise.all(Array.from({ length: inFlight }, worker));
      return (performance.now() - begin) / statements;
    };
    const bare = async (inFlight: number) =>
      (await account.bare({ do: 'statements', sql, count: statements, atOnce: inFlight })) / statements;
    return [
      {
        name: 'ours',
        what: 'through the executor process: a session, tag and time limit of its own, and a query id that is told before the end',
        measure: async () => ({ ms_per_statement: await ours(1), [`at_once_${atOnce}`]: await ours(atOnce) }),
        close: () => account.close(),
      },
      {
        name: 'bare',
        what: `${theirs}: submitted, asked about every ms, result fetched`,
        measure: async () => ({ ms_per_statement: await bare(1), [`at_once_${atOnce}`]: await bare(atOnce) }),
      },
    ];
  },
};

export const snowflakeRows: Row = {
  name: 'snowflake-rows',
  workload: `${rows.toLocaleString('en')} rows of four columns read to the end, in pages of ${pageRows}; protocol server`,
  figure: 'ms',
  unit: 'ms',
  goal: '≤ 1.5 × the bare driver',
  async sides(directory) {
    const account = await openAccount(directory);
    const request = () => ({ queryId: account.newId(), session: account.session, sql: wide, pageRows });
    return [
      {
        name: 'ours',
        what: 'typed cells, page by page, in the process that asked',
        async measure() {
          const begin = performance.now();
          let read = 0;
          for await (const page of account.executor.query(request())) read += page.rows.length;
          if (read !== rows) throw new Error(`${read} rows came instead of ${rows}`);
          return { ms: performance.now() - begin };
        },
        close: () => account.close(),
      },
      {
        name: 'bare',
        what: `${theirs}: numbers as texts, dates as the driver makes them, read and dropped in that process`,
        measure: async () => ({ ms: await account.bare({ do: 'rows', sql: wide }) }),
      },
    ];
  },
};
