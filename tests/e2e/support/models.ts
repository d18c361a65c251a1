import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, slipway } from './fixtures.ts';

/** A model with one version, tagged v1, and a job that runs it in dev; `more` is the rest of the job's YAML. */
export async function addModel(workspace: string, name: string, sql: string, more = ''): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-e2e-files-'));
  try {
    const text = join(directory, 'model.sql');
    writeFileSync(text, sql);
    await slipway(workspace, 'model', 'create', name, '--file', text);
    await slipway(workspace, 'model', 'publish', name, '--tag', 'v1');
    await apply(
      workspace,
      'job',
      `name: ${name}_dev
kind: model
environment: dev
model: ${name}
tag: v1
target: { table: ${name} }
materialization: { type: table }
${more}`,
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}
