import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitTokens } from '../../../src/main/engine/sql/split.ts';
import { lex } from '../../../src/main/engine/sql/tokens.ts';

function split(sql: string): string[] {
  const { tokens } = lex(sql);
  return splitTokens(tokens).map(({ first, last }) => sql.slice(tokens[first]?.start, tokens[last - 1]?.end));
}

test.for<[string, string[]]>([
  ['select 1; select 2', ['select 1', 'select 2']],
  ['select 1;', ['select 1']],
  [' ; ;; select 1 ; -- no; more\n', ['select 1']],
  ['', []],
  ['select \';\' ; select "a;b"; select $$ ; $$ /* ; */', ["select ';'", 'select "a;b"', 'select $$ ; $$']],
  ['begin; select 1; commit', ['begin', 'select 1', 'commit']],
  ['begin transaction; select 1; end', ['begin transaction', 'select 1', 'end']],
  ['begin work; rollback', ['begin work', 'rollback']],
  ['begin select 1; select 2; end; select 3', ['begin select 1; select 2; end', 'select 3']],
  [
    'declare x int; begin let y := 1; return case when x = 1 then 2 else 3 end; end; select 1',
    ['declare x int; begin let y := 1; return case when x = 1 then 2 else 3 end; end', 'select 1'],
  ],
  [
    'begin if (1 = 1) then select 1; end if; for i in 1 to 3 do select i; end for; begin select 2; end; end; select 4',
    [
      'begin if (1 = 1) then select 1; end if; for i in 1 to 3 do select i; end for; begin select 2; end; end',
      'select 4',
    ],
  ],
  [
    'begin case (x) when 1 then return 1; end case; end; select 1',
    ['begin case (x) when 1 then return 1; end case; end', 'select 1'],
  ],
  [
    'create procedure p() returns int as begin select 1; return 2; end; call p()',
    ['create procedure p() returns int as begin select 1; return 2; end', 'call p()'],
  ],
  [
    'create procedure p() returns int as $$ begin return 1; end; $$; call p()',
    ['create procedure p() returns int as $$ begin return 1; end; $$', 'call p()'],
  ],
  [
    'create task t as begin select 1; end; select case when a then b end; select 2',
    ['create task t as begin select 1; end', 'select case when a then b end', 'select 2'],
  ],
  ['execute immediate $$ select 1; $$; select 2', ['execute immediate $$ select 1; $$', 'select 2']],
])('%s', ([sql, statements]) => expect(split(sql)).toEqual(statements));

test('statements joined by semicolons come apart as they were', () => {
  const statement = fc.constantFrom(
    'select 1',
    "select ';'",
    'select $$ a; b $$ as "x;y"',
    'with a as (select 1) select * from a',
    'begin let x := 1; return x; end',
    "insert into t values ('--', '/*')",
    'select {{ v }} -- ;\n + 1',
  );
  const gap = fc.constantFrom(';', ' ; ', ';\n-- a; comment\n', ';;', '; /* ; */ ');
  fc.assert(
    fc.property(fc.array(fc.tuple(statement, gap), { maxLength: 8 }), parts => {
      const sql = parts.map(([text, between]) => text + between).join('');
      expect(split(sql)).toEqual(parts.map(([text]) => text));
    }),
  );
});
