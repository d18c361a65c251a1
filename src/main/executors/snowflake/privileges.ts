import {
  displayName,
  displayRelation,
  parseNameParts,
  quoteName,
  quoteRelation,
  type Relation,
  sameRelation,
} from '../../../shared/domain/relation.ts';
import type { MissingPrivilege, Session } from '../../engine/ports.ts';
import type { Target } from '../protocol.ts';
import { isMissing } from './catalog.ts';
import { asDriverError } from './errors.ts';
import { statementParameters } from './parameters.ts';
import type { Parameters, SnowflakeSession } from './session.ts';
import type { Lease } from './sessions.ts';
import { quotePattern } from './statements.ts';
import { records } from './target-counts.ts';

/** Roles looked into for what they were granted. Where there are more, the statement itself will tell. */
const maxRoles = 200;

/** What a role may do, with all the roles granted to it: `USAGE DATABASE RAW` and the like. */
export type Rights = ReadonlySet<string>;

/**
 * What the session's role lacks to read and to write, before anything is built. Whether it may read, Snowflake says itself,
 * by compiling a query that does not run; what may be made where, the grants of the role tell. No warehouse is needed.
 */
export async function missingPrivileges(
  lease: Lease,
  reads: Relation[],
  writes: Target | null,
): Promise<MissingPrivilege[]> {
  const missing: MissingPrivilege[] = [];
  const wanted = reads.filter((each, index) => reads.findIndex(other => sameRelation(each, other)) === index);
  for (const relation of wanted) {
    const lacks = await missingToRead(lease, relation);
    if (lacks) missing.push(lacks);
  }
  if (writes) {
    const { relation } = writes;
    const found = await existing(lease, relation);
    const to = grantee(lease.surroundings);
    const lacks = (rights: Rights) => missingToWrite(rights, found, writes, to);
    const parameters = statementParameters(lease.surroundings);
    missing.push(...((await lackingOfRole(lease.session, parameters, relation.database, lacks)) ?? []));
  }
  return unique(missing);
}

async function missingToRead(lease: Lease, relation: Relation): Promise<MissingPrivilege | null> {
  try {
    await lease.session.describe({
      sql: `SELECT * FROM ${quoteRelation(relation)}`,
      parameters: statementParameters(lease.surroundings),
    });
    return null;
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const said = asDriverError(cause).message;
    const to = grantee(lease.surroundings);
    const database = displayName(relation.database);
    if (/\bDatabase\b.*does not exist/is.test(said)) return lackingUnseen('USAGE', 'DATABASE', database, to);
    if (/\bSchema\b.*does not exist/is.test(said)) {
      return lackingUnseen('USAGE', 'SCHEMA', `${database}.${displayName(relation.schema)}`, to);
    }
    return lackingUnseen('SELECT', 'TABLE', displayRelation(relation), to);
  }
}

/** A statement that Snowflake refused because something is missing or not allowed. */
function isRefusal(cause: unknown): boolean {
  return isMissing(cause) || asDriverError(cause).sqlState === '42501';
}

/** What of the target is there. What the role does not see may be there all the same. */
export interface Existing {
  database: boolean;
  schema: boolean;
  /** "TABLE", "VIEW"; null where the role sees none. */
  kind: string | null;
}

/** The grants that are lacking to replace the target, or to make it and its schema. */
export function missingToWrite(
  rights: Rights,
  found: Existing,
  { relation, type }: Target,
  to: string,
): MissingPrivilege[] {
  const database = displayName(relation.database);
  const schema = `${database}.${displayName(relation.schema)}`;
  const name = displayRelation(relation);
  const may = (privilege: string, kind: string, object: string) =>
    rights.has(`${privilege} ${kind} ${object}`) || rights.has(`OWNERSHIP ${kind} ${object}`);
  const missing: MissingPrivilege[] = [];
  const need = (privilege: string, kind: string, object: string) => {
    if (!may(privilege, kind, object)) missing.push(lacking(privilege, kind, object, to));
  };
  if (!found.database) return [lackingUnseen('USAGE', 'DATABASE', database, to)];
  if (!found.schema) {
    need('CREATE SCHEMA', 'DATABASE', database);
    return missing;
  }
  need(`CREATE ${type.toUpperCase()}`, 'SCHEMA', schema);
  if (found.kind !== null) need('OWNERSHIP', found.kind, name);
  return missing;
}

async function existing(lease: Lease, { database, schema, name }: Relation): Promise<Existing> {
  const parameters = statementParameters(lease.surroundings);
  const show = async (sql: string) => {
    try {
      return records(await lease.session.ask({ sql, parameters }));
    } catch (cause) {
      if (isMissing(cause)) return null;
      throw cause;
    }
  };
  const schemas = await show(`SHOW SCHEMAS LIKE ${quotePattern(schema)} IN DATABASE ${quoteName(database)}`);
  if (schemas === null) return { database: false, schema: false, kind: null };
  if (!schemas.some(row => row['name'] === schema)) return { database: true, schema: false, kind: null };
  const objects = await show(
    `SHOW OBJECTS LIKE ${quotePattern(name)} IN SCHEMA ${quoteName(database)}.${quoteName(schema)}`,
  );
  const object = objects?.find(row => row['name'] === name);
  const kind = object ? (/VIEW/.test(object['kind'] ?? '') ? 'VIEW' : 'TABLE') : null;
  return { database: true, schema: true, kind };
}

/**
 * What is lacking with all that was granted to the session's role, to the roles granted to it, and to everybody: roles of the
 * account, and of the database in question, as those of others say nothing of it. Asks until nothing lacks; null where there
 * are too many roles to tell.
 */
export async function lackingOfRole(
  session: SnowflakeSession,
  parameters: Parameters,
  database: string,
  lacks: (rights: Rights) => MissingPrivilege[],
): Promise<MissingPrivilege[] | null> {
  const { rows } = await session.ask({ sql: 'SELECT CURRENT_ROLE()', parameters });
  const roles = new Set([rows[0]?.[0] ?? 'PUBLIC', 'PUBLIC'].map(name => `ROLE ${quoteName(name)}`));
  const rights = new Set<string>();
  let asked = 0;
  for (const role of roles) {
    if (lacks(rights).length === 0) return [];
    if (asked === maxRoles) return null;
    asked += 1;
    const granted = await session.ask({ sql: `SHOW GRANTS TO ${role}`, parameters });
    for (const row of records(granted)) {
      const [privilege = '', kind = '', object = ''] = [row['privilege'], row['granted_on'], row['name']].map(
        text => text ?? '',
      );
      const parts = parseNameParts(object) ?? [object];
      const name = quoteName(parts.at(-1) ?? object);
      if (privilege === 'USAGE' && kind === 'ROLE') roles.add(`ROLE ${name}`);
      if (privilege === 'USAGE' && kind === 'DATABASE_ROLE' && [database, undefined].includes(parts.at(-2))) {
        roles.add(`DATABASE ROLE ${quoteName(database)}.${name}`);
      }
      rights.add(`${privilege} ${kind.replaceAll('_', ' ')} ${parts.map(displayName).join('.')}`);
    }
  }
  return lacks(rights);
}

/** Whom to grant what a session lacks: the role that the environment names, else whichever the user begins with. */
export function grantee({ role }: Session): string {
  return role === null ? '…' : displayName(role);
}

function lacking(privilege: string, kind: string, name: string, to: string): MissingPrivilege {
  const grant = `GRANT ${privilege} ON ${kind} ${name} TO ROLE ${to}`;
  return {
    privilege,
    on: `${kind.toLowerCase()} ${name}`,
    hint:
      privilege === 'OWNERSHIP' ? `Replacing it takes its ownership: ${grant} COPY CURRENT GRANTS` : grant,
  };
}

/** The same of what the role does not see, and which may not be there either. */
export function lackingUnseen(privilege: string, kind: string, name: string, to: string): MissingPrivilege {
  const lacks = lacking(privilege, kind, name, to);
  return { ...lacks, hint: `${lacks.hint}, if it exists` };
}

function unique(missing: MissingPrivilege[]): MissingPrivilege[] {
  const seen = new Set<string>();
  return missing.filter(({ privilege, on }) => {
    const key = `${privilege} ${on}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
