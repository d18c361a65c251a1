import { expect, test } from 'vitest';
import {
  addressSearch,
  focusOf,
  focusOn,
  lineageHref,
  readAddress,
} from '../../../../src/renderer/features/lineage/lineage-address.ts';

const written = (changes: Parameters<typeof addressSearch>[0]) => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(addressSearch(changes)))
    if (value !== null) search.set(key, value);
  return search.toString();
};

test('an address that was written is read again, and what is usual is left out', () => {
  const chosen = {
    environment: 'prod',
    select: '1+orders+1 label:"a b"',
    colours: 'freshness',
    detail: 'all',
    view: 'table',
    drafts: true,
    at: 'source:"LAKE"."RAW"."ORDERS"',
    column: 'REGION',
  } as const;
  expect(readAddress(new URLSearchParams(written(chosen)))).toEqual(chosen);
  const usual = readAddress(new URLSearchParams());
  expect(usual).toEqual({
    environment: null,
    select: '',
    colours: 'state',
    detail: 'models',
    view: 'graph',
    drafts: false,
    at: null,
    column: null,
  });
  expect(written(usual)).toBe('select=');
  expect(readAddress(new URLSearchParams('colours=plaid&view=cake&detail=some&drafts=yes'))).toEqual(usual);
});

test('a link to a model shows what is around it', () => {
  const [path, search] = lineageHref('orders', 'prod').split('?');
  expect(path).toBe('/lineage');
  expect(readAddress(new URLSearchParams(search))).toMatchObject({
    environment: 'prod',
    select: '1+orders+1',
  });
});

test.each([
  ['2+orders+2', { name: 'orders', hops: 2 }],
  [focusOn('source:LAKE.RAW."odd+name,"', 3), { name: 'source:LAKE.RAW."odd+name,"', hops: 3 }],
  ['1+orders+2', undefined],
  ['+orders+', undefined],
  ['orders', undefined],
  ['1+orders,daily+1', undefined],
  ['1+orders daily+1', undefined],
  ['1+a+1 1+b+1', undefined],
])('what is around: %s', (select, focus) => {
  expect(focusOf(select)).toEqual(focus);
});
