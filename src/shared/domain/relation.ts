import { type EngineName, ignoringCase } from './engines.ts';

/** A table or view by its full name, as the catalogue stores it (unquoted names are upper case). */
export interface Relation {
  database: string;
  schema: string;
  name: string;
}

/** The parts of a dotted name, unquoted ones folded to upper case; `undefined` when it is not one to three names. */
export function parseNameParts(text: string): string[] | undefined {
  const parts: string[] = [];
  let rest = text.trim();
  for (;;) {
    const quoted = /^"((?:[^"]|"")+)"/.exec(rest);
    const plain = quoted ? null : /^[A-Za-z_][A-Za-z0-9_$]*/.exec(rest);
    if (quoted) parts.push((quoted[1] ?? '').replaceAll('""', '"'));
    else if (plain) parts.push(plain[0].toUpperCase());
    else return undefined;
    rest = rest.slice((quoted ?? plain)?.[0].length);
    if (rest === '') return parts.length <= 3 ? parts : undefined;
    if (!rest.startsWith('.')) return undefined;
    rest = rest.slice(1);
  }
}

/** The only part of a name, as the catalogue stores it; null for what is not one name. */
export function parseName(text: string): string | null {
  const parts = parseNameParts(text);
  return parts?.length === 1 ? (parts[0] ?? null) : null;
}

/** `"A"` as it must be written in SQL, always quoted, inner quotes doubled. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The name as a person would write it: quoted only where it must be. */
export function displayName(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : quoteName(name);
}

export function displayRelation(relation: Relation): string {
  return [relation.database, relation.schema, relation.name].map(displayName).join('.');
}

export function quoteRelation(relation: Relation): string {
  return [relation.database, relation.schema, relation.name].map(quoteName).join('.');
}

/** Equal for names that an engine takes for those of the same table. */
export function relationKey(relation: Relation, engine: EngineName): string {
  return keyOfQuoted(quoteRelation(relation), engine);
}

/** The same of a full name that is quoted already. */
export function keyOfQuoted(quoted: string, engine: EngineName): string {
  return ignoringCase.includes(engine) ? quoted.replace(/[a-z]+/g, letters => letters.toUpperCase()) : quoted;
}

export function sameRelation(a: Relation, b: Relation): boolean {
  return a.database === b.database && a.schema === b.schema && a.name === b.name;
}

/**
 * Where a source is read from: the job's exact names win, then the environment's schema rules, then its database
 * rules (semantics.md, "Source mapping"). Keys and values are dotted names with the same number of parts.
 */
export function mapRelation(
  relation: Relation,
  environmentRules: Record<string, string>,
  jobRules: Record<string, string> = {},
): Relation {
  const { database, schema, name } = relation;
  const rules = new Map<string, string[]>();
  for (const [from, to] of [...Object.entries(environmentRules), ...Object.entries(jobRules)]) {
    const key = parseNameParts(from);
    const value = parseNameParts(to);
    if (key && value) rules.set(key.map(quoteName).join('.'), value);
  }
  const exact = rules.get(quoteRelation(relation));
  if (exact) return toRelation([...exact], relation);
  const bySchema = rules.get([database, schema].map(quoteName).join('.'));
  if (bySchema) return toRelation([...bySchema, name], relation);
  const byDatabase = rules.get(quoteName(database));
  return byDatabase ? toRelation([...byDatabase, schema, name], relation) : relation;
}

/** The name to write for a relation so that it is what is read: an environment's source mapping backwards. */
export function asWritten(relation: Relation, mapping: Record<string, string>): Relation {
  for (const [from, to] of Object.entries(mapping)) {
    const [written, read] = [parseNameParts(from), parseNameParts(to)];
    if (!written || !read || written.length !== read.length) continue;
    const parts = [relation.database, relation.schema, relation.name];
    if (!read.every((part, index) => part === parts[index])) continue;
    const [database = '', schema = '', name = ''] = [...written, ...parts.slice(written.length)];
    return { database, schema, name };
  }
  return relation;
}

function toRelation(parts: string[], otherwise: Relation): Relation {
  const [database, schema, name] = parts;
  return database !== undefined && schema !== undefined && name !== undefined
    ? { database, schema, name }
    : otherwise;
}
