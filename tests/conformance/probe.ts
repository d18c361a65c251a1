import { prepareFakesnow } from '../support/fakesnow/environment.ts';
import { fakesnowAccount } from './accounts/fakesnow.ts';
import { protocolServerAccount } from './accounts/protocol-server.ts';
import { liveAccount, liveSettings } from './accounts/live-account.ts';
import { lacks } from './accounts/account.ts';
import { openExecutors } from './executors.ts';
import { Trial } from './trial.ts';
import { cases } from './cases/index.ts';
import { titleOf } from './case.ts';
const [backend, filter = ''] = process.argv.slice(2);
import { writeFileSync } from 'node:fs';
const fails: Record<string, string> = {};
const t0 = performance.now();
async function account() {
  if (backend === 'protocol') return await protocolServerAccount();
  if (backend === 'live') return await liveAccount(liveSettings(process.env)!);
  const env = await prepareFakesnow();
  if ('unavailable' in env) throw new Error(env.unavailable);
  return await fakesnowAccount(env.python);
}
const a = await account();
const ex = openExecutors(a);
console.log('ready', Math.round(performance.now() - t0));
let passed = 0,
  failed = 0,
  n = 0;
for (const c of cases) {
  n++;
  if (!titleOf(c).includes(filter)) continue;
  const l = lacks(a, c);
  if (l) {
    failed++;
    fails[titleOf(c)] = `LACKS ${l}`;
    console.log(`LACKS ${l} | ${titleOf(c)}`);
    continue;
  }
  const trial = new Trial(a, ex, n);
  const t = performance.now();
  let timer;
  try {
    await Promise.race([
      c.run(trial),
      new Promise((_, rej) => {
        timer = setTimeout(() => rej(new Error('LIMIT')), 30000);
      }),
    ]);
    passed++;
    const ms = Math.round(performance.now() - t);
    if (ms > 1500) console.log(`slow ${ms} | ${titleOf(c)}`);
  } catch (e) {
    failed++;
    fails[titleOf(c)] = String((e as Error).message);
    console.log(
      `FAIL ${Math.round(performance.now() - t)} | ${titleOf(c)}\n     ${String((e as Error).message)
        .replace(/\s+/g, ' ')
        .slice(0, 420)}`,
    );
  } finally {
    clearTimeout(timer);
  }
}
console.log({ passed, failed }, Math.round(performance.now() - t0));
await ex.close();
await a.close();
if (a.server) console.log('violations', a.server.log.violations.slice(0, 5));
writeFileSync(`/tmp/wtg-${backend}.json`, JSON.stringify(fails, null, 1));
process.exit();
