import assert from 'node:assert/strict';
import type { Cell } from '../../../src/shared/contract/common.ts';
import { type ConformanceCase, casesOf } from '../case.ts';

const people =
  "(SELECT 1 AS ID, 'Ada' AS NAME, 36 AS AGE, 'A' AS TEAM UNION ALL SELECT 2, 'Bob', NULL, 'A' UNION ALL SELECT 3, 'Cyd', 28, 'B' UNION ALL SELECT 4, 'Dee', 28, 'B')";

/**
 * Statements that model authors write, each with the rows that Snowflake's documentation promises. They prove a backend's SQL,
 * so that what passes there says something of the other cases; rows are in the order that the statement asks for.
 */
const statements: [sql: string, ...rows: Cell[][]][] = [
  // Text
  ["SELECT 'a' || 'b' || 'c'", ['abc']],
  ["SELECT CONCAT('a', 'b'), CONCAT_WS('-', 'a', 'b', 'c')", ['ab', 'a-b-c']],
  ["SELECT UPPER('aé'), LOWER('AÉ'), INITCAP('two words')", ['AÉ', 'aé', 'Two Words']],
  ["SELECT LENGTH('Zoë'), LEFT('abcdef', 2), RIGHT('abcdef', 2)", [3, 'ab', 'ef']],
  ["SELECT SUBSTR('abcdef', 2, 3), SUBSTRING('abcdef', 4)", ['bcd', 'def']],
  ["SELECT TRIM('  a '), LTRIM('xxa', 'x'), RTRIM('axx', 'x')", ['a', 'a', 'a']],
  ["SELECT LPAD('7', 3, '0'), RPAD('7', 3, '.')", ['007', '7..']],
  ["SELECT REPLACE('banana', 'an', 'o'), REVERSE('abc'), REPEAT('ab', 3)", ['booa', 'cba', 'ababab']],
  ["SELECT POSITION('c' IN 'abcabc'), CHARINDEX('c', 'abcabc'), CHARINDEX('x', 'abc')", [3, 3, 0]],
  [
    "SELECT SPLIT_PART('a,b,c', ',', 2), SPLIT_PART('a,b,c', ',', -1), SPLIT_PART('a', ',', 5)",
    ['b', 'c', ''],
  ],
  ["SELECT STARTSWITH('abc', 'ab'), ENDSWITH('abc', 'bc'), CONTAINS('abc', 'x')", [true, true, false]],
  [
    "SELECT 'abc' LIKE 'a%', 'abc' LIKE '_b_', 'ABC' ILIKE 'a%', 'a%c' LIKE 'a^%c' ESCAPE '^'",
    [true, true, true, true],
  ],
  ["SELECT REGEXP_LIKE('abc123', '[a-z]+[0-9]+'), REGEXP_LIKE('xabc', 'abc')", [true, false]],
  ["SELECT REGEXP_REPLACE('a1b22', '[0-9]+', '#'), REGEXP_SUBSTR('a1b22', '[0-9]{2}')", ['a#b#', '22']],
  ["SELECT REGEXP_COUNT('a1b22c', '[0-9]')", [3]],
  ["SELECT TRANSLATE('abc', 'ab', 'xy'), ASCII('a'), CHR(98)", ['xyc', 97, 'b']],
  [
    "SELECT MD5('a'), SHA2('a', 256)",
    ['0cc175b9c0f1b6a831c399e269772661', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
  ],
  // Numbers
  ['SELECT (7 / 2)::NUMBER(5,2), 7 % 4, -7 % 4, 2 * 3 + 1', ['3.50', 3, -3, 7]],
  ['SELECT ABS(-3), SIGN(-3), CEIL(1.2), FLOOR(-1.2)', [3, -1, 2, -2]],
  ['SELECT ROUND(2.5), ROUND(-2.5), ROUND(1.255, 2), TRUNC(1.999, 2)', [3, -3, '1.26', '1.99']],
  ['SELECT MOD(10, 3), POWER(2, 10), SQRT(16), EXP(0), LN(1)', [1, 1024, 4, 1, 0]],
  ['SELECT GREATEST(1, 3, 2), LEAST(1, 3, 2), GREATEST(1, NULL)', [3, 1, null]],
  ['SELECT DIV0(1, 0)::NUMBER(5,0), DIV0(6, 3)::NUMBER(5,0), DIV0NULL(1, NULL)::NUMBER(5,0)', [0, 2, 0]],
  ['SELECT ZEROIFNULL(NULL), NULLIFZERO(0), NVL(NULL, 5), NVL2(1, 2, 3)', [0, null, 5, 2]],
  ['SELECT WIDTH_BUCKET(5, 0, 10, 5), BITAND(6, 3), BITOR(6, 3), BITXOR(6, 3)', [3, 2, 7, 5]],
  // Conditions
  [
    "SELECT CASE WHEN 1 > 2 THEN 'a' WHEN 2 > 1 THEN 'b' ELSE 'c' END, CASE 3 WHEN 3 THEN 'x' END",
    ['b', 'x'],
  ],
  [
    "SELECT IFF(1 = 1, 'yes', 'no'), DECODE(2, 1, 'one', 2, 'two', 'many'), DECODE(NULL, NULL, 'null')",
    ['yes', 'two', 'null'],
  ],
  ['SELECT COALESCE(NULL, 2), IFNULL(NULL, 3), NULLIF(1, 1)', [2, 3, null]],
  ['SELECT 1 IN (1, 2), 3 NOT IN (1, 2), 2 BETWEEN 1 AND 3, NULL IS NULL', [true, true, true, true]],
  ['SELECT EQUAL_NULL(NULL, NULL), NULL IS NOT DISTINCT FROM 1, NULL = NULL', [true, false, null]],
  ['SELECT NOT TRUE, TRUE AND NULL, TRUE OR NULL, FALSE AND NULL', [false, null, true, false]],
  ['SELECT BOOLAND(1, 0), BOOLOR(1, 0), BOOLXOR(1, 1)', [false, true, false]],
  // Casts
  [
    "SELECT '12'::NUMBER(5,0), CAST('1.5' AS NUMBER(5,2)), 1::VARCHAR, TRUE::VARCHAR",
    [12, '1.50', '1', 'true'],
  ],
  ["SELECT TRY_CAST('x' AS NUMBER(5,0)), TRY_TO_NUMBER('12'), TRY_TO_DATE('nope')", [null, 12, null]],
  ["SELECT TO_NUMBER('12.345', 10, 2), TO_DOUBLE('1.5'), TO_BOOLEAN('yes')", ['12.35', 1.5, true]],
  ["SELECT TO_VARCHAR(DATE '2024-02-29', 'DD.MM.YYYY'), TO_CHAR(1234.5)", ['29.02.2024', '1234.5']],
  // Dates and times
  ["SELECT DATE '2024-02-29' + 1, DATE '2024-03-01' - DATE '2024-02-01'", ['2024-03-01', 29]],
  [
    "SELECT DATEADD(month, 1, DATE '2024-01-31'), DATEADD(day, -1, DATE '2024-03-01')",
    ['2024-02-29', '2024-02-29'],
  ],
  [
    "SELECT DATEDIFF(day, DATE '2024-01-01', DATE '2024-03-01'), DATEDIFF(month, DATE '2024-01-31', DATE '2024-02-01')",
    [60, 1],
  ],
  [
    "SELECT DATE_TRUNC('month', DATE '2024-02-29'), LAST_DAY(DATE '2024-02-10')",
    ['2024-02-01', '2024-02-29'],
  ],
  [
    "SELECT YEAR(DATE '2024-02-29'), MONTH(DATE '2024-02-29'), DAY(DATE '2024-02-29'), QUARTER(DATE '2024-05-01')",
    [2024, 2, 29, 2],
  ],
  [
    "SELECT EXTRACT(dayofweek FROM DATE '2024-03-03'), DAYOFYEAR(DATE '2024-12-31'), WEEKISO(DATE '2024-01-01')",
    [0, 366, 1],
  ],
  ["SELECT DAYNAME(DATE '2024-03-03'), MONTHNAME(DATE '2024-03-03')", ['Sun', 'Mar']],
  ["SELECT TO_DATE('29.02.2024', 'DD.MM.YYYY'), DATE_FROM_PARTS(2024, 2, 29)", ['2024-02-29', '2024-02-29']],
  [
    "SELECT '2024-02-29 12:34:56'::TIMESTAMP_NTZ, DATEADD(hour, 13, '2024-02-29 12:00:00'::TIMESTAMP_NTZ)",
    ['2024-02-29T12:34:56', '2024-03-01T01:00:00'],
  ],
  [
    "SELECT DATEDIFF(second, '2024-01-01 00:00:00'::TIMESTAMP_NTZ, '2024-01-01 01:00:01'::TIMESTAMP_NTZ)",
    [3601],
  ],
  [
    "SELECT ADD_MONTHS(DATE '2024-01-31', 1), NEXT_DAY(DATE '2024-03-03', 'mo'), MONTHS_BETWEEN(DATE '2024-03-01', DATE '2024-01-01')::NUMBER(5,0)",
    ['2024-02-29', '2024-03-04', 2],
  ],
  // Aggregates
  [`SELECT COUNT(*), COUNT(AGE), COUNT(DISTINCT AGE) FROM ${people} P`, [4, 3, 2]],
  [`SELECT MIN(AGE), MAX(AGE), SUM(AGE) FROM ${people} P`, [28, 36, 92]],
  [`SELECT TEAM, COUNT(*) AS N FROM ${people} P GROUP BY TEAM ORDER BY TEAM`, ['A', 2], ['B', 2]],
  [`SELECT TEAM FROM ${people} P GROUP BY ALL HAVING SUM(AGE) > 40 ORDER BY 1`, ['B']],
  [`SELECT LISTAGG(NAME, ',') WITHIN GROUP (ORDER BY NAME DESC) FROM ${people} P`, ['Dee,Cyd,Bob,Ada']],
  [`SELECT ARRAY_AGG(NAME) WITHIN GROUP (ORDER BY NAME) FROM ${people} P WHERE TEAM = 'A'`, [['Ada', 'Bob']]],
  [
    `SELECT MEDIAN(AGE)::NUMBER(5,0), COUNT_IF(AGE = 28), ANY_VALUE(TEAM) FROM ${people} P WHERE TEAM = 'B'`,
    [28, 2, 'B'],
  ],
  [`SELECT BOOLAND_AGG(AGE > 20), BOOLOR_AGG(AGE > 30) FROM ${people} P`, [true, true]],
  [`SELECT MAX_BY(NAME, AGE), MIN_BY(NAME, ID) FROM ${people} P`, ['Ada', 'Ada']],
  [
    `SELECT TEAM, COUNT(*) FROM ${people} P GROUP BY ROLLUP (TEAM) ORDER BY TEAM NULLS LAST`,
    ['A', 2],
    ['B', 2],
    [null, 4],
  ],
  [
    `SELECT GROUPING(TEAM) AS G, COUNT(*) FROM ${people} P GROUP BY GROUPING SETS ((TEAM), ()) ORDER BY G, 2`,
    [0, 2],
    [0, 2],
    [1, 4],
  ],
  // Windows
  [
    `SELECT ID, ROW_NUMBER() OVER (PARTITION BY TEAM ORDER BY ID DESC) FROM ${people} P ORDER BY ID`,
    [1, 2],
    [2, 1],
    [3, 2],
    [4, 1],
  ],
  [
    `SELECT ID, RANK() OVER (ORDER BY AGE), DENSE_RANK() OVER (ORDER BY AGE) FROM ${people} P WHERE AGE IS NOT NULL ORDER BY ID`,
    [1, 3, 2],
    [3, 1, 1],
    [4, 1, 1],
  ],
  [
    `SELECT ID, LAG(NAME) OVER (ORDER BY ID), LEAD(NAME, 1, '-') OVER (ORDER BY ID) FROM ${people} P ORDER BY ID`,
    [1, null, 'Bob'],
    [2, 'Ada', 'Cyd'],
    [3, 'Bob', 'Dee'],
    [4, 'Cyd', '-'],
  ],
  [
    `SELECT ID, SUM(ID) OVER (ORDER BY ID ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM ${people} P ORDER BY ID`,
    [1, 1],
    [2, 3],
    [3, 5],
    [4, 7],
  ],
  [
    `SELECT FIRST_VALUE(NAME) OVER (PARTITION BY TEAM ORDER BY ID) AS F, NTILE(2) OVER (ORDER BY ID) AS T FROM ${people} P ORDER BY ID`,
    ['Ada', 1],
    ['Ada', 1],
    ['Cyd', 2],
    ['Cyd', 2],
  ],
  [
    `SELECT NAME FROM ${people} P QUALIFY ROW_NUMBER() OVER (PARTITION BY TEAM ORDER BY ID DESC) = 1 ORDER BY NAME`,
    ['Bob'],
    ['Dee'],
  ],
  // Joins and sets
  [
    `SELECT P.NAME, Q.NAME FROM ${people} P JOIN ${people} Q ON P.ID = Q.ID + 1 ORDER BY P.ID`,
    ['Bob', 'Ada'],
    ['Cyd', 'Bob'],
    ['Dee', 'Cyd'],
  ],
  [
    `SELECT P.ID, Q.ID FROM ${people} P LEFT JOIN ${people} Q ON P.ID = Q.ID + 3 ORDER BY P.ID`,
    [1, null],
    [2, null],
    [3, null],
    [4, 1],
  ],
  [
    'SELECT A.X, B.X FROM (SELECT 1 AS X) A FULL OUTER JOIN (SELECT 2 AS X) B ON A.X = B.X ORDER BY A.X NULLS LAST',
    [1, null],
    [null, 2],
  ],
  [
    'SELECT X, Y FROM (SELECT 1 AS X) A CROSS JOIN (SELECT 2 AS Y UNION ALL SELECT 3) B ORDER BY Y',
    [1, 2],
    [1, 3],
  ],
  ['SELECT X FROM (SELECT 1 AS X) A JOIN (SELECT 1 AS X) B USING (X)', [1]],
  ['SELECT 1 AS X UNION SELECT 1 UNION ALL SELECT 2 ORDER BY X', [1], [2]],
  ['SELECT 1 AS X UNION ALL SELECT 2 EXCEPT SELECT 2', [1]],
  ['SELECT 1 AS X INTERSECT SELECT 1', [1]],
  [`SELECT NAME FROM ${people} P WHERE EXISTS (SELECT 1 FROM ${people} Q WHERE Q.ID = P.ID + 3)`, ['Ada']],
  [`SELECT NAME FROM ${people} P WHERE AGE = (SELECT MAX(AGE) FROM ${people} Q)`, ['Ada']],
  // Shapes of queries
  ['WITH A AS (SELECT 1 AS X), B AS (SELECT X + 1 AS Y FROM A) SELECT X, Y FROM A, B', [1, 2]],
  [
    'WITH RECURSIVE R AS (SELECT 1 AS N UNION ALL SELECT N + 1 FROM R WHERE N < 3) SELECT N FROM R ORDER BY N',
    [1],
    [2],
    [3],
  ],
  ["SELECT * FROM VALUES (1, 'a'), (2, 'b') AS V (N, S) ORDER BY N", [1, 'a'], [2, 'b']],
  ['SELECT COLUMN1 + COLUMN2 AS S FROM VALUES (1, 2), (3, 4) ORDER BY S', [3], [7]],
  [`SELECT * EXCLUDE (AGE, TEAM) FROM ${people} P WHERE ID = 1`, [1, 'Ada']],
  [`SELECT ID AS X, X + 1 AS Y FROM ${people} P WHERE ID = 1`, [1, 2]],
  [`SELECT DISTINCT AGE FROM ${people} P ORDER BY AGE NULLS FIRST LIMIT 2`, [null], [28]],
  [`SELECT NAME FROM ${people} P ORDER BY ID LIMIT 1 OFFSET 2`, ['Cyd']],
  [`SELECT TOP 1 NAME FROM ${people} P ORDER BY ID DESC`, ['Dee']],
  ['SELECT SUM(SEQ4()) AS S FROM TABLE(GENERATOR(ROWCOUNT => 10))', [45]],
  [
    `SELECT * FROM (SELECT TEAM, AGE FROM ${people} P) PIVOT (SUM(AGE) FOR TEAM IN ('A', 'B')) AS Q (A, B)`,
    [36, 56],
  ],
  // Semi-structured data
  [
    `SELECT V:a.b::NUMBER(5,0), V:c[1]::VARCHAR, V:missing FROM (SELECT PARSE_JSON('{"a":{"b":7},"c":["x","y"]}') AS V) X`,
    [7, 'y', null],
  ],
  [
    `SELECT V['k']::VARCHAR, GET(V, 'k')::VARCHAR, GET_PATH(V, 'o.p')::NUMBER(5,0) FROM (SELECT PARSE_JSON('{"k":"v","o":{"p":1}}') AS V) X`,
    ['v', 'v', 1],
  ],
  [
    'SELECT ARRAY_SIZE(ARRAY_CONSTRUCT(1, 2, 3)), ARRAY_CONTAINS(2::VARIANT, ARRAY_CONSTRUCT(1, 2))',
    [3, true],
  ],
  [
    "SELECT ARRAY_TO_STRING(ARRAY_CONSTRUCT('a', 'b'), '-'), ARRAY_CONSTRUCT(1, 2)[1]::NUMBER(5,0)",
    ['a-b', 2],
  ],
  [
    "SELECT F.VALUE::NUMBER(5,0), F.INDEX FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[10, 20]'))) F ORDER BY F.INDEX",
    [10, 0],
    [20, 1],
  ],
  [
    "SELECT T.ID, F.VALUE::VARCHAR FROM (SELECT 1 AS ID, ARRAY_CONSTRUCT('x', 'y') AS A) T, LATERAL FLATTEN(INPUT => T.A) F ORDER BY F.INDEX",
    [1, 'x'],
    [1, 'y'],
  ],
  [
    "SELECT TYPEOF(PARSE_JSON('1')), TYPEOF(PARSE_JSON('\"a\"')), TYPEOF(PARSE_JSON('[]')), IS_NULL_VALUE(PARSE_JSON('null'))",
    ['INTEGER', 'VARCHAR', 'ARRAY', true],
  ],
  ["SELECT TO_JSON(OBJECT_CONSTRUCT('a', 1)), OBJECT_KEYS(PARSE_JSON('{\"b\":1}'))", ['{"a":1}', ['b']]],
  [
    "SELECT TRY_PARSE_JSON('{nope') IS NULL, STRTOK('a b c', ' ', 2), SPLIT('a,b', ',')",
    [true, 'b', ['a', 'b']],
  ],
];

export const portableSql: ConformanceCase[] = casesOf(
  'portable SQL',
  Object.fromEntries(
    statements.map(([sql, ...rows]): [string, ConformanceCase['run']] => [
      sql.replaceAll(people, 'PEOPLE'),
      async trial => assert.deepEqual(await trial.rows(sql), rows),
    ]),
  ),
);
