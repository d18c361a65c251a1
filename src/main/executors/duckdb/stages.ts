import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { TestStage } from '../../../shared/contract/environments.ts';
import { displayName } from '../../../shared/domain/relation.ts';
import { ExecutionError, type Session } from '../../engine/ports.ts';
import type { Databases } from './databases.ts';
import { duckdbVersion } from './instance.ts';

type Finding = Pick<TestStage, 'state' | 'message'> & { hint?: string | undefined };

interface TestParts {
  databases: Databases;
  warehouse: string;
  hasSchema(database: string, schema: string): Promise<boolean>;
}

/** The stages of `Executor.test`. The embedded engine has nobody to sign in, no roles and no warehouses. */
export async function testStages(parts: TestParts, session: Session): Promise<TestStage[]> {
  const stages: TestStage[] = [];
  const stage = async (name: TestStage['stage'], work: () => Finding | Promise<Finding>) => {
    const started = performance.now();
    const { hint, ...finding } = await work();
    const elapsed_ms = Math.round((performance.now() - started) * 1_000) / 1_000;
    stages.push({ stage: name, ...finding, ...(hint === undefined ? {} : { hint }), elapsed_ms });
  };
  await stage('reach', () => ({
    state: 'ok',
    message: `DuckDB ${duckdbVersion().replace(/^v/, '')} runs in process ${process.pid}`,
  }));
  await stage('sign_in', () => ({ state: 'ok', message: 'The embedded engine needs no sign-in' }));
  await stage('role', () => skipped('role', session.role));
  await stage('warehouse', () => {
    const parameters = Object.keys(session.parameters ?? {});
    if (parameters.length === 0) return skipped('warehouse', session.warehouse);
    const names = [session.warehouse, ...parameters].filter(name => name !== null).join(', ');
    const message = `The embedded engine has no warehouses and no session parameters; ${names} are not used`;
    return { state: 'skipped', message };
  });
  await stage('database', () => checkDatabase(parts, session));
  await stage('privileges', () => checkFolder(parts.warehouse));
  return stages;
}

function skipped(what: 'role' | 'warehouse', named: string | null): Finding {
  const ignored = named === null ? '' : `; "${named}" is not used`;
  return { state: 'skipped', message: `The embedded engine has no ${what}s${ignored}` };
}

async function checkDatabase(parts: TestParts, session: Session): Promise<Finding> {
  const { databases } = parts;
  const { database, schema } = session;
  if (!database) {
    return {
      state: 'warning',
      message: 'No default database: names in SQL and targets have to be written in full',
    };
  }
  const name = displayName(database);
  try {
    if (!(await databases.find(database))) {
      return { state: 'warning', message: `Database ${name} will be created by the first run` };
    }
    if (!schema) return { state: 'ok', message: `Database ${name} is there` };
    const place = `${name}.${displayName(schema)}`;
    return (await parts.hasSchema(database, schema))
      ? { state: 'ok', message: `${place} is there` }
      : { state: 'warning', message: `Schema ${place} will be created by the first run` };
  } catch (cause) {
    if (!(cause instanceof ExecutionError)) throw cause;
    return { state: 'failed', message: cause.message, hint: cause.failure.hint ?? undefined };
  }
}

async function checkFolder(folder: string): Promise<Finding> {
  try {
    await access(folder, constants.R_OK | constants.W_OK);
    return { state: 'ok', message: `${folder} can be written` };
  } catch {
    return {
      state: 'failed',
      message: `${folder} cannot be written`,
      hint: "Check the folder's permissions",
    };
  }
}
