import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allSources, build, isBuildStale } from '../../../src/main/system/build.ts';
import { command } from './places.ts';

/** Builds what is stale and loads the sample once, with some history; every test works on a copy. */
export default async function prepare(): Promise<void> {
  if (isBuildStale(allSources) && !(await build())) throw new Error('The build failed, see above');
  const templates = mkdtempSync(join(tmpdir(), 'slipway-e2e-templates-'));
  process.env.SLIPWAY_E2E_TEMPLATES = templates;
  const workspace = join(templates, 'flights');
  // What a command says is shown when it fails.
  const run = (...args: string[]) => {
    const [node, cli] = command;
    execFileSync(node, [cli, ...args, '--workspace', workspace], { stdio: 'pipe' });
  };
  run('sample', 'load');
  for (const job of ['stg_flights_dev', 'stg_flights_prod']) run('job', 'run', job, '--wait');
  run('promote', 'plan', '--model', 'airport_performance', '--to', 'prod', '--tag', 'v2');
}
