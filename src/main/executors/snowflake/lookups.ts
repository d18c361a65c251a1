import { displayRelation, quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import type { Estimate, Grant, Listed } from '../../engine/ports.ts';
import { executionError } from '../failures.ts';
import { isMissing } from './catalog.ts';
import { statementParameters } from './parameters.ts';
import type { Parameters } from './session.ts';
import type { Lease } from './sessions.ts';
import { quotePattern } from './statements.ts';
import { records } from './target-counts.ts';

const showing: Record<Exclude<Listed, 'roles' | 'schemas'>, string> = {
  warehouses: 'SHOW WAREHOUSES',
  databases: 'SHOW DATABASES',
};

/** Names to choose from, in alphabetical order. No warehouse is needed, or woken. */
export async function listNames(
  lease: Lease,
  parameters: Parameters,
  what: Listed,
  database: string | undefined,
): Promise<string[]> {
  if (what === 'roles') {
    const { rows } = await lease.session.ask({ sql: 'SELECT CURRENT_AVAILABLE_ROLES()', parameters });
    return namesIn(rows[0]?.[0] ?? '[]');
  }
  if (what === 'schemas' && database === undefined) return [];
  const sql = what === 'schemas' ? `SHOW SCHEMAS IN DATABASE ${quoteName(database ?? '')}` : showing[what];
  try {
    const names = records(await lease.session.ask({ sql, parameters })).flatMap(row => row['name'] ?? []);
    return names.filter(name => name !== 'INFORMATION_SCHEMA').toSorted();
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}

/** Names of a JSON array, in alphabetical order. */
function namesIn(json: string): string[] {
  const names: unknown = JSON.parse(json);
  return Array.isArray(names) ? names.filter(name => typeof name === 'string').toSorted() : [];
}

/** The question for the plan of a query; the query begins on a line of its own. */
export function explainSql(sql: string): string {
  return `EXPLAIN USING JSON\n${sql.replace(/[;\s]+$/, '')}`;
}

/** What Snowflake expects a query to read: partitions and bytes, upper bounds all. No warehouse is needed. */
export async function explainQuery(lease: Lease, sql: string): Promise<Estimate> {
  const { rows } = await lease.session.ask({
    sql: explainSql(sql),
    parameters: statementParameters(lease.surroundings),
  });
  const none = { partitions: null, partitionsTotal: null, bytes: null };
  try {
    const plan = JSON.parse(rows[0]?.[0] ?? '{}') as { GlobalStats?: Record<string, unknown> };
    const stat = (name: string) => {
      const value = plan.GlobalStats?.[name];
      return typeof value === 'number' ? value : null;
    };
    return {
      partitions: stat('partitionsAssigned'),
      partitionsTotal: stat('partitionsTotal'),
      bytes: stat('bytesAssigned'),
    };
  } catch {
    return none;
  }
}

/** Who may do what with a table or view. */
export async function grantsOn(lease: Lease, relation: Relation): Promise<Grant[]> {
  const parameters = statementParameters(lease.surroundings);
  const type = await typeOf(lease, relation);
  if (type === null) {
    throw executionError({
      code: 'source_missing',
      message: `${displayRelation(relation)} does not exist, or the role may not see it`,
      sqlstate: '42S02',
    });
  }
  const answer = await lease.session.ask({
    sql: `SHOW GRANTS ON ${type} ${quoteRelation(relation)}`,
    parameters,
  });
  return records(answer).map(row => ({
    privilege: row['privilege'] ?? '',
    granteeType: row['granted_to'] ?? '',
    grantee: row['grantee_name'] ?? '',
    grantOption: row['grant_option'] === 'true',
  }));
}

/** TABLE or VIEW; null for what the role does not see. */
async function typeOf(lease: Lease, { database, schema, name }: Relation): Promise<'TABLE' | 'VIEW' | null> {
  try {
    const answer = await lease.session.ask({
      sql: `SHOW OBJECTS LIKE ${quotePattern(name)} IN SCHEMA ${quoteName(database)}.${quoteName(schema)}`,
      parameters: statementParameters(lease.surroundings),
    });
    const found = records(answer).find(row => row['name'] === name);
    if (!found) return null;
    return /VIEW/.test(found['kind'] ?? '') ? 'VIEW' : 'TABLE';
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw cause;
  }
}
