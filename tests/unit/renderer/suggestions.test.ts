import { asWritten } from '../../../src/shared/domain/relation.ts';
import { describe, expect, test } from 'vitest';
import { scope } from '../../../src/main/engine/sql/lineage/scope.ts';
import { callAt } from '../../../src/renderer/features/models/editor/call-at.ts';
import { hintAt } from '../../../src/renderer/features/models/editor/hover.ts';
import { suggest } from '../../../src/renderer/features/models/editor/suggestions.ts';
import {
  findRelation,
  type Surroundings,
} from '../../../src/renderer/features/models/editor/surroundings.ts';

const around: Surroundings = {
  environment: 'prod',
  variables: [{ name: 'late_after', value: '30', of: 'the workspace' }],
  writers: [
    {
      model: { id: 1, name: 'flights' },
      job: { id: 2, name: 'flights_prod' },
      target: { database: 'LAKE_PRD', schema: 'RAW', name: 'FLIGHTS' },
      lastRun: { state: 'completed', endedAt: '2026-01-02T03:04:05.000Z' },
    },
    {
      model: { id: 3, name: 'delays' },
      job: { id: 4, name: 'delays_prod' },
      target: { database: 'LAKE_PRD', schema: 'RAW', name: 'DELAYS' },
      lastRun: null,
    },
  ],
  database: 'LAKE_DEV',
  schema: 'RAW',
  sourceMapping: { LAKE_DEV: 'LAKE_PRD' },
  relations: [
    {
      database: 'LAKE_PRD',
      schema: 'RAW',
      name: 'FLIGHTS',
      type: 'table',
      rows: 1_234,
      last_altered_at: '2026-01-02T03:04:05.000Z',
      comment: 'One row a flight',
      columns: [
        { name: 'DAY', type: 'DATE' },
        { name: 'Odd name', type: 'VARCHAR' },
      ],
    },
    {
      database: 'OTHER',
      schema: 'MARTS',
      name: 'AIRPORTS',
      type: 'view',
      columns: [{ name: 'CODE', type: 'VARCHAR' }],
    },
  ],
};

/** What the engine tells of the place, with what the catalogue has. */
function scopeAt(sql: string, offset: number) {
  const tables = scope(sql, offset, []).tables.flatMap(written => {
    const relation = findRelation(written, around);
    return relation ? [{ written, columns: [...relation.columns] }] : [];
  });
  return { ...scope(sql, offset, tables), looking_up: false };
}

/** Suggestions where the text has a `|`. */
function suggested(marked: string) {
  const offset = marked.indexOf('|');
  const sql = marked.replace('|', '');
  return suggest(sql, offset, scopeAt(sql, offset), around);
}

function labels(marked: string, kinds: readonly string[] = ['column', 'table', 'view', 'name']): string[] {
  return suggested(marked)
    .filter(suggestion => kinds.includes(suggestion.kind))
    .sort((a, b) => a.order - b.order)
    .map(suggestion => suggestion.label);
}

describe('suggestions', () => {
  test('columns of the tables in scope, through the mapping of the environment', () => {
    expect(labels('select | from flights')).toEqual(
      expect.arrayContaining(['day', '"Odd name"', 'flights', 'other.marts.airports']),
    );
    expect(labels('select f.| from flights f')).toEqual(['day', '"Odd name"']);
  });

  test('tables come first where one is expected, by the name to be written', () => {
    expect(labels('select * from |')).toEqual(['flights', 'other.marts.airports', 'delays']);
    expect(labels('with a as (select 1) select * from t, |').slice(0, 2)).toEqual(['a', 'flights']);
    expect(labels('SELECT * FROM fl|').slice(0, 1)).toEqual(['FLIGHTS']);
  });

  test('the next part of a dotted name', () => {
    expect(labels('select * from other.|')).toEqual(['marts']);
    expect(labels('select * from other.marts.|')).toEqual(['airports']);
    expect(labels('select * from raw.|')).toEqual(['flights', 'delays']);
  });

  test('what a CTE, a query in FROM and FLATTEN put out', () => {
    expect(labels('with a as (select day, 1 as one from flights) select | from a', ['column'])).toEqual([
      'day',
      'one',
    ]);
    expect(labels('with a as (select * from flights) select x.| from a x')).toEqual(['day', '"Odd name"']);
    expect(labels('select q.| from (select day as d from flights) q')).toEqual(['d']);
    expect(labels('select f.| from flights t, lateral flatten(input => t.day) f')).toContain('value');
  });

  test('words that fit, before all others', () => {
    const words = (marked: string) => labels(marked, ['keyword']).slice(0, 5);
    expect(words('sel|')).toEqual(['select', 'with', 'values', 'recursive', 'as']);
    expect(words('select * from flights where day = 1 |')).toContain('and');
    expect(words('SELECT * FROM flights ORDER |')[0]).toBe('BY');
    expect(labels('select * from flights f |', ['keyword']).slice(0, 20)).toEqual(
      expect.arrayContaining(['left join', 'where', 'group by']),
    );
  });

  test('types behind a cast, variables in their braces, functions with their help', () => {
    expect(labels('select day::|', ['type'])).toContain('varchar');
    expect(labels('select try_cast(coalesce(a, b) as |', ['type'])).toContain('number');
    expect(labels('select 1 as |', ['type', 'column'])).toEqual([]);
    const [variable] = suggested('where delay > {{ |');
    expect(variable).toMatchObject({
      label: 'late_after',
      insert: 'late_after }}',
      detail: '30 · the workspace',
    });
    expect(suggested('where delay > {{ | }}')[0]?.insert).toBe('late_after');
    expect(suggested('where delay > {{|}}')[0]?.insert).toBe(' late_after ');
    expect(suggested('select dat|').find(({ label }) => label === 'dateadd')).toMatchObject({
      help: 'DATEADD(part, count, date)',
      detail: 'So many years, days, hours later',
    });
  });

  test('nothing inside of strings and comments', () => {
    expect(suggested("select '|")).toEqual([]);
    expect(suggested('select 1 -- fro|')).toEqual([]);
  });

  test('the mapping backwards', () => {
    const read = { database: 'LAKE_PRD', schema: 'RAW', name: 'FLIGHTS' };
    expect(asWritten(read, { LAKE_DEV: 'LAKE_PRD' }).database).toBe('LAKE_DEV');
    expect(asWritten(read, { 'A.B': 'LAKE_PRD.RAW' })).toEqual({
      database: 'A',
      schema: 'B',
      name: 'FLIGHTS',
    });
    expect(asWritten(read, {})).toEqual(read);
  });
});

describe('help', () => {
  /** What the pointer at the `|` is told. */
  function told(marked: string): string[] | undefined {
    const offset = marked.indexOf('|');
    const sql = marked.replace('|', '');
    const hint = hintAt(sql, offset, scopeAt(sql, offset), around, () => '2 h ago');
    return hint?.parts.map(part => ('code' in part ? part.code : part.text));
  }

  test('of columns, wherever they come from', () => {
    expect(told('select f.da|y from flights f')).toEqual(['DAY DATE', 'of FLIGHTS.DAY']);
    expect(told('with a as (select max(day) as d from flights) select |d from a')).toEqual([
      'D DATE',
      'aggregated from FLIGHTS.DAY',
    ]);
    expect(told('select "Odd n|ame" from raw.flights')?.[1]).toBe('of RAW.FLIGHTS."Odd name"');
    expect(told('select 1 as one from flights where |one = 1')).toEqual(['ONE NUMBER', 'a constant']);
    expect(told('select nowhe|re from flights')).toBeUndefined();
  });

  test('of tables: what they are, how fresh, and who builds them', () => {
    expect(told('select * from raw.fl|ights')).toEqual([
      'LAKE_PRD.RAW.FLIGHTS',
      'table in prod · 1,234 rows',
      'One row a flight',
      'Changed 2 h ago',
      'Built from model flights by flights_prod, last run completed 2 h ago',
      'DAY DATE\n"Odd name" VARCHAR',
    ]);
    expect(told('select * from delay|s')).toEqual([
      'LAKE_PRD.RAW.DELAYS',
      'Not in prod yet',
      'Built from model delays by delays_prod, never run',
    ]);
    expect(told('select * from nowh|ere')).toEqual(['NOWHERE', 'Not in the catalogue of prod']);
  });

  test('of functions, variables and CTEs', () => {
    expect(told('select date|add(day, 1, day) from flights')).toEqual([
      'DATEADD(part, count, date)',
      'So many years, days, hours later',
    ]);
    expect(told('where a > {{ late|_after }}')).toEqual(['late_after = 30', 'of the workspace']);
    expect(told('where a > {{ ot|her }}')).toEqual(['No variable other in prod: a job or a run can give it']);
    expect(told('with a as (select day from flights) select * from |a')).toEqual(['with A', 'DAY DATE']);
    expect(told("select 'dat|eadd('")).toBeUndefined();
  });

  test('the call around the caret', () => {
    const call = (marked: string) => callAt(marked.replace('|', ''), marked.indexOf('|'));
    expect(call('select dateadd(day, |')).toMatchObject({ called: { name: 'DATEADD' }, argument: 1 });
    expect(call('select iff(abs(a, b) > 1, coalesce(|')).toMatchObject({
      called: { name: 'COALESCE' },
      argument: 0,
    });
    expect(call("select iff(a = ')', |")).toMatchObject({ called: { name: 'IFF' }, argument: 1 });
    expect(call('select (1, |')).toBeUndefined();
    expect(call('select abs(1) |')).toBeUndefined();
  });
});
