import type { Token } from '../../../../src/main/engine/sql/tokens.ts';
import { displayName, displayRelation, parseNameParts } from '../../../../src/shared/domain/relation.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import { columnsOfTable, duckText } from './columns.ts';
import { findTable, resolve } from './names.ts';
import type { Work } from './work.ts';

/** What GET_DDL answers for a table or view; which of both was said does not matter, as in Snowflake. */
export async function getDdl(work: Work, args: readonly Token[]): Promise<string> {
  const [kind, , name, , qualified] = args;
  if (kind?.kind !== 'string' || name?.kind !== 'string')
    throw beyondTestServer('GET_DDL of what is no text');
  if (!/^(TABLE|VIEW)$/i.test(kind.text)) throw beyondTestServer(`GET_DDL of a ${kind.text}`);
  const parts = parseNameParts(name.text);
  if (parts === undefined) throw sqlErrors.missing('Object', name.text);
  const relation = resolve(work, parts, 'GET_DDL');
  const table = findTable(work, relation);
  const full = qualified?.text === 'TRUE' ? displayRelation(relation) : displayName(relation.name);
  if (table.kind === 'VIEW') return `${table.text ?? ''};`;
  const columns = (await columnsOfTable(work, relation, table)).map(
    column =>
      `\t${displayName(column.name)} ${column.type}${column.nullable ? '' : ' NOT NULL'}${column.comment ? ` COMMENT ${duckText(column.comment)}` : ''}`,
  );
  const comment = table.comment === '' ? '' : `COMMENT=${duckText(table.comment)}\n`;
  return `create or replace TABLE ${full} (\n${columns.join(',\n')}\n)${comment};`;
}
