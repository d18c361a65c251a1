import { expect, test } from 'vitest';
import { definitionOf } from '../../../../src/renderer/features/environments/form/environment-form.ts';
import type { EnvironmentForm } from '../../../../src/renderer/features/environments/form/environment-form.ts';
import {
  changesInShort,
  formChanges,
} from '../../../../src/renderer/features/environments/form/form-changes.ts';
import { formWith } from './support.ts';

const changes = (next: Partial<EnvironmentForm>) =>
  formChanges(definitionOf(formWith()), definitionOf(formWith(next)));

test('nothing changed', () => {
  expect(changes({})).toEqual([]);
});

test('other ways of writing the same are no changes', () => {
  expect(changes({ database: 'analytics_prd', timeout: '900s', name: ' prod ' })).toEqual([]);
});

test('each change has what was and what will be', () => {
  expect(
    changes({
      name: 'live',
      description: '',
      protected: false,
      warehouse: 'BIG',
      schema: 'MARTS',
      concurrency: '',
      timeout: '20m',
    }),
  ).toEqual([
    { what: 'Name', from: 'prod', to: 'live' },
    { what: 'Description', from: 'What people read', to: null },
    { what: 'Protected', from: 'yes', to: 'no' },
    { what: 'Warehouse', from: null, to: 'BIG' },
    { what: 'Default schema', from: '"Mixed case"', to: 'MARTS' },
    { what: 'Concurrent runs', from: '8', to: '4, the default' },
    { what: 'Statement timeout', from: '15m', to: '20m' },
  ]);
});

test('what a compute profile decides is told as such', () => {
  expect(changes({ computeProfile: 'etl', concurrency: '', timeout: '' })).toEqual([
    { what: 'Compute profile', from: null, to: 'etl' },
    { what: 'Warehouse', from: null, to: 'as etl says' },
    { what: 'Concurrent runs', from: '8', to: 'as etl says' },
    { what: 'Statement timeout', from: '15m', to: 'as etl says' },
  ]);
});

test('rules and variables change one by one', () => {
  const { mapping, variables } = formWith();
  const row = { key: 9, type: 'boolean' as const, text: 'true', items: [] };
  expect(
    changes({
      mapping: mapping.slice(1).map(rule => ({ ...rule, to: 'C.E' })),
      variables: [...variables.filter(({ name }) => name !== 'top'), { ...row, name: 'strict' }],
    }),
  ).toEqual([
    { what: 'Source DATALAKE_DEV', from: 'DATALAKE_PRD', to: null },
    { what: 'Source A.B', from: 'C.D', to: 'C.E' },
    { what: 'Variable top', from: '5', to: null },
    { what: 'Variable strict', from: null, to: 'TRUE' },
  ]);
});

test('many changes are named in a few words', () => {
  const change = (what: string) => ({ what, from: null, to: 'x' });
  expect(changesInShort([])).toBe('');
  expect(changesInShort(['Name', 'Role'].map(change))).toBe('name, role');
  expect(changesInShort(['Name', 'Role', 'Source A', 'Warehouse', 'Colour'].map(change))).toBe(
    'name, role, source A and 2 more',
  );
});
