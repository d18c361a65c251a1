import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph, type Graph } from '../../../src/main/engine/lineage/graph.ts';
import { parseSelector, select } from '../../../src/main/engine/lineage/selectors.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { factsOf } from './facts.ts';

const graph = buildGraph(
  factsOf({
    stg_orders: { reads: ['sales'], labels: ['staging', 'finance'], owner: 'Data team' },
    stg_people: { reads: ['people'], labels: ['staging'] },
    orders: { reads: ['stg_orders', 'stg_people'], labels: ['finance'] },
    daily: { reads: ['orders'] },
    report: { reads: ['daily', 'stg_people'] },
    lonely: { reads: [] },
  }),
);
const elsewhere = {
  environment: 'prod',
  models: ['orders', 'other'],
  jobs: ['other_dev'],
  changeOf: ({ name }: { name: string }) =>
    name === 'daily' ? ('modified' as const) : name === 'lonely' ? ('new' as const) : null,
};
const selected = (text: string, of: Graph = graph) =>
  [...select(of, text, elsewhere)]
    .map(key => of.nodes.get(key)?.name.replace('LAKE.RAW.', '') ?? '')
    .sort((a, b) => (a < b ? -1 : 1));

function problemsOf(text: string) {
  try {
    select(graph, text, elsewhere);
  } catch (error) {
    if (error instanceof SlipwayError)
      return error.details.problems?.map(({ column, message }) => [column, message]);
    throw error;
  }
  return undefined;
}

describe('selectors', () => {
  test.each([
    ['orders', ['orders']],
    ['ORDERS', ['orders']],
    ['+report', ['PEOPLE', 'SALES', 'daily', 'orders', 'report', 'stg_orders', 'stg_people']],
    ['1+report', ['daily', 'report', 'stg_people']],
    ['2+report', ['PEOPLE', 'daily', 'orders', 'report', 'stg_people']],
    ['stg_orders+1', ['orders', 'stg_orders']],
    ['1+orders+1', ['daily', 'orders', 'stg_orders', 'stg_people']],
    ['0+orders', ['orders']],
    ['stg_*', ['stg_orders', 'stg_people']],
    ['*r*s', ['orders', 'stg_orders']],
    ['label:finance', ['orders', 'stg_orders']],
    ['label:Fin*', ['orders', 'stg_orders']],
    ['label:staging,label:finance', ['stg_orders']],
    ['label:finance lonely', ['lonely', 'orders', 'stg_orders']],
    ['+daily,label:staging+', ['daily', 'orders', 'stg_orders', 'stg_people']],
    ['job:daily_prod', ['daily']],
    ['job:daily_prod+', ['daily', 'report']],
    ['source:people', ['PEOPLE']],
    ['source:raw.people+1', ['PEOPLE', 'stg_people']],
    ['source:lake.raw.*', ['PEOPLE', 'SALES']],
    ['source:"LAKE"."RAW"."PEOPLE"', ['PEOPLE']],
    ['target:RAW.DAILY', ['daily']],
    ['owner:"data team"', ['stg_orders']],
    ['model:lonely', ['lonely']],
    ['modified', ['daily', 'lonely']],
    ['Modified+', ['daily', 'lonely', 'report']],
    ['state:new', ['lonely']],
    ['1+state:modified,label:finance', ['orders']],
    ['   daily \n lonely  ', ['daily', 'lonely']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(selected(text)).toEqual(expected);
  });

  test.each([
    ['order', [[1, 'There is no model "order"; did you mean "orders"?']]],
    ['daily  other', [[8, '"other" does not run in prod: no published job builds it there']]],
    ['people', [[1, 'There is no model "people"; the table is source:people']]],
    [
      '2+daly+1 label:finanse',
      [
        [3, 'There is no model "daly"; did you mean "daily"?'],
        [16, 'No model in prod has the label finanse; did you mean "finance"?'],
      ],
    ],
    ['tag:v1', [[1, 'There is no "tag:"; there are model:, label:, owner:, job:, target:, source:, state:']]],
    ['lable:x', [[1, 'There is no "lable:"; did you mean label:?']]],
    ['label:', [[7, 'A name is missing behind "label:"']]],
    ['daily,', [[7, 'A name is missing beside the comma']]],
    ['+', [[1, '"+" names nothing: write it beside a name, as in +orders']]],
    [
      'daily+orders',
      [[6, 'A + stands before or after a name; between two, leave a blank (or) or put a comma (and)']],
    ],
    ['RAW.DAILY', [[4, 'A model\'s name has no "."; a table is source:RAW.DAILY or target:RAW.DAILY']]],
    ['source:"LAKE', [[8, 'The quotes are not closed']]],
    ['job:other_dev', [[5, 'Job "other_dev" builds no model in prod']]],
    ['target:dally', [[8, 'No job in prod writes dally; did you mean "DAILY"?']]],
    ['x_*', [[1, 'Nothing in prod fits x_*']]],
    ['state:old', [[7, 'There is no state "old"; there are state:modified, state:new']]],
  ])('%s is refused with its place', (text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  test('what is modified needs an environment to compare with', () => {
    const alone = { ...elsewhere, changeOf: undefined };
    expect(() => select(graph, 'modified+', alone)).toThrow('comparing with another environment');
  });

  test('names with blanks, dots and pluses are written in quotes', () => {
    const odd = buildGraph(factsOf({ a: ['odd name, 1+1'] }));
    expect(selected('source:"ODD NAME, 1+1"', odd)).toEqual(['ODD NAME, 1+1']);
    expect(parseSelector('2+source:"A+ B".c+')).toEqual([
      [{ method: 'source', value: '"A+ B".c', up: 2, down: Number.POSITIVE_INFINITY, at: 9 }],
    ]);
  });

  test('whatever is written is understood or refused with a place in the text', () => {
    const piece = fc.constantFrom(
      '+',
      '2',
      ',',
      ' ',
      '"',
      ':',
      '.',
      '*',
      'label:',
      'orders',
      'daily',
      'source:',
      '""',
      '\\',
      '(',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), parts => {
        const text = parts.join('');
        for (const [column] of problemsOf(text) ?? []) {
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual(text.length + 1);
        }
      }),
    );
    const long = `source:${'"'.repeat(999)} ${'a*'.repeat(400)}`;
    expect(problemsOf(long)).toBeDefined();
  });

  test('a union is what either selects, an intersection what both do', () => {
    const one = fc.constantFrom(
      '+orders',
      'stg_*+',
      'label:finance',
      '1+report',
      'daily+',
      'source:people+2',
      '*',
    );
    fc.assert(
      fc.property(one, one, (a, b) => {
        const [left, right] = [new Set(selected(a)), new Set(selected(b))];
        expect(new Set(selected(`${a} ${b}`))).toEqual(new Set([...left, ...right]));
        expect(new Set(selected(`${a},${b}`))).toEqual(new Set([...left].filter(name => right.has(name))));
      }),
    );
  });
});
