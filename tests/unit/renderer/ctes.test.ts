import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cteAt, ctePreviews } from '../../../src/renderer/ui/sql/ctes.ts';

describe('up to a CTE', () => {
  const sql =
    'with a as (select 1 as n),\n  b as (with x as (select * from a), y as (select * from x) select * from y)\nselect * from b';

  test('the statement up to it, and all of what it holds', () => {
    const [a, b, x, y] = ctePreviews(sql);
    expect(a?.sql).toBe('with a as (select 1 as n)\nselect * from a');
    expect(b?.sql).toBe(`${sql.slice(0, sql.lastIndexOf('\n'))}\nselect * from b`);
    expect(x?.sql.replaceAll(/ +/g, ' ')).toBe(
      'with a as (select 1 as n),\n x as (select * from a)\nselect * from x',
    );
    expect(y?.sql.replaceAll(/ +/g, ' ')).toBe(
      'with a as (select 1 as n),\n x as (select * from a), y as (select * from x)\nselect * from y',
    );
    // Everything kept stands where it stood.
    for (const preview of [a, b, x, y]) {
      const at = sql.indexOf(`${preview?.name.toLowerCase()} as (`);
      expect(preview?.sql.indexOf(`${preview.name.toLowerCase()} as (`)).toBe(at);
    }
  });

  test('what hides another name is meant, and RECURSIVE stays', () => {
    const hidden = 'with recursive a as (select 1), b as (with a as (select 2) select * from a) select 1';
    const inner = ctePreviews(hidden).find(({ start }) => start > 40);
    expect(inner?.sql.replaceAll(/ +/g, ' ')).toBe(' with a as (select 2)\nselect * from a');
    expect(ctePreviews(hidden)[0]?.sql).toBe('with recursive a as (select 1)\nselect * from a');
  });

  test('the innermost one at the caret, in its statement', () => {
    const text = `select 1; ${sql}`;
    expect(cteAt(text, text.indexOf('from x'))).toMatchObject({ name: 'Y', from: 10 });
    expect(cteAt(text, text.indexOf('select * from y'))).toMatchObject({ name: 'B' });
    expect(cteAt(text, 3)).toBeUndefined();
    expect(ctePreviews('with a as (select 1')).toEqual([]);
  });

  test('takes any text', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 60 }), noise => {
        const text = `with a as (select ${noise} from t), b as (${noise}) select ( ${noise} from a join (`;
        for (const cte of ctePreviews(text)) expect(text.slice(cte.from)).toContain(cte.source);
      }),
    );
  });
});
