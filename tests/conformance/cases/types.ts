import assert from 'node:assert/strict';
import type { Cell } from '../../../src/shared/contract/common.ts';
import { wireColumn } from '../../support/snowflake-server/results.ts';
import { casesOf } from '../case.ts';
import { textOf, type Trial } from '../trial.ts';

/** That a query of one row answers with these cells. */
async function answers(trial: Trial, sql: string, cells: Cell[]): Promise<void> {
  assert.deepEqual(await trial.row(sql), cells);
}

/** Name, type as it is written, type as the catalogue shows it, value. */
const everyType = [
  ['N', 'NUMBER(38,0)', 'NUMBER(38,0)', '1234567890123456'],
  ['D', 'DECIMAL(10,2)', 'NUMBER(10,2)', '1.50'],
  ['F', 'FLOAT', 'FLOAT', '-0.25'],
  ['S', 'VARCHAR', 'VARCHAR(16777216)', "'it''s'"],
  ['B', 'BOOLEAN', 'BOOLEAN', 'TRUE'],
  ['DA', 'DATE', 'DATE', "'2024-02-29'"],
  ['TI', 'TIME', 'TIME(9)', "'23:59:59.123456'"],
  ['NTZ', 'TIMESTAMP_NTZ', 'TIMESTAMP_NTZ(9)', "'1969-12-31 23:59:59.999999'"],
  ['LTZ', 'TIMESTAMP_LTZ', 'TIMESTAMP_LTZ(9)', "'2024-07-01T12:00:00+00:00'"],
  ['TZ', 'TIMESTAMP_TZ', 'TIMESTAMP_TZ(9)', "'2024-07-01T12:00:00+00:00'"],
  ['BI', 'BINARY', 'BINARY(8388608)', "X'00FF'"],
  ['V', 'VARIANT', 'VARIANT', `PARSE_JSON('{"a":[1,"b",null,true]}')`],
  ['A', 'ARRAY', 'ARRAY', 'ARRAY_CONSTRUCT(1, 2)'],
  ['O', 'OBJECT', 'OBJECT', "OBJECT_CONSTRUCT('k', 1)"],
] as const;

const stored: Cell[] = [
  1234567890123456,
  '1.50',
  -0.25,
  "it's",
  true,
  '2024-02-29',
  '23:59:59.123456',
  '1969-12-31T23:59:59.999999',
  '2024-07-01T12:00:00Z',
  '2024-07-01T12:00:00+00:00',
  '00FF',
  { a: [1, 'b', null, true] },
  [1, 2],
  { k: 1 },
];

export const types = casesOf('types', {
  'NULL of every type is null': async trial => {
    const list = everyType.map(([name, type]) => `NULL::${type} AS ${name}`).join(', ');
    await answers(
      trial,
      `SELECT ${list}`,
      everyType.map(() => null),
    );
  },
  'what is stored in a table of every type comes back': async trial => {
    const table = trial.sql('EVERY');
    await trial.run(
      `CREATE TABLE ${table} (${everyType.map(([name, type]) => `${name} ${type}`).join(', ')})`,
    );
    await trial.run(`INSERT INTO ${table} SELECT ${everyType.map(([, , , literal]) => literal).join(', ')}`);
    await answers(trial, `SELECT * FROM ${table}`, stored);
  },
  'columns have the types that the catalogue shows': async trial => {
    const relation = trial.relation('TYPES');
    const table = trial.sql('TYPES');
    await trial.run(
      `CREATE TABLE ${table} (${everyType.map(([name, type]) => `${name} ${type}`).join(', ')})`,
    );
    const { columns } = await trial.query(`SELECT * FROM ${table}`);
    assert.deepEqual(
      columns,
      everyType.map(([name, , type]) => ({ name, type })),
    );
    const [entry] = await trial.executor.catalog({ session: trial.session, relations: [relation] });
    assert.deepEqual(entry?.columns, columns);
  },
  'texts and bytes tell how long they may be': async trial => {
    const sql = "SELECT 'x'::VARCHAR(16) AS S, X'00'::BINARY(8) AS B";
    const columns = [wireColumn('S', 'text', { length: 16 }), wireColumn('B', 'binary', { length: 8 })];
    trial.foretell(sql, columns, ['x', '00']);
    const found = await trial.query(sql);
    assert.deepEqual(
      found.columns.map(({ type }) => type),
      ['VARCHAR(16)', 'BINARY(8)'],
    );
  },
  'a number is a number as far as doubles hold it': trial =>
    answers(
      trial,
      'SELECT 0::NUMBER(38,0), 9007199254740991::NUMBER(38,0), -9007199254740991::NUMBER(38,0)',
      [0, 9007199254740991, -9007199254740991],
    ),
  'a number beyond that keeps its digits': trial =>
    answers(trial, 'SELECT 9007199254740993::NUMBER(38,0), -9007199254740993::NUMBER(38,0)', [
      '9007199254740993',
      '-9007199254740993',
    ]),
  'a number keeps 38 digits': async trial => {
    const digits = '9'.repeat(38);
    await answers(trial, `SELECT ${digits} AS A, -${digits} AS B`, [digits, `-${digits}`]);
  },
  'a decimal keeps its digits and its scale': trial =>
    answers(
      trial,
      "SELECT 1.5::NUMBER(10,2), -0.01::NUMBER(10,2), '0.1234567890123456789012345678901234567'::NUMBER(38,37)",
      ['1.50', '-0.01', '0.1234567890123456789012345678901234567'],
    ),
  'a float has its value': trial =>
    answers(trial, 'SELECT 0.1::FLOAT, -1.5e300::FLOAT, 1e-300::FLOAT, 3::FLOAT', [0.1, -1.5e300, 1e-300, 3]),
  'a float that is no number is told as text': trial =>
    answers(trial, "SELECT 'NaN'::FLOAT, 'inf'::FLOAT, '-inf'::FLOAT", ['NaN', 'Infinity', '-Infinity']),
  'a boolean': trial => answers(trial, 'SELECT TRUE, FALSE', [true, false]),
  'a text keeps every character': trial =>
    answers(trial, "SELECT 'Zoë 🚲 \"quoted\"', 'two\nlines', '', ' padded ', '<b>&amp;</b>'", [
      'Zoë 🚲 "quoted"',
      'two\nlines',
      '',
      ' padded ',
      '<b>&amp;</b>',
    ]),
  'a long text': async trial => {
    const [text] = await trial.row("SELECT REPEAT('0123456789', 100000) AS S");
    assert.equal(textOf(text).length, 1_000_000);
  },
  'bytes are hex': trial => answers(trial, "SELECT X'00ff7F', X''", ['00FF7F', '']),
  'dates from the first to the last': trial =>
    answers(
      trial,
      "SELECT '0001-01-01'::DATE, '1582-10-10'::DATE, '1969-12-31'::DATE, '1970-01-01'::DATE, '2024-02-29'::DATE, '9999-12-31'::DATE",
      ['0001-01-01', '1582-10-10', '1969-12-31', '1970-01-01', '2024-02-29', '9999-12-31'],
    ),
  'times to the microsecond': trial =>
    answers(trial, "SELECT '00:00:00'::TIME, '23:59:59.999999'::TIME, '12:34:56.5'::TIME", [
      '00:00:00',
      '23:59:59.999999',
      '12:34:56.5',
    ]),
  'times to the nanosecond': async trial => {
    const sql = "SELECT '23:59:59.999999999'::TIME(9) AS T";
    trial.foretell(sql, [wireColumn('T', 'time', { scale: 9 })], ['86399.999999999']);
    await answers(trial, sql, ['23:59:59.999999999']);
  },
  'timestamps from the first to the last': trial =>
    answers(
      trial,
      "SELECT '0001-01-01 00:00:00'::TIMESTAMP_NTZ, '1969-12-31 23:59:59.999999'::TIMESTAMP_NTZ, '9999-12-31 23:59:59.999999'::TIMESTAMP_NTZ",
      ['0001-01-01T00:00:00', '1969-12-31T23:59:59.999999', '9999-12-31T23:59:59.999999'],
    ),
  'timestamps to the nanosecond': async trial => {
    const sql =
      "SELECT '1969-12-31 23:59:59.999999999'::TIMESTAMP_NTZ(9) AS A, '2024-02-29 12:34:56.000000001'::TIMESTAMP_NTZ(9) AS B";
    const columns = ['A', 'B'].map(name => wireColumn(name, 'timestamp_ntz', { scale: 9 }));
    trial.foretell(sql, columns, ['-0.000000001', '1709210096.000000001']);
    await answers(trial, sql, ['1969-12-31T23:59:59.999999999', '2024-02-29T12:34:56.000000001']);
  },
  'a timestamp of the session is an instant': trial =>
    answers(trial, "SELECT '2024-07-01T12:00:00+02:00'::TIMESTAMP_LTZ", ['2024-07-01T10:00:00Z']),
  'a timestamp with a zone keeps its own': trial =>
    answers(
      trial,
      "SELECT '2024-07-01T12:00:00+02:00'::TIMESTAMP_TZ, '2024-01-01T00:00:00.5-03:30'::TIMESTAMP_TZ",
      ['2024-07-01T12:00:00+02:00', '2024-01-01T00:00:00.5-03:30'],
    ),
  'a VARIANT is its JSON': trial =>
    answers(trial, `SELECT PARSE_JSON('{"a": {"b": [1, 2.5, "x", false, null]}}'), PARSE_JSON('"text"')`, [
      { a: { b: [1, 2.5, 'x', false, null] } },
      'text',
    ]),
  'a VARIANT of null is not a missing one': async trial => {
    await answers(trial, "SELECT PARSE_JSON('null') IS NULL, PARSE_JSON(NULL) IS NULL", [false, true]);
  },
  'a VARIANT keeps the digits of long numbers': trial =>
    answers(trial, `SELECT PARSE_JSON('{"id": 12345678901234567890}')`, [{ id: '12345678901234567890' }]),
  'a program in a VARIANT is text': trial =>
    answers(
      trial,
      `SELECT TO_VARIANT('(() => { process.exit(7); })()'), PARSE_JSON('{"__proto__": {"x": 1}}')`,
      ['(() => { process.exit(7); })()', JSON.parse('{"__proto__": {"x": 1}}') as Cell],
    ),
  'a VARIANT that is no JSON is not run': [
    ['script'],
    async trial => {
      const program = '(() => { process.exit(7); })()';
      const sql = "SELECT 'hostile' AS V";
      trial.foretell(sql, [wireColumn('V', 'variant')], [program]);
      await answers(trial, sql, [program]);
      // It lives, and works on.
      await answers(trial, 'SELECT 1 AS A', [1]);
    },
  ],
  'arrays and objects': trial =>
    answers(
      trial,
      "SELECT ARRAY_CONSTRUCT(1, 'two', ARRAY_CONSTRUCT()), OBJECT_CONSTRUCT('k', 'v', 'n', 1)",
      [[1, 'two', []], { k: 'v', n: 1 }],
    ),
});
