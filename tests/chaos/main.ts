import { parseArgs } from 'node:util';
import { type ChaosReport, runChaos } from './chaos.ts';

/** `npm run chaos -- --rounds N [--seed S] [--json]`; ends with 1 when an invariant does not hold. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  console.error('--rounds must be a whole number from 1, --seed one from 0');
  process.exit(2);
}

const begin = performance.now();
const report = await runChaos(rounds, seed, round => {
  if (round % 100 === 0)
    console.error(`${round} rounds, ${Math.round((performance.now() - begin) / 1_000)} s`);
});
if (values.json) console.log(JSON.stringify(report, null, 2));
else print(report);
process.exitCode = report.violations.length > 0 ? 1 : 0;

function print(told: ChaosReport): void {
  const list = (counts: Record<string, number>) => {
    const sum = Object.values(counts).reduce((total, count) => total + count, 0);
    const parts = Object.entries(counts).map(([name, count]) => `${name} ${count.toLocaleString('en')}`);
    return `${sum.toLocaleString('en')} (${parts.join(', ')})`;
  };
  console.log(`rounds      ${told.rounds}, over ${told.days.toLocaleString('en')} days`);
  console.log(`kills       ${list(told.kills)}`);
  console.log(`fires       ${list(told.fires)}; after other runs ${told.chain_fires.toLocaleString('en')}`);
  console.log(`runs        ${list(told.runs)}`);
  console.log(`violations  ${told.violations.length}`);
  console.log(`seed        ${told.seed}`);
  if (told.violations.length === 0) return;
  for (const violation of told.violations.slice(0, 20)) console.log(`\n  ${violation}`);
  console.log('\nThe last round did:');
  for (const action of told.actions) console.log(`  ${action}`);
  console.log(`\nDo it again: npm run chaos -- --rounds ${told.rounds} --seed ${told.seed}`);
}
