import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import type { Declared } from '../catalog.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import { type Answer, answerOf, wireColumn } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { columnsOfTable, declaredOf } from './columns.ts';
import { findTable, readName, resolve } from './names.ts';
import { expectEnd, syntaxAt } from './syntax.ts';
import type { Work } from './work.ts';

const names = [
  'name',
  'type',
  'kind',
  'null?',
  'default',
  'primary key',
  'unique key',
  'check',
  'expression',
  'comment',
  'policy name',
];

/** DESCRIBE TABLE, VIEW and RESULT. */
export async function runDescribe(work: Work, cursor: Reader): Promise<Answer> {
  cursor.next();
  work.statement.queryType = 'DESCRIBE';
  if (cursor.accept('RESULT')) return await describeResult(work, cursor);
  const kind = cursor.next().text;
  if (kind !== 'TABLE' && kind !== 'VIEW') throw beyondTestServer(`DESCRIBE ${kind}`);
  const relation = resolve(work, readName(cursor), 'DESCRIBE');
  if (cursor.accept('TYPE')) {
    cursor.expectOperator('=', 'behind TYPE');
    cursor.expect('COLUMNS', 'behind TYPE');
  }
  expectEnd(cursor);
  const table = findTable(work, relation, kind === 'TABLE' ? 'Table' : 'View');
  if (kind === 'VIEW' && table.kind !== 'VIEW') throw sqlErrors.notOfType(table.kind, kind);
  return described(await columnsOfTable(work, relation, table));
}

async function describeResult(work: Work, cursor: Reader): Promise<Answer> {
  const token = cursor.next();
  const last = token.text === 'LAST_QUERY_ID';
  if (last) cursor.skipParentheses('behind LAST_QUERY_ID');
  else if (token.kind !== 'string') throw syntaxAt(cursor.sql, token);
  expectEnd(cursor);
  const id = last ? (work.statement.previousQueryId ?? '') : token.text;
  const statement = work.statements.find(id, work.session.user);
  if (statement === undefined) throw sqlErrors.unknownStatement(id);
  await statement.done;
  if (statement.answer === null) throw statement.error ?? sqlErrors.unknownStatement(id);
  return described(declaredOf(statement.answer.columns));
}

function described(columns: Declared[]): Answer {
  return answerOf(
    statementTypes.describe,
    names.map(name => wireColumn(name, 'text')),
    columns.map(({ name, type, nullable, defaultSql, comment }) => [
      name,
      type,
      'COLUMN',
      nullable ? 'Y' : 'N',
      defaultSql,
      'N',
      'N',
      null,
      null,
      comment,
      null,
    ]),
  );
}
