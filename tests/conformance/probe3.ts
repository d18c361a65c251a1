import { protocolServerAccount } from './accounts/protocol-server.ts';
import { openExecutors } from './executors.ts';
import { Trial } from './trial.ts';
const a = await protocolServerAccount();
const ex = openExecutors(a);
const trial = new Trial(a, ex, 1);
const t0 = performance.now();
const lap = (s: string) => console.log(s, Math.round(performance.now() - t0));
const other = ex.connect({ name: 'the_other' });
const table = await trial.table('SHARED', 'SELECT 1 AS A');
lap('table');
const read = async () =>
  (
    await Array.fromAsync(
      other.query({
        queryId: trial.newId(),
        session: trial.session,
        sql: `SELECT A FROM ${table}`,
        pageRows: 10,
      }),
    )
  ).length;
await Promise.all([trial.rows(`SELECT A FROM ${table}`), read()]);
lap('both');
await ex.kill('the_other');
lap('killed');
await trial.rows(`SELECT A FROM ${table}`);
lap('mine');
await read();
lap('theirs');
await ex.close();
await a.close();
lap('closed');
