import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Variables } from '../../../shared/contract/common.ts';
import type { DoctorCheck } from '../../../shared/contract/workspace.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { type Actor, actorText } from '../actor.ts';
import { inOrder } from '../canonical.ts';
import type { Context } from '../context.ts';
import { type Environments, placeOf } from '../environments/environments.ts';
import type { Tx } from '../store/store.ts';

/** Below this much free space the doctor warns. */
const littleSpaceBytes = 2 * 1024 ** 3;

export type WorkspaceArea = ReturnType<typeof createWorkspaceArea>;

/** What concerns the workspace as a whole. */
export function createWorkspaceArea(context: Context, areas: { environments: Environments }) {
  const { store } = context;
  const variables = (): Variables => store.sql.settings.get<Variables>('variables', {});

  function writeVariables(tx: Tx, actor: Actor, values: Variables): boolean {
    if (JSON.stringify(inOrder(values)) === JSON.stringify(variables())) return false;
    store.sql.settings.set('variables', inOrder(values));
    tx.audit({
      actor: actorText(actor),
      action: 'workspace.variables',
      objectType: 'workspace',
      objectId: null,
      objectName: 'variables',
      details: { names: Object.keys(values) },
    });
    tx.changed('workspace', null);
    return true;
  }

  return {
    variables,
    writeVariables,

    async setVariables(actor: Actor, values: Variables): Promise<Variables> {
      await store.write(tx => writeVariables(tx, actor, values));
      return variables();
    },

    /** Copies the database as of now. Tables of the embedded warehouse are files of their own and not in it. */
    backup(file: string): { file: string; bytes: number } {
      if (!isAbsolute(file)) {
        throw new SlipwayError('validation', `"${file}" is not an absolute path`, {
          problems: [{ path: 'file', message: 'must be absolute' }],
        });
      }
      store.backup(file);
      return { file, bytes: statSync(file).size };
    },

    async doctor(): Promise<{ ok: boolean; checks: DoctorCheck[] }> {
      const checks = [...databaseChecks(context), ...diskChecks(context), await analysisCheck(context)];
      const connections = new Map(areas.environments.list().map(env => [env.connection_id, env]));
      for (const environment of connections.values()) {
        const { connection, session } = placeOf(environment);
        checks.push(await connectionCheck(context, connection, session));
      }
      return { ok: checks.every(check => check.state !== 'failed'), checks };
    },
  };
}

function databaseChecks({ store }: Context): DoctorCheck[] {
  const problems = store.integrityProblems();
  const bytes = statSync(store.file).size;
  return [
    problems.length === 0
      ? {
          name: 'database',
          state: 'ok',
          message: `sound, schema ${store.schemaVersion}, ${megabytes(bytes)}`,
        }
      : {
          name: 'database',
          state: 'failed',
          message: `damaged: ${problems.slice(0, 3).join('; ')}`,
          hint: 'Restore a backup; keep the damaged file for analysis',
        },
  ];
}

function diskChecks({ directory }: Context): DoctorCheck[] {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const checks: DoctorCheck[] = [
    free < littleSpaceBytes
      ? {
          name: 'disk',
          state: 'warning',
          message: `${megabytes(free)} free`,
          hint: 'Builds may fail; free some space',
        }
      : { name: 'disk', state: 'ok', message: `${megabytes(free)} free` },
  ];
  try {
    accessSync(directory, constants.W_OK);
    checks.push({ name: 'workspace', state: 'ok', message: `${directory} is writable` });
  } catch {
    checks.push({
      name: 'workspace',
      state: 'failed',
      message: `${directory} is not writable`,
      hint: 'Give your user write access to it',
    });
  }
  return checks;
}

async function analysisCheck({ analysis }: Context): Promise<DoctorCheck> {
  try {
    await analysis.analyze('select 1');
    return { name: 'sql analysis', state: 'ok', message: 'answers' };
  } catch (cause) {
    return { name: 'sql analysis', state: 'failed', message: String(cause) };
  }
}

async function connectionCheck(
  context: Context,
  connection: Parameters<Context['executors']['for']>[0],
  session: Parameters<ReturnType<Context['executors']['for']>['test']>[0],
): Promise<DoctorCheck> {
  const name = `connection ${connection.name}`;
  try {
    const stages = await context.executors.for(connection).test(session);
    const bad = stages.find(stage => stage.state === 'failed');
    if (bad) return { name, state: 'failed', message: `${bad.stage}: ${bad.message}`, hint: bad.hint };
    return { name, state: 'ok', message: stages[0]?.message ?? 'answers' };
  } catch (cause) {
    return { name, state: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
  }
}

function megabytes(bytes: number): string {
  return bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
