import type { Warning } from '../../../shared/contract/common.ts';
import type {
  AffectedEnvironment,
  ComputeProfile,
  ComputeProfileDefinition,
  ComputeProfilePlan,
} from '../../../shared/contract/compute-profiles.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { defaultMaxConcurrentRuns } from '../../../shared/domain/concurrency.ts';
import { durationText, parseDuration } from '../../../shared/domain/duration.ts';
import { hasWarehouses } from '../../../shared/domain/engines.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { sessionParameterWarning } from '../../../shared/domain/session-parameters.ts';
import { type Actor, actorText } from '../actor.ts';
import { inOrder } from '../canonical.ts';
import { type Context, iso } from '../context.ts';
import { dryRun } from '../dry-run.ts';
import { lastNamed, lookup, nameTaken, refuseOutdated } from '../lookup.ts';
import type { ComputeProfileFields, ComputeProfileRow } from '../store/compute-profiles.ts';
import type { Tx } from '../store/store.ts';
import { computeChanges } from './compute-changes.ts';
import { toEnvironment } from './environment-rows.ts';

interface WriteOptions {
  id?: number | undefined;
  /** The state the change was made upon. */
  revision?: number | undefined;
}

interface Written {
  id: number;
  created: boolean;
  changed: boolean;
  affects: AffectedEnvironment[];
}

export type ComputeProfiles = ReturnType<typeof createComputeProfiles>;

/** What statements run on, by name: a warehouse, limits and session parameters that environments share. */
export function createComputeProfiles(context: Context) {
  const { store } = context;
  const sql = store.sql.computeProfiles;

  const row = (ref: string): ComputeProfileRow =>
    lookup('compute profile', ref, {
      byId: id => sql.byId.get(id),
      byName: name => sql.byName.get(name),
      names: () => sql.all.all(),
    });

  const usersOf = (id: number): Environment[] => store.sql.environments.ofProfile.all(id).map(toEnvironment);

  /**
   * Creates or updates by name, or the one with `id`, which may be renamed. Fields left out get their defaults. Runs that
   * were created keep what they were created with; limits of concurrency hold at once.
   */
  function write(
    tx: Tx,
    actor: Actor,
    definition: ComputeProfileDefinition,
    options: WriteOptions = {},
  ): Written {
    const named = sql.byName.get(definition.name);
    const existing = options.id === undefined ? named : row(String(options.id));
    if (named && named.id !== existing?.id) throw nameTaken('compute profile', named.name);
    refuseOutdated(existing, options.revision);
    const fields = toFields(definition);
    if (!existing) {
      const id = Number(sql.insert.run({ ...fields, now: tx.now }).lastInsertRowid);
      record(tx, actor, 'compute_profile.create', id, definition.name, { definition });
      return { id, created: true, changed: true, affects: [] };
    }
    const { id } = existing;
    const before = usersOf(id);
    const changed = Object.entries(fields).some(
      ([key, value]) => existing[key as keyof ComputeProfileFields] !== value,
    );
    if (!changed) return { id, created: false, changed, affects: compare(before, before) };
    sql.update.run({ ...fields, id, now: tx.now });
    store.sql.environments.followProfile.run({
      profile: id,
      max: fields.max_concurrent_runs ?? defaultMaxConcurrentRuns,
    });
    const affects = compare(before, usersOf(id));
    record(tx, actor, 'compute_profile.update', id, definition.name, { definition });
    for (const affected of affects) recordEffect(tx, actor, definition.name, affected);
    return { id, created: false, changed, affects };
  }

  /** What of a profile changes in an environment is part of that environment's history, too. */
  function recordEffect(tx: Tx, actor: Actor, profile: string, affected: AffectedEnvironment): void {
    // Also where only the profile's name is another one.
    tx.changed('environment', affected.environment_id);
    if (affected.changes.length === 0) return;
    tx.audit({
      actor: actorText(actor),
      action: 'environment.compute',
      objectType: 'environment',
      objectId: affected.environment_id,
      objectName: affected.environment,
      details: { compute_profile: profile, changes: affected.changes },
    });
  }

  function record(
    tx: Tx,
    actor: Actor,
    action: string,
    id: number,
    name: string,
    details?: Record<string, unknown>,
  ): void {
    tx.audit({
      actor: actorText(actor),
      action,
      objectType: 'compute_profile',
      objectId: id,
      objectName: name,
      ...(details && { details }),
    });
    tx.changed('compute_profile', id);
  }

  function view(found: ComputeProfileRow): ComputeProfile {
    const definition = toDefinition(found);
    const users = usersOf(found.id);
    return {
      id: found.id,
      name: found.name,
      description: found.description,
      definition,
      environments: users.map(user => user.name),
      warnings: warningsOf(definition, users),
      revision: found.revision,
      created_at: iso(found.created_at_ms),
      updated_at: iso(found.updated_at_ms),
    };
  }

  return {
    row,
    write,
    get: (ref: string): ComputeProfile => view(row(ref)),
    list: (): ComputeProfile[] => sql.all.all().map(view),
    /** What a name will stand for once `coming` are there; null for none. Its id is that of today, or 0. */
    preview(
      name: string,
      coming: readonly ComputeProfileDefinition[],
    ): (ComputeProfileFields & { id: number }) | null {
      const known = sql.byName.get(name);
      const defined = lastNamed(coming, name);
      return defined ? { ...toFields(defined), id: known?.id ?? 0 } : (known ?? null);
    },

    definitions: (): ComputeProfileDefinition[] => sql.all.all().map(toDefinition),

    /** What `apply` would do: that itself, undone. Throws what it would. */
    async plan(
      actor: Actor,
      definition: ComputeProfileDefinition,
      options: WriteOptions = {},
    ): Promise<ComputeProfilePlan> {
      return await dryRun(store, tx => {
        const existing = options.id === undefined ? sql.byName.get(definition.name) : row(String(options.id));
        const { id, created, changed, affects } = write(tx, actor, definition, options);
        const { warnings } = view(row(String(id)));
        return { created, changed, revision: existing?.revision ?? null, affects, warnings };
      });
    },

    async apply(
      actor: Actor,
      definition: ComputeProfileDefinition,
      options: WriteOptions = {},
    ): Promise<ComputeProfile & { created: boolean; affects: AffectedEnvironment[] }> {
      const { id, created, affects } = await store.write(tx => write(tx, actor, definition, options));
      return { ...view(row(String(id))), created, affects };
    },

    async remove(actor: Actor, ref: string): Promise<string> {
      return await store.write(tx => {
        const profile = row(ref);
        const users = usersOf(profile.id);
        if (users.length > 0) {
          throw new SlipwayError(
            'conflict',
            `"${profile.name}" is used by ${users.map(user => user.name).join(', ')}`,
            { hint: 'Let these environments name another compute profile, or none, first' },
          );
        }
        sql.remove.run(profile.id);
        record(tx, actor, 'compute_profile.remove', profile.id, profile.name);
        return profile.name;
      });
    },
  };
}

/** What of a definition its row keeps. */
function toFields(definition: ComputeProfileDefinition): ComputeProfileFields {
  const { max_concurrent_runs, statement_timeout } = definition.limits ?? {};
  return {
    name: definition.name,
    description: definition.description ?? '',
    warehouse: definition.warehouse ?? null,
    statement_timeout_ms: statement_timeout === undefined ? null : (parseDuration(statement_timeout) ?? null),
    max_concurrent_runs: max_concurrent_runs ?? null,
    session_parameters_json: JSON.stringify(inOrder(definition.session_parameters ?? {})),
  };
}

function toDefinition(row: ComputeProfileRow): ComputeProfileDefinition {
  const limits = {
    ...(row.max_concurrent_runs !== null && { max_concurrent_runs: row.max_concurrent_runs }),
    ...(row.statement_timeout_ms !== null && { statement_timeout: durationText(row.statement_timeout_ms) }),
  };
  const parameters = JSON.parse(row.session_parameters_json) as NonNullable<
    ComputeProfileDefinition['session_parameters']
  >;
  return {
    name: row.name,
    ...(row.description !== '' && { description: row.description }),
    ...(row.warehouse !== null && { warehouse: row.warehouse }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(parameters).length > 0 && { session_parameters: parameters }),
  };
}

/** The same environments in the same order, before and after. */
function compare(before: Environment[], after: Environment[]): AffectedEnvironment[] {
  return before.map((environment, index) => ({
    environment: environment.name,
    environment_id: environment.id,
    protected: environment.protected,
    engine: environment.engine,
    changes: computeChanges(environment, after[index] ?? environment),
  }));
}

function warningsOf(definition: ComputeProfileDefinition, users: Environment[]): Warning[] {
  const { warehouse, session_parameters: parameters = {} } = definition;
  const unknown = Object.keys(parameters).flatMap(name => sessionParameterWarning(name) ?? []);
  const isLost = warehouse !== undefined || Object.keys(parameters).length > 0;
  const without = isLost ? users.filter(({ engine }) => !hasWarehouses[engine]) : [];
  return [
    ...unknown.map(message => ({ code: 'unknown_parameter', message })),
    ...without.map(({ name, engine }) => ({
      code: 'no_effect',
      message: `${name} is on ${engine}, which has no warehouses and no session parameters: only the limits hold there`,
    })),
  ];
}
