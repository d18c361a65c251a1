import type { ComputeProfileDefinition } from '../../../shared/contract/compute-profiles.ts';
import type { ConnectionDefinition } from '../../../shared/contract/connections.ts';
import type { Environment, EnvironmentDefinition, TestStage } from '../../../shared/contract/environments.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { layerProblems, variablesOf } from '../sql/layers.ts';
import { type Actor, actorText } from '../actor.ts';
import type { Context } from '../context.ts';
import { retarget } from '../jobs/retarget.ts';
import { lastNamed, lookup, nameTaken, refuseOutdated } from '../lookup.ts';
import type { Listed } from '../ports.ts';
import { asCallError } from '../sql/call-error.ts';
import type { EnvironmentFields, EnvironmentRow } from '../store/environments.ts';
import type { Tx } from '../store/store.ts';
import type { ComputeProfiles } from './compute-profiles.ts';
import type { Connections } from './connections.ts';
import { profileColumns, toEnvironment, toFields } from './environment-rows.ts';
import { foldName, sessionOf } from './place.ts';

interface WriteOptions {
  id?: number | undefined;
  createOnly?: boolean;
  /** The state the change was made upon. */
  revision?: number | undefined;
}

/** What will be there with an environment that is still being written; it goes before what is there. */
export interface Coming {
  connections: ConnectionDefinition[];
  computeProfiles: ComputeProfileDefinition[];
}

const nothingComing: Coming = { connections: [], computeProfiles: [] };

export type Environments = ReturnType<typeof createEnvironments>;

/** Where jobs run: a connection with a role, a warehouse and defaults. */
export function createEnvironments(
  context: Context,
  areas: { connections: Connections; computeProfiles: ComputeProfiles },
) {
  const { store } = context;
  const { connections, computeProfiles } = areas;
  const sql = store.sql.environments;

  const row = (ref: string): EnvironmentRow =>
    lookup('environment', ref, {
      byId: id => sql.byId.get(id),
      byName: name => sql.byName.get(name),
      names: () => sql.all.all(),
    });

  /** Creates or updates by name, or the one with `id`, which may be renamed. Fields left out get their defaults. */
  function writeEnvironment(
    tx: Tx,
    actor: Actor,
    definition: EnvironmentDefinition,
    options: WriteOptions = {},
  ): { id: number; created: boolean; changed: boolean } {
    const named = sql.byName.get(definition.name);
    const existing = options.id === undefined ? named : row(String(options.id));
    if (named && (options.createOnly || named.id !== existing?.id)) {
      throw nameTaken('environment', named.name);
    }
    refuseOutdated(existing, options.revision);
    const profile =
      definition.compute_profile === undefined ? null : computeProfiles.row(definition.compute_profile);
    const connection =
      typeof definition.connection === 'string'
        ? connections.row(definition.connection).id
        : connections.write(tx, actor, definition.connection).id;
    const links = { connection, profile };
    const fields = toFields(definition, links, existing, sql.lastPosition.get()?.position ?? -1);
    if (fields.protected === 1) refuseTrackingJobs(existing, definition.name);
    const problems = layerProblems(
      variablesOf(store.sql, { variables: definition.variables ?? {} }, {}, {}),
      'environment',
    );
    if (problems.length > 0) throw validationError(problems, `Environment "${definition.name}"`);

    if (!existing) {
      const id = Number(sql.insert.run({ ...fields, now: tx.now }).lastInsertRowid);
      record(tx, actor, 'environment.create', id, definition);
      return { id, created: true, changed: true };
    }
    const changed = Object.entries(fields).some(
      ([key, value]) => existing[key as keyof EnvironmentFields] !== value,
    );
    if (changed) {
      sql.update.run({ ...fields, id: existing.id, now: tx.now });
      retarget(store.sql, tx, actor, toEnvironment(existing), get(String(existing.id)));
      record(tx, actor, 'environment.update', existing.id, definition);
    }
    return { id: existing.id, created: false, changed };
  }

  function record(tx: Tx, actor: Actor, action: string, id: number, definition: EnvironmentDefinition) {
    tx.audit({
      actor: actorText(actor),
      action,
      objectType: 'environment',
      objectId: id,
      objectName: definition.name,
      details: { definition },
    });
    tx.changed('environment', id);
  }

  /** A protected environment changes by promotion only; a job that follows the latest version would break that. */
  function refuseTrackingJobs(existing: EnvironmentRow | undefined, name: string): void {
    if (!existing || existing.protected === 1) return;
    const tracking = store.sql.jobs.ofEnvironment
      .all(existing.id)
      .filter(job => (JSON.parse(job.live_json ?? '{}') as { track?: string }).track === 'latest');
    if (tracking.length === 0) return;
    throw new SlipwayError(
      'precondition',
      `"${name}" cannot be protected while jobs in it follow the latest version: ${tracking.map(job => job.name).join(', ')}`,
      { hint: 'Publish these jobs with a tag first' },
    );
  }

  async function apply(
    actor: Actor,
    definition: EnvironmentDefinition,
    options: WriteOptions = {},
  ): Promise<Environment & { created: boolean }> {
    const { id, created } = await store.write(tx => writeEnvironment(tx, actor, definition, options));
    return { ...get(String(id)), created };
  }

  const get = (ref: string): Environment => toEnvironment(row(ref));

  function reach(subject: string | EnvironmentDefinition, trustHosts: string[]) {
    // One that is not there would go unnoticed: it only adds to what the environment says.
    if (typeof subject !== 'string' && subject.compute_profile !== undefined) {
      computeProfiles.row(subject.compute_profile);
    }
    const environment = typeof subject === 'string' ? get(subject) : preview(subject);
    const named = typeof subject === 'string' ? environment.connection : subject.connection;
    return {
      executor: context.executors.for(connections.spec(named, trustHosts)),
      session: sessionOf(environment),
    };
  }

  /** The environment a definition would make, for checking what depends on it; its ids are those of today, or 0. */
  function preview(definition: EnvironmentDefinition, coming: Coming = nothingComing): Environment {
    const { connection, compute_profile } = definition;
    const existing = sql.byName.get(definition.name);
    const name = typeof connection === 'string' ? connection : connection.name;
    const known = sql.connectionByName.get(name);
    const defined = typeof connection === 'string' ? lastNamed(coming.connections, name) : connection;
    const profile =
      compute_profile === undefined ? null : computeProfiles.preview(compute_profile, coming.computeProfiles);
    return toEnvironment({
      ...toFields(definition, { connection: known?.id ?? 0, profile }, existing, 0),
      ...profileColumns(profile),
      id: existing?.id ?? 0,
      connection_name: name,
      engine: defined?.engine ?? known?.engine ?? 'duckdb',
      revision: 0,
      created_at_ms: 0,
      updated_at_ms: 0,
    });
  }

  return {
    get,
    row,
    apply,
    write: writeEnvironment,

    preview,

    list: (): Environment[] => sql.all.all().map(toEnvironment),

    async reorder(actor: Actor, refs: string[]): Promise<Environment[]> {
      await store.write(tx => {
        const rows = refs.map(row);
        const ids = new Set(rows.map(environment => environment.id));
        const missing = sql.all.all().filter(environment => !ids.has(environment.id));
        if (missing.length > 0 || ids.size !== rows.length) {
          throw new SlipwayError('validation', 'The order must name every environment once', {
            problems: missing.map(environment => ({
              path: 'environments',
              message: `"${environment.name}" is missing`,
            })),
          });
        }
        for (const [position, environment] of rows.entries()) sql.setPosition.run(position, environment.id);
        tx.audit({
          actor: actorText(actor),
          action: 'environment.reorder',
          objectType: 'environment',
          objectId: null,
          objectName: rows.map(environment => environment.name).join(', '),
        });
        tx.changed('environment', null);
      });
      return sql.all.all().map(toEnvironment);
    },

    async remove(actor: Actor, ref: string): Promise<string> {
      return await store.write(tx => {
        const environment = row(ref);
        store.sql.jobs.forgetNeverLive.run({ model: null, environment: environment.id });
        const users = sql.users.all(environment.id);
        const using = users.filter(job => job.removed === 0);
        if (users.length > 0) {
          throw new SlipwayError(
            'conflict',
            using.length > 0
              ? `"${environment.name}" is used by ${using.map(job => job.name).join(', ')}`
              : `"${environment.name}" belongs to the history of ${users.map(job => job.name).join(', ')}, now deleted`,
            { hint: using.length > 0 ? 'Delete or move these jobs first' : 'Rename it instead' },
          );
        }
        sql.remove.run(environment.id);
        tx.audit({
          actor: actorText(actor),
          action: 'environment.remove',
          objectType: 'environment',
          objectId: environment.id,
          objectName: environment.name,
        });
        tx.changed('environment', environment.id);
        return environment.name;
      });
    },

    /** Stages of reaching the warehouse, for a saved environment or for one still being written. */
    async test(
      subject: string | EnvironmentDefinition,
      trustHosts: string[] = [],
    ): Promise<{ ok: boolean; stages: TestStage[] }> {
      const { executor, session } = reach(subject, trustHosts);
      try {
        const stages = await executor.test(session);
        return { ok: stages.every(stage => stage.state !== 'failed'), stages };
      } catch (cause) {
        throw asCallError(cause);
      }
    },

    /** Names to choose from for an environment, saved or still being written. */
    async choices(input: {
      environment: string | EnvironmentDefinition;
      what: Listed;
      database?: string | undefined;
      trust_hosts?: string[] | undefined;
    }): Promise<string[]> {
      const { executor, session } = reach(input.environment, input.trust_hosts ?? []);
      const database = foldName(input.database) ?? session.database ?? undefined;
      try {
        return await executor.list({
          session,
          what: input.what,
          ...(database !== undefined && { database }),
        });
      } catch (cause) {
        throw asCallError(cause);
      }
    },
  };
}
