import { protocolServerAccount } from './accounts/protocol-server.ts';
import { openExecutors } from './executors.ts';
import { Trial } from './trial.ts';
const a = await protocolServerAccount();
const ex = openExecutors(a);
const trial = new Trial(a, ex, 1);
const p = trial.rows(process.argv[2] ?? 'SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 2500))').then(
  r => console.log('rows', r.length, JSON.stringify(r.slice(0, 3))),
  e => console.log('ERR', e.message),
);
await Promise.race([p, new Promise(r => setTimeout(r, 5000))]);
console.log(
  a
    .server!.log.requests.map(
      r => `${r.method} ${r.path} ${r.status} ${r.code} ${(r.sql ?? '').slice(0, 50)}`,
    )
    .join('\n'),
);
console.log(a.server!.log.violations);
console.log(ex.log.slice(-5));
process.exit();
