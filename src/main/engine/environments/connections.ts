import type { Connection, ConnectionDefinition } from '../../../shared/contract/connections.ts';
import { secretsOf } from '../../../shared/domain/connection-secrets.ts';
import { legacyNotes, placeSettings } from '../../../shared/domain/engines.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { foreignHosts } from '../../../shared/domain/hosts.ts';
import { secretKindOf } from '../../../shared/domain/secrets.ts';
import { type Actor, actorText } from '../actor.ts';
import { inOrder } from '../canonical.ts';
import { type Context, iso } from '../context.ts';
import { lookup, nameTaken, refuseOutdated } from '../lookup.ts';
import type { ConnectionSpec, Secrets } from '../ports.ts';
import type { ConnectionRow } from '../store/environments.ts';
import type { Tx } from '../store/store.ts';
import { configOf, definitionOf, trustedHostsOf } from './connection-rows.ts';

interface WriteOptions {
  id?: number | undefined;
  /** The state the change was made upon. */
  revision?: number | undefined;
}

export type Connections = ReturnType<typeof createConnections>;

/** Warehouse identities: how to sign in. What signs in is not among them: they name it. */
export function createConnections(context: Context, secrets: Secrets) {
  const { store } = context;
  const sql = store.sql.environments;

  const row = (ref: string): ConnectionRow =>
    lookup('connection', ref, {
      byId: id => sql.connectionById.get(id),
      byName: name => sql.connectionByName.get(name),
      names: () => sql.connections.all(),
    });

  /** Creates or updates by name, or the one with `id`, which may be renamed. Fields left out get their defaults. */
  function write(
    tx: Tx,
    actor: Actor,
    given: ConnectionDefinition,
    options: WriteOptions = {},
  ): { id: number; created: boolean; changed: boolean } {
    const named = sql.connectionByName.get(given.name);
    const existing = options.id === undefined ? named : row(String(options.id));
    if (named && named.id !== existing?.id) throw nameTaken('connection', named.name);
    refuseOutdated(existing, options.revision);
    const definition = existing ? withItsSecret(definitionOf(existing), given) : given;
    if (existing && existing.engine !== definition.engine) refuseOtherEngine(existing, definition);
    if (existing && isElsewhere(definitionOf(existing), definition)) refuseUnderWay(existing);
    const fields = {
      name: definition.name,
      engine: definition.engine,
      description: definition.description ?? existing?.description ?? '',
      config_json: JSON.stringify(inOrder(configOf(definition))),
      // Trust goes to hosts, and stays only with those that are still named.
      trusted_hosts_json: JSON.stringify(
        existing ? trustedHostsOf(existing).filter(host => hostsOf(definition).includes(host)) : [],
      ),
    };
    const same =
      existing &&
      Object.entries(fields).every(([key, value]) => existing[key as keyof typeof fields] === value);
    if (same) return { id: existing.id, created: false, changed: false };
    let id = existing?.id;
    if (id === undefined) {
      id = Number(sql.insertConnection.run({ ...fields, now: tx.now }).lastInsertRowid);
    } else {
      sql.updateConnection.run({ ...fields, id, now: tx.now });
    }
    record(tx, actor, existing ? 'connection.update' : 'connection.create', id, definition.name, {
      definition,
    });
    return { id, created: !existing, changed: true };
  }

  /** Its environments' tables are in the other warehouse, and what they compute differs. */
  function refuseOtherEngine(existing: ConnectionRow, { engine }: ConnectionDefinition): void {
    const users = sql.connectionUsers.all(existing.id).map(user => user.name);
    if (users.length === 0) return;
    throw new SlipwayError(
      'conflict',
      `"${existing.name}" is a connection to ${existing.engine}, used by ${users.join(', ')}: it cannot become one to ${engine}`,
      { hint: 'Make another connection, and move these environments to it' },
    );
  }

  /** What became of their statements could be asked nowhere, and they would be sent once more. */
  function refuseUnderWay({ id, name }: ConnectionRow): void {
    const runs = store.sql.runs.underWayThrough.all(id);
    if (runs.length === 0) return;
    throw new SlipwayError(
      'conflict',
      `${runs.length === 1 ? 'Run' : 'Runs'} ${runs.map(run => `#${run}`).join(', ')} ${runs.length === 1 ? 'is' : 'are'} under way through "${name}"`,
      {
        hint: 'Let them end or cancel them first; or make another connection, and move the environments to it',
      },
    );
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
      objectType: 'connection',
      objectId: id,
      objectName: name,
      ...(details && { details }),
    });
    tx.changed('connection', id);
  }

  async function view(found: ConnectionRow): Promise<Connection> {
    const definition = definitionOf(found);
    const trusted = trustedHostsOf(found);
    return {
      id: found.id,
      name: found.name,
      engine: found.engine,
      description: found.description,
      definition,
      secrets: await Promise.all(
        namedSecrets(definition).map(async named => ({ ...named, ...(await secrets.state(named.name)) })),
      ),
      foreign_hosts: hostsOf(definition).map(host => ({ host, trusted: trusted.includes(host) })),
      legacy: legacyNote(definition),
      environments: sql.connectionUsers.all(found.id).map(user => user.name),
      revision: found.revision,
      created_at: iso(found.created_at_ms),
      updated_at: iso(found.updated_at_ms),
    };
  }

  return {
    row,
    write,
    get: (ref: string): Promise<Connection> => view(row(ref)),
    list: (): Promise<Connection[]> => Promise.all(sql.connections.all().map(view)),
    /** Hosts it names that nobody trusts yet. */
    untrustedHosts(ref: string): string[] {
      const found = row(ref);
      const trusted = trustedHostsOf(found);
      return hostsOf(definitionOf(found)).filter(host => !trusted.includes(host));
    },

    definitions: (): ConnectionDefinition[] => sql.connections.all().map(definitionOf),

    /** A connection to work with: a saved one by reference, or one still being written, which trusts `hosts` alone. */
    spec(subject: string | ConnectionDefinition, hosts: string[] = []): ConnectionSpec {
      if (typeof subject !== 'string') {
        const saved = sql.connectionByName.get(subject.name);
        return {
          id: 0,
          definition: subject,
          trustedHosts: [...hosts, ...(saved ? trustedHostsOf(saved) : [])],
        };
      }
      const saved = row(subject);
      const trusted = trustedHostsOf(saved);
      const more = hosts.filter(host => !trusted.includes(host));
      // Whoever trusts more for one question does not do so for the runs of the saved one, nor take its process from them.
      return {
        id: more.length === 0 ? saved.id : 0,
        definition: definitionOf(saved),
        trustedHosts: [...trusted, ...more],
      };
    },

    async apply(
      actor: Actor,
      definition: ConnectionDefinition,
      options: WriteOptions = {},
    ): Promise<Connection & { created: boolean }> {
      const { id, created } = await store.write(tx => write(tx, actor, definition, options));
      return { ...(await view(row(String(id)))), created };
    },

    /** A person allows what signs in to be sent to hosts that the definition names. */
    async trust(actor: Actor, ref: string, hosts: string[]): Promise<Connection> {
      const id = await store.write(tx => {
        const found = row(ref);
        const named = hostsOf(definitionOf(found));
        const wanted = hosts.map(host => host.toLowerCase());
        const foreign = wanted.filter(host => !named.includes(host));
        if (foreign.length > 0) {
          throw new SlipwayError('validation', `"${found.name}" does not name ${foreign.join(', ')}`, {
            problems: [
              {
                path: 'hosts',
                message:
                  named.length === 0
                    ? "names no host but Snowflake's own"
                    : `must be of those it names: ${named.join(', ')}`,
              },
            ],
          });
        }
        const trusted = named.filter(host => wanted.includes(host) || trustedHostsOf(found).includes(host));
        if (JSON.stringify(trusted) !== found.trusted_hosts_json) {
          sql.setTrustedHosts.run(JSON.stringify(trusted), tx.now, found.id);
          record(tx, actor, 'connection.trust', found.id, found.name, { hosts: trusted });
        }
        return found.id;
      });
      return await view(row(String(id)));
    },

    async remove(actor: Actor, ref: string): Promise<string> {
      return await store.write(tx => {
        const connection = row(ref);
        const users = sql.connectionUsers.all(connection.id);
        if (users.length > 0) {
          throw new SlipwayError(
            'conflict',
            `"${connection.name}" is used by ${users.map(user => user.name).join(', ')}`,
            { hint: 'Move these environments to another connection first' },
          );
        }
        refuseUnderWay(connection);
        sql.removeConnection.run(connection.id);
        record(tx, actor, 'connection.remove', connection.id, connection.name);
        return connection.name;
      });
    },
  };
}

/** Whether the statements of one are not where those of the other are. */
function isElsewhere(before: ConnectionDefinition, after: ConnectionDefinition): boolean {
  const settingsOf = (definition: ConnectionDefinition) => {
    const config = configOf(definition);
    return JSON.stringify(placeSettings[definition.engine].map(setting => config[setting] ?? null));
  };
  return before.engine !== after.engine || settingsOf(before) !== settingsOf(after);
}

/** A secret without a name of its own has that of the connection; it stays where it is when that is renamed. */
function withItsSecret(before: ConnectionDefinition, after: ConnectionDefinition): ConnectionDefinition {
  if (!('authenticator' in before) || !('authenticator' in after) || before.name === after.name) return after;
  const isTheSame = before.authenticator === after.authenticator && before.secret === after.secret;
  if (!isTheSame || before.secret !== undefined || secretKindOf[before.authenticator] === null) return after;
  return { ...after, secret: before.name };
}

/** Fields that engines which sign in have; the others have none of them. */
function namedSecrets(definition: ConnectionDefinition) {
  return 'authenticator' in definition ? secretsOf(definition) : [];
}

function hostsOf(definition: ConnectionDefinition): string[] {
  return 'authenticator' in definition ? foreignHosts(definition) : [];
}

function legacyNote(definition: ConnectionDefinition): string | null {
  return 'authenticator' in definition ? (legacyNotes[definition.authenticator] ?? null) : null;
}
