import type {
  Channel,
  ChannelDefinition,
  Delivery,
  Rule,
  RuleDefinition,
} from '../../../shared/contract/notifications.ts';
import { type Problem, SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import type { DeliveryState } from '../../../shared/domain/notices.ts';
import { type Actor, actorText } from '../actor.ts';
import { inOrder } from '../canonical.ts';
import { type Context, iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { lookup, nameTaken, refuseOutdated } from '../lookup.ts';
import type { DefinedRow, DeliveryRow } from '../store/notifications.ts';
import type { Tx } from '../store/store.ts';
import type { Courier } from './courier.ts';
import { type Gathered, toMessage } from './grouping.ts';
import type { LinkedRule } from './notice.ts';

interface WriteOptions {
  id?: number | undefined;
  /** The state the change was made upon. */
  revision?: number | undefined;
}

interface Written {
  id: number;
  created: boolean;
  changed: boolean;
}

export type Notifications = ReturnType<typeof createNotifications>;

/** Channels, rules and the log of deliveries. */
export function createNotifications(
  context: Context,
  areas: { environments: Environments; jobs: Jobs; courier: Courier },
) {
  const { store } = context;
  const { environments, jobs, courier } = areas;
  const sql = store.sql.notifications;

  const rowOf = (kind: 'channel' | 'rule', ref: string): DefinedRow => {
    const table = kind === 'channel' ? sql.channels : sql.rules;
    return lookup(kind, ref, {
      byId: id => table.byId.get(id),
      byName: name => table.byName.get(name),
      names: () => table.all.all(),
    });
  };

  function writeDefined(
    tx: Tx,
    actor: Actor,
    kind: 'channel' | 'rule',
    name: string,
    stored: string,
    options: WriteOptions,
  ): Written {
    const table = kind === 'channel' ? sql.channels : sql.rules;
    const named = table.byName.get(name);
    const existing = options.id === undefined ? named : rowOf(kind, String(options.id));
    if (named && named.id !== existing?.id) throw nameTaken(kind, named.name);
    refuseOutdated(existing, options.revision);
    if (existing && existing.name === name && existing.definition_json === stored) {
      return { id: existing.id, created: false, changed: false };
    }
    const values = { name, definition: stored, now: tx.now };
    const id = existing?.id ?? Number(table.insert.run(values).lastInsertRowid);
    if (existing) table.update.run({ ...values, id });
    record(tx, actor, `${kind}.${existing ? 'update' : 'create'}`, kind, id, name, {
      definition: JSON.parse(stored),
    });
    return { id, created: !existing, changed: true };
  }

  function record(
    tx: Tx,
    actor: Actor,
    action: string,
    objectType: string,
    id: number | null,
    name: string,
    details?: Record<string, unknown>,
  ): void {
    tx.audit({
      actor: actorText(actor),
      action,
      objectType,
      objectId: id,
      objectName: name,
      ...(details ? { details } : {}),
    });
    tx.changed('notification', null);
  }

  function writeChannel(tx: Tx, actor: Actor, definition: ChannelDefinition, options: WriteOptions = {}) {
    const { name, ...rest } = inOrder(definition);
    return writeDefined(tx, actor, 'channel', name, JSON.stringify({ name, ...rest }), options);
  }

  function writeRule(tx: Tx, actor: Actor, definition: RuleDefinition, options: WriteOptions = {}) {
    const stored = JSON.stringify(link(definition));
    return writeDefined(tx, actor, 'rule', definition.name, stored, options);
  }

  /** Throws `validation` with all names that there are not. */
  function link(definition: RuleDefinition): LinkedRule {
    const problems: Problem[] = [];
    const ids = (path: string, refs: string[] | undefined, find: (ref: string) => { id: number }) => {
      const found = refs?.flatMap((ref, index) => {
        try {
          return [find(ref).id];
        } catch (cause) {
          if (!(cause instanceof SlipwayError) || cause.code !== 'not_found') throw cause;
          const { hint } = cause.details;
          const message = `${cause.message}${hint === undefined ? '' : ` (${hint})`}`;
          problems.push({ path: `${path}[${index}]`, message });
          return [];
        }
      });
      return found && [...new Set(found)];
    };
    const { name: _, ...rest } = definition;
    const linked = inOrder({
      ...rest,
      on: [...new Set(rest.on)],
      jobs: ids('jobs', rest.jobs, jobs.row),
      environments: ids('environments', rest.environments, environments.row),
      channels: ids('channels', rest.channels, ref => rowOf('channel', ref)) ?? [],
    });
    if (definition.factor !== undefined && !definition.on.includes('slow')) {
      problems.push({ path: 'factor', message: 'belongs to "slow", which is not in "on"' });
    }
    if (problems.length > 0) throw validationError(problems);
    return linked;
  }

  function toRule(row: DefinedRow): Rule {
    const { channels, jobs: jobIds, environments: environmentIds, ...rest } = linkedOf(row);
    // What was deleted since is shown as such: without it the rule would be about more than it is.
    const name = (id: number, found: { name: string } | undefined) => found?.name ?? `deleted-${id}`;
    const names = (ids: number[] | undefined, find: (id: number) => { name: string } | undefined) =>
      ids?.map(id => name(id, find(id))).sort();
    const definition = inOrder({
      name: row.name,
      ...rest,
      jobs: names(jobIds, id => {
        const job = store.sql.jobs.byId.get(id);
        return job?.removed_at_ms === null ? job : undefined;
      }),
      environments: names(environmentIds, id => store.sql.environments.nameById.get(id)),
      channels: names(channels, id => sql.channels.byId.get(id)) ?? [],
    });
    return { ...keptOf(row), definition };
  }

  function toChannel(row: DefinedRow): Channel {
    const definition = definitionOf(row);
    const rules = sql.rules.all.all().filter(rule => linkedOf(rule).channels.includes(row.id));
    return { ...keptOf(row), kind: definition.kind, definition, rules: rules.map(rule => rule.name) };
  }

  function toDelivery(row: DeliveryRow): Delivery {
    return {
      id: row.id,
      channel: row.channel_name,
      rule: row.rule_name,
      state: row.state,
      message: toMessage(JSON.parse(row.message_json) as Gathered),
      created_at: iso(row.created_at_ms),
      next_attempt_at: iso(row.next_attempt_at_ms),
      attempts: sql.attempts.all(row.id).map(attempt => ({
        attempt: attempt.attempt,
        at: iso(attempt.at_ms),
        ok: attempt.ok === 1,
        message: attempt.message,
        elapsed_ms: attempt.elapsed_ms,
      })),
    };
  }

  return {
    writeChannel,
    writeRule,

    listChannels: (): Channel[] => sql.channels.all.all().map(toChannel),
    getChannel: (ref: string): Channel => toChannel(rowOf('channel', ref)),

    async applyChannel(
      actor: Actor,
      input: { definition: ChannelDefinition } & WriteOptions,
    ): Promise<Channel & { created: boolean }> {
      const { id, created } = await store.write(tx => writeChannel(tx, actor, input.definition, input));
      return { ...toChannel(rowOf('channel', String(id))), created };
    },

    async removeChannel(actor: Actor, ref: string): Promise<string> {
      return await store.write(tx => {
        const row = rowOf('channel', ref);
        const { rules } = toChannel(row);
        if (rules.length > 0) {
          throw new SlipwayError('conflict', `"${row.name}" is used by ${rules.join(', ')}`, {
            hint: 'Delete these rules first, or let them name another channel',
          });
        }
        for (const { id } of sql.pendingOf.all(row.id)) {
          sql.settle.run({ id, state: 'failed', next: null });
          tx.changed('delivery', id);
        }
        sql.channels.remove.run(row.id);
        record(tx, actor, 'channel.remove', 'channel', row.id, row.name);
        return row.name;
      });
    },

    /** Sends a message now, once; a channel that does not take it is a result, not an error. */
    async testChannel(
      actor: Actor,
      ref: string,
    ): Promise<{ ok: boolean; message: string; elapsed_ms: number }> {
      const row = rowOf('channel', ref);
      const at = context.clock.now();
      const text = `A test of ${row.name}, by ${actorText(actor)}`;
      const message: Gathered = {
        id: context.ids.uuid(),
        time: iso(at),
        kind: 'test',
        count: 1,
        job: null,
        run: null,
        environment: null,
        state: null,
        message: text,
        lines: [text],
        link: null,
        kinds: {},
      };
      const attempt = await courier.attempt(definitionOf(row), toMessage(message));
      if (attempt === null) throw new SlipwayError('unavailable', 'Slipway was closed meanwhile');
      await store.write(tx => {
        const added = sql.insert.run({
          channel_id: row.id,
          channel_name: row.name,
          rule_id: null,
          rule_name: null,
          state: attempt.ok ? 'delivered' : 'failed',
          run_id: null,
          message_json: JSON.stringify(message),
          created_at_ms: at,
          closes_at_ms: at,
          next_attempt_at_ms: null,
        });
        const id = Number(added.lastInsertRowid);
        sql.insertAttempt.run({
          delivery_id: id,
          attempt: 1,
          at_ms: at,
          elapsed_ms: attempt.elapsedMs,
          ok: attempt.ok ? 1 : 0,
          message: attempt.message,
        });
        tx.changed('delivery', id);
      });
      return { ok: attempt.ok, message: attempt.message, elapsed_ms: attempt.elapsedMs };
    },

    listRules: (): Rule[] => sql.rules.all.all().map(toRule),

    async applyRule(
      actor: Actor,
      input: { definition: RuleDefinition } & WriteOptions,
    ): Promise<Rule & { created: boolean }> {
      const { id, created } = await store.write(tx => writeRule(tx, actor, input.definition, input));
      return { ...toRule(rowOf('rule', String(id))), created };
    },

    /** What it has told already is still delivered. */
    async removeRule(actor: Actor, ref: string): Promise<string> {
      return await store.write(tx => {
        const row = rowOf('rule', ref);
        sql.rules.remove.run(row.id);
        record(tx, actor, 'rule.remove', 'rule', row.id, row.name);
        return row.name;
      });
    },

    listDeliveries(input: {
      channel?: string | undefined;
      state?: DeliveryState | undefined;
      run?: number | undefined;
      limit: number;
      after?: string | undefined;
    }): { deliveries: Delivery[]; next: string | null } {
      const rows = sql.page.all({
        channel: input.channel === undefined ? null : rowOf('channel', input.channel).id,
        state: input.state ?? null,
        run: input.run ?? null,
        before: Number(input.after) || Number.MAX_SAFE_INTEGER,
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      const next = rows.length > input.limit ? String(page.at(-1)?.id) : null;
      return { deliveries: page.map(toDelivery), next };
    },

    /** Resolves when no attempt to deliver is under way. */
    idle: () => courier.idle(),
  };
}

function keptOf(row: DefinedRow) {
  return {
    id: row.id,
    name: row.name,
    revision: row.revision,
    created_at: iso(row.created_at_ms),
    updated_at: iso(row.updated_at_ms),
  };
}

const linkedOf = (row: DefinedRow) => JSON.parse(row.definition_json) as LinkedRule;
const definitionOf = (row: DefinedRow) => JSON.parse(row.definition_json) as ChannelDefinition;
