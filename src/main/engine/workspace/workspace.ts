import { accessSync, constants, rmSync, statfsSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Variables } from '../../../shared/contract/common.ts';
import type { DoctorCheck, WorkspaceLimits } from '../../../shared/contract/workspace.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { resolveLayers } from '../../../shared/domain/variables.ts';
import { type Actor, actorText } from '../actor.ts';
import { inOrder } from '../canonical.ts';
import type { Context } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { placeOf } from '../environments/place.ts';
import type { ConnectionSpec, Session } from '../ports.ts';
import type { SecretArea } from '../secrets/secrets.ts';
import { storageError } from '../store/open.ts';
import { createPrivateFile } from '../store/private-files.ts';
import type { Tx } from '../store/store.ts';

/** A mark so little ahead is nothing to tell of. */
const clockSlackMs = 3_600_000;
/** Below this much free space the doctor warns. */
const littleSpaceBytes = 2 * 1024 ** 3;

export type WorkspaceArea = ReturnType<typeof createWorkspaceArea>;

type LimitChanges = { [limit in keyof WorkspaceLimits]?: WorkspaceLimits[limit] | undefined };

/** What concerns the workspace as a whole. */
export function createWorkspaceArea(
  context: Context,
  areas: { environments: Environments; secrets: SecretArea },
) {
  const { store } = context;
  const variables = (): Variables => store.sql.settings.get<Variables>('variables', {});

  const limits = (): WorkspaceLimits => ({
    max_concurrent_runs: store.sql.settings.get<number | null>('max_concurrent_runs', null),
    max_concurrent_backfills: store.sql.settings.get('max_concurrent_backfills', 1),
  });

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

  /** Environments have to keep to the types that are declared here. */
  function refuseMisfits(values: Variables): void {
    const problems = areas.environments.list().flatMap(({ name, variables: own }) =>
      resolveLayers([
        { layer: 'workspace', variables: values },
        { layer: 'environment', variables: own },
      ]).problems.map(problem => ({
        path: `variables.${problem.name}`,
        message:
          problem.layer === 'workspace'
            ? problem.message
            : `as environment "${name}" sets it, ${problem.message}`,
      })),
    );
    if (problems.length > 0) throw validationError(problems);
  }

  return {
    variables,
    writeVariables,

    async setVariables(actor: Actor, values: Variables): Promise<Variables> {
      await store.write(tx => {
        refuseMisfits(values);
        writeVariables(tx, actor, values);
      });
      return variables();
    },

    limits,

    /** Changes those that are given. */
    async setLimits(actor: Actor, given: LimitChanges): Promise<WorkspaceLimits> {
      await store.write(tx => {
        const before = limits();
        const {
          max_concurrent_runs = before.max_concurrent_runs,
          max_concurrent_backfills = before.max_concurrent_backfills,
        } = given;
        const wanted = { max_concurrent_runs, max_concurrent_backfills };
        if (JSON.stringify(wanted) === JSON.stringify(before)) return;
        store.sql.settings.set('max_concurrent_runs', max_concurrent_runs);
        store.sql.settings.set('max_concurrent_backfills', max_concurrent_backfills);
        tx.audit({
          actor: actorText(actor),
          action: 'workspace.limits',
          objectType: 'workspace',
          objectId: null,
          objectName: 'limits',
          details: { from: before, to: wanted },
        });
        tx.changed('workspace', null);
      });
      return limits();
    },

    /** Copies the database as of now. Tables of the embedded warehouse are files of their own and not in it. */
    async backup(file: string): Promise<{ file: string; bytes: number }> {
      if (!isAbsolute(file)) {
        throw new SlipwayError('validation', `"${file}" is not an absolute path`, {
          problems: [{ path: 'file', message: 'must be absolute' }],
        });
      }
      reserve(file);
      try {
        await context.upkeep.copy(store.file, file);
      } catch (cause) {
        // Half a copy must not be taken for one.
        rmSync(file, { force: true });
        throw cause;
      }
      return { file, bytes: statSync(file).size };
    },

    async doctor(): Promise<{ ok: boolean; checks: DoctorCheck[] }> {
      const checks = [await databaseCheck(context), ...diskChecks(context), await analysisCheck(context)];
      checks.push(clockCheck(context), await areas.secrets.check());
      const connections = new Map(areas.environments.list().map(env => [env.connection_id, env]));
      for (const environment of connections.values()) {
        const { connection, session } = placeOf(context.store.sql, environment);
        checks.push(await connectionCheck(context, connection, session));
      }
      return { ok: checks.every(check => check.state !== 'failed'), checks };
    },
  };
}

/** Where the clock was wrong for a while, schedules are accounted for up to a moment that is still to come. */
function clockCheck({ store, clock }: Context): DoctorCheck {
  const ahead = store.sql.triggers.aheadOf.all(clock.now() + clockSlackMs).map(({ name }) => name);
  const [first] = ahead;
  if (first === undefined)
    return { name: 'schedules', state: 'ok', message: 'No schedule is ahead of the clock' };
  const others = ahead.length > 1 ? ` and ${ahead.length - 1} more` : '';
  return {
    name: 'schedules',
    state: 'warning',
    message: `"${first}"${others} fired up to a moment that is still to come: the clock was ahead, and nothing fires twice`,
    hint: 'Where it should fire before that moment, let its schedules begin anew: schedule reset JOB',
  };
}

/** Creates the file, so that nobody else's is written to, and only its owner can read what comes into it. */
function reserve(file: string): void {
  try {
    createPrivateFile(file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw new SlipwayError('conflict', `${file} exists already`, { hint: 'Choose another file name' });
    }
    throw (
      storageError(cause, file) ??
      new SlipwayError('unavailable', `${file} could not be written: ${String(cause)}`, {}, cause)
    );
  }
}

async function databaseCheck({ store, upkeep }: Context): Promise<DoctorCheck> {
  const name = 'database';
  try {
    const problems = await upkeep.check(store.file);
    if (problems.length === 0) {
      const size = megabytes(statSync(store.file).size);
      return { name, state: 'ok', message: `sound, schema ${store.schemaVersion}, ${size}` };
    }
    return {
      name,
      state: 'failed',
      message: `damaged: ${problems.slice(0, 3).join('; ')}`,
      hint: 'Restore a backup; keep the damaged file for analysis',
    };
  } catch (cause) {
    const { message, details } = cause instanceof SlipwayError ? cause : { message: String(cause) };
    return { name, state: 'failed', message, hint: details?.hint };
  }
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
  connection: ConnectionSpec,
  session: Session,
): Promise<DoctorCheck> {
  const name = `connection ${connection.definition.name}`;
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
