import {
  displayName,
  displayRelation,
  mapRelation,
  parseNameParts,
} from '../../../../shared/domain/relation.ts';

/** A rule of the source mapping as it is being edited. */
export interface MappingRow {
  key: number;
  from: string;
  to: string;
}

export function mappingRows(rules: Record<string, string>): MappingRow[] {
  return Object.entries(rules).map(([from, to], key) => ({ key, from, to }));
}

export const isBlank = (row: MappingRow) => row.from.trim() === '' && row.to.trim() === '';

/** The rules that can be applied as they stand. */
export function validRules(rows: readonly MappingRow[]): Record<string, string> {
  const rules: Record<string, string> = {};
  for (const { from, to } of rows) {
    const [left, right] = [parseNameParts(from), parseNameParts(to)];
    if (left && right && left.length === right.length) rules[from.trim()] = to.trim();
  }
  return rules;
}

/** The name as the catalogue has it, whatever way it is written: two rules with the same key are about the same names. */
export function ruleKey(name: string): string | undefined {
  return parseNameParts(name)?.map(displayName).join('.');
}

const kinds = ['database', 'schema', 'table'] as const;

/** What a rule is about: `database`, `schema` or `table`; undefined while that cannot be told. */
export function ruleKind(row: MappingRow): (typeof kinds)[number] | undefined {
  const parts = parseNameParts(row.from)?.length ?? parseNameParts(row.to)?.length;
  return parts === undefined ? undefined : kinds[parts - 1];
}

export interface Mapped {
  /** The full name that is read. */
  reads: string;
  /** The rule that decided, as `from → to`; undefined where none did. */
  rule: string | undefined;
}

/** What a table's name becomes; undefined when it is no name, or names no database or schema and there is no default. */
export function mapName(
  text: string,
  rows: readonly MappingRow[],
  defaults: { database: string; schema: string },
): Mapped | undefined {
  const parts = parseNameParts(text);
  const name = parts?.at(-1);
  const schema = parts?.at(-2) ?? parseNameParts(defaults.schema)?.[0];
  const database = parts?.at(-3) ?? parseNameParts(defaults.database)?.[0];
  if (name === undefined || schema === undefined || database === undefined) return undefined;
  const written = { database, schema, name };
  const rules = validRules(rows);
  const reads = displayRelation(mapRelation(written, rules));
  const candidates = [[database, schema, name], [database, schema], [database]].map(key =>
    key.map(displayName).join('.'),
  );
  const found = candidates
    .map(candidate => Object.entries(rules).findLast(([from]) => ruleKey(from) === candidate))
    .find(rule => rule !== undefined);
  return { reads, rule: found && `${found[0]} → ${found[1]}` };
}

/** A name to begin the example with: one that the first rule is about. */
export function exampleName(rows: readonly MappingRow[]): string {
  const from = Object.keys(validRules(rows))[0];
  const missing = ['SOME_SCHEMA', 'SOME_TABLE'];
  const parts = from === undefined ? undefined : parseNameParts(from);
  if (from === undefined || !parts) return 'SOME_DATABASE.SOME_SCHEMA.SOME_TABLE';
  return [from, ...missing.slice(parts.length - 1)].join('.');
}
