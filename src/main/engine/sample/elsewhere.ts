import { stringify } from 'yaml';
import type { Cell } from '../../../shared/contract/common.ts';
import type { DefinitionFile } from '../../../shared/contract/workspace.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import type { Context } from '../context.ts';
import { readDefinitions } from '../definitions/files.ts';
import { foldName } from '../environments/place.ts';
import { type ConnectionSpec, ExecutionError, type Executor, type Session } from '../ports.ts';

/** A warehouse that reads no files of this machine: its tables are written row by row. */
export interface SampleWarehouse {
  connection: ConnectionSpec;
  role: string | undefined;
  warehouse: string | undefined;
}

export interface SampleTable {
  relation: Relation;
  /** Columns with their types, as CREATE TABLE has them. */
  columns: string;
  /** Of the rows, every so many-th is written; 1: all. */
  every: number;
  /** Over its file, which stands in the place of FILE. */
  select: string;
}

/** Rows of one INSERT. Snowflake, as the strictest, takes up to 16,384, in a text of up to 1 MB. */
const rowsPerStatement = 2_000;
const shareOf = (select: string, every: number) =>
  every === 1 ? select : `SELECT * FROM (${select}) QUALIFY row_number() OVER () % ${every} = 0`;

/** What the sample would replace in the warehouse: tables of its names that it did not make. */
export async function standing(
  context: Context,
  warehouse: SampleWarehouse,
  tables: Relation[],
): Promise<string[]> {
  const { executor, session } = at(context, warehouse);
  const databases = await executor.list({ session, what: 'databases' });
  // Nothing can stand in a database that is not there, and asking for it is an error.
  const possible = tables.filter(({ database }) => databases.includes(database));
  if (possible.length === 0) return [];
  return (await executor.catalog({ session, relations: possible })).map(displayRelation);
}

/** Writes a share of a table's rows, read from its file by the embedded engine. Throws `ExecutionError`. */
export async function writeShare(
  context: Context,
  warehouse: SampleWarehouse,
  reader: Executor,
  file: string,
  { relation, columns, every, select }: SampleTable,
): Promise<number> {
  const { executor, session } = at(context, warehouse);
  const { database, schema } = relation;
  const name = quoteRelation(relation);
  // Each may have to be looked up again after a lost connection: one statement a script.
  for (const statement of [
    `CREATE DATABASE IF NOT EXISTS ${quoteName(database)}`,
    `CREATE SCHEMA IF NOT EXISTS ${quoteName(database)}.${quoteName(schema)}`,
    `CREATE OR REPLACE TABLE ${name} (${columns})`,
  ]) {
    await send([statement]);
  }
  const inserts: string[] = [];
  let rows = 0;
  for await (const page of reader.query({
    queryId: context.ids.uuid(),
    session: { role: null, warehouse: null, database: null, schema: null },
    sql: shareOf(select.replaceAll(/\bFILE\b/g, textOf(file)), every),
    pageRows: rowsPerStatement,
  })) {
    if (page.rows.length === 0) continue;
    rows += page.rows.length;
    inserts.push(`INSERT INTO ${name} VALUES\n${page.rows.map(rowOf).join(',\n')}`);
  }
  if (inserts.length > 0) await send(inserts);
  return rows;

  async function send(statements: string[]): Promise<void> {
    const tag = { workspace: context.workspaceId, step: 'sample' };
    await executor.execute({ queryId: context.ids.uuid(), session, tag, statements, writes: [database] });
  }
}

/** The databases that environments build in have to be there; schemas are made by the runs. */
export async function addDatabases(
  context: Context,
  warehouse: SampleWarehouse,
  files: DefinitionFile[],
): Promise<void> {
  const { executor, session } = at(context, warehouse);
  for (const { definition } of readDefinitions(files).environments) {
    const { database } = definition;
    if (database === undefined) continue;
    await executor.execute({
      queryId: context.ids.uuid(),
      session,
      tag: { workspace: context.workspaceId, step: 'sample' },
      statements: [`CREATE DATABASE IF NOT EXISTS ${quoteName(foldName(database) ?? database)}`],
      writes: [database],
    });
  }
}

/** The sample's definitions with environments on another connection, which is there already. */
export function definitionsOn({ connection, role, warehouse }: SampleWarehouse, files: DefinitionFile[]) {
  const { environments } = readDefinitions(files);
  return files.flatMap((file): DefinitionFile[] => {
    if (file.path.startsWith('connections/')) return [];
    const found = environments.find(({ path }) => path === file.path);
    if (!found) return [file];
    const { description: _ofAllRows, ...definition } = found.definition;
    const moved = {
      ...definition,
      connection: connection.definition.name,
      ...(role === undefined ? {} : { role }),
      ...(warehouse === undefined ? {} : { warehouse }),
    };
    return [{ path: file.path, content: stringify(moved) }];
  });
}

/** What went wrong in the warehouse, said of a table. Anything else is thrown as it is. */
export function loadError(what: string, cause: unknown): unknown {
  if (!(cause instanceof ExecutionError)) return cause;
  const { code, hint } = cause.failure;
  return new SlipwayError(
    code === 'disk_full' ? 'unavailable' : 'external',
    `${what} could not be loaded: ${cause.message}`,
    { hint: hint ?? undefined },
  );
}

function at(context: Context, { connection, role, warehouse }: SampleWarehouse) {
  const session: Session = {
    role: foldName(role),
    warehouse: foldName(warehouse),
    database: null,
    schema: null,
  };
  return { executor: context.executors.for(connection), session };
}

function rowOf(cells: Cell[]): string {
  return `(${cells.map(literal).join(', ')})`;
}

function literal(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return textOf(typeof cell === 'string' ? cell : JSON.stringify(cell));
}

/** A text as SQL has it, for engines with escapes in texts and those without: the sample has no backslash. */
function textOf(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
