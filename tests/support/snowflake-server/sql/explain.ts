import { displayRelation, type Relation } from '../../../../src/shared/domain/relation.ts';
import { beyondTestServer } from '../errors.ts';
import { type Answer, answerOf, wireColumn } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { bytesOf, columnsOfTable, countRows } from './columns.ts';
import { compileQuery } from './query.ts';
import { substitute } from './substitute.ts';
import { inPlace, parsing, readerOf } from './syntax.ts';
import type { Work } from './work.ts';

/** Rows that a partition holds here; Snowflake's hold as many as fit into 16 MB. */
const rowsOfPartition = 100_000;

interface Scan {
  table: string;
  partitions: number;
  bytes: number;
}

/** EXPLAIN USING JSON of a query: what it would read, as upper bounds. Needs no warehouse. */
export async function runExplain(work: Work, sql: string): Promise<Answer> {
  const cursor = readerOf(sql);
  work.statement.queryType = 'EXPLAIN';
  const query = parsing(sql, () => {
    cursor.expect('EXPLAIN', 'here');
    const format = cursor.accept('USING') ? cursor.next().text : 'TABULAR';
    if (format !== 'JSON') throw beyondTestServer(`EXPLAIN USING ${format}: only JSON is known`);
    return inPlace(sql, cursor.start);
  });
  const compiled = await compileQuery(work, await substitute(work, query), query);
  const scans: Scan[] = [];
  for (const relation of compiled.reads) scans.push(...(await scansOf(work, relation)));
  const total = (of: (scan: Scan) => number) => scans.reduce((sum, scan) => sum + of(scan), 0);
  const content = {
    GlobalStats: {
      partitionsTotal: total(scan => scan.partitions),
      partitionsAssigned: total(scan => scan.partitions),
      bytesAssigned: total(scan => scan.bytes),
    },
    Operations: [
      [
        { id: 0, operation: 'Result', expressions: [] },
        ...scans.map((scan, index) => ({
          id: index + 1,
          operation: 'TableScan',
          parentOperators: [0],
          objects: [scan.table],
          partitionsTotal: scan.partitions,
          partitionsAssigned: scan.partitions,
          bytesAssigned: scan.bytes,
        })),
      ],
    ],
  };
  return answerOf(statementTypes.explain, [wireColumn('content', 'text')], [[JSON.stringify(content)]]);
}

/** A view reads what its text does, whatever the actor may read. */
async function scansOf(work: Work, relation: Relation): Promise<Scan[]> {
  const table = work.catalog.table(relation, work.session.id);
  if (table === undefined) return [];
  if (table.kind === 'VIEW') {
    const scans: Scan[] = [];
    for (const inner of table.reads) scans.push(...(await scansOf(work, inner)));
    return scans;
  }
  const rows = await countRows(work, relation, table);
  const width = (await columnsOfTable(work, relation, table)).length;
  return [
    {
      table: displayRelation(relation),
      partitions: Math.ceil(rows / rowsOfPartition),
      bytes: bytesOf(rows, width),
    },
  ];
}
