import { type ConnectionDefinition } from '../../../shared/contract/connections.ts';
import type { ConnectionRow } from '../store/environments.ts';

/** A connection as people write it, from its row. */
export function definitionOf(row: ConnectionRow): ConnectionDefinition {
  const description = row.description === '' ? {} : { description: row.description };
  const config = JSON.parse(row.config_json) as object;
  // What is stored was checked when it was written.
  return { name: row.name, engine: row.engine, ...description, ...config } as ConnectionDefinition;
}

/** What of a definition is its engine's own, as a row keeps it. */
export function configOf({
  name: _name,
  engine: _engine,
  description: _description,
  ...config
}: ConnectionDefinition): Record<string, unknown> {
  return config;
}

export function trustedHostsOf(row: ConnectionRow): string[] {
  return JSON.parse(row.trusted_hosts_json) as string[];
}
