import type { ConnectionDefinition } from '../../../shared/contract/connections.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { Connections } from '../environments/connections.ts';
import { environmentFile } from '../environments/environment-rows.ts';
import type { Environments } from '../environments/environments.ts';
import type { Definitions } from './files.ts';

/** An environment as it will be once the files are written; undefined where there will be none. */
export function environmentFor(
  environments: Environments,
  definitions: Definitions,
  name: string,
): Environment | undefined {
  const coming = {
    connections: connectionsIn(definitions),
    computeProfiles: definitions.computeProfiles.map(({ definition }) => definition),
  };
  const isMeant = (environment: { name: string }) => environment.name.toLowerCase() === name.toLowerCase();
  const file = definitions.environments.find(({ definition }) => isMeant(definition));
  if (file) return environments.preview(file.definition, coming);
  // Its connection and its compute profile may be among the files.
  const existing = environments.list().find(isMeant);
  return existing && environments.preview(environmentFile(existing), coming);
}

/** Connections of the files with the hosts that nobody trusts yet. Called once they are written. */
export function untrustedHosts(
  connections: Connections,
  definitions: Definitions,
): { connection: string; hosts: string[] }[] {
  const names = new Set(connectionsIn(definitions).map(({ name }) => name));
  return [...names].flatMap(name => {
    const hosts = connections.untrustedHosts(name);
    return hosts.length === 0 ? [] : [{ connection: name, hosts }];
  });
}

/** Those with files of their own, then those that environments define: the order in which they are written. */
function connectionsIn(definitions: Definitions): ConnectionDefinition[] {
  const inEnvironments = definitions.environments.flatMap(({ definition: { connection } }) =>
    typeof connection === 'string' ? [] : [connection],
  );
  return [...definitions.connections.map(({ definition }) => definition), ...inEnvironments];
}
