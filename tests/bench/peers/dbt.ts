import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The program, from `BENCH_DBT` or the path. */
const program = process.env.BENCH_DBT ?? 'dbt';

/** dbt-duckdb with a project of these models, each a view; null where it is not installed, which is said. */
export async function openDbt(
  parent: string,
  { models, threads }: { models: { name: string; sql: string }[]; threads: number },
): Promise<{ name: string; what: string; run: () => Promise<unknown> } | null> {
  let version: string;
  try {
    version = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    console.log('dbt is not installed: left out (docs/benchmarks.md says how)');
    return null;
  }
  if (!version.includes('duckdb')) {
    console.log('dbt has no adapter for DuckDB: left out (docs/benchmarks.md says how)');
    return null;
  }
  const directory = join(parent, 'dbt');
  mkdirSync(join(directory, 'models'), { recursive: true });
  writeFileSync(
    join(directory, 'dbt_project.yml'),
    "name: bench\nversion: '1.0'\nprofile: bench\nmodel-paths: [models]\nmodels:\n  +materialized: view\n",
  );
  writeFileSync(
    join(directory, 'profiles.yml'),
    `bench:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: ${join(directory, 'dbt.duckdb')}\n      threads: ${threads}\n`,
  );
  for (const { name, sql } of models) writeFileSync(join(directory, 'models', `${name}.sql`), `${sql}\n`);
  const run = () =>
    promisify(execFile)(
      program,
      ['--quiet', 'run', '--project-dir', directory, '--profiles-dir', directory, '--no-use-colors'],
      {
        cwd: directory,
        maxBuffer: 64_000_000,
        env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
      },
    );
  return {
    name: 'dbt',
    what: `"dbt run" of the same models (${/core[\s\S]*?installed: *(\S+)/i.exec(version)?.[1] ?? 'dbt'}): its start and its reading of the project belong to it; it keeps no record in a database`,
    run,
  };
}
