import type { ChannelDefinition } from '../../../shared/contract/notifications.ts';
import { secretsOf, tokenName } from '../../../shared/domain/connection-secrets.ts';
import { channelSecrets, type SecretKind } from '../../../shared/domain/secrets.ts';
import { definitionOf } from '../environments/connection-rows.ts';
import type { Sql } from '../store/store.ts';

/** Who names a secret, and as what. */
export interface Naming {
  kinds: SecretKind[];
  channels: string[];
  connections: string[];
}

export const unnamed: Naming = { kinds: [], channels: [], connections: [] };

/**
 * The secrets that channels and connections name, by name, and those that a connection keeps without naming them: the tokens
 * that spare people the next sign-in.
 */
export function namedSecrets(sql: Sql): Map<string, Naming> {
  const found = new Map<string, Naming>();
  const add = (name: string, kind: SecretKind, by: 'channels' | 'connections', user: string) => {
    const naming = found.get(name) ?? { kinds: [], channels: [], connections: [] };
    found.set(name, naming);
    if (!naming.kinds.includes(kind)) naming.kinds.push(kind);
    if (!naming[by].includes(user)) naming[by].push(user);
  };
  for (const row of sql.notifications.channels.all.all()) {
    const definition = JSON.parse(row.definition_json) as ChannelDefinition;
    for (const { name, kind } of channelSecrets(definition)) add(name, kind, 'channels', row.name);
  }
  for (const row of sql.environments.connections.all()) {
    const definition = definitionOf(row);
    if (!('authenticator' in definition)) continue;
    for (const { name, kind } of secretsOf(definition)) add(name, kind, 'connections', row.name);
    for (const token of ['sso', 'mfa'] as const) {
      add(tokenName(definition, token), 'session_token', 'connections', row.name);
    }
  }
  return found;
}
