import { describe, expect, test } from 'vitest';
import {
  copyOf,
  definitionOf,
  emptyForm,
  foldedName,
  formOf,
  nextKey,
} from '../../../../src/renderer/features/environments/form/environment-form.ts';
import { emptyConnection } from '../../../../src/renderer/features/environments/connections/connection-form.ts';
import { environmentDefinition } from '../../../../src/shared/contract/environments.ts';
import { formWith, prod } from './support.ts';

describe('an environment as a form', () => {
  test('has names as they must be written', () => {
    expect(formOf(prod)).toMatchObject({ database: 'ANALYTICS_PRD', schema: '"Mixed case"', warehouse: '' });
  });

  test('means the same environment again', () => {
    const definition = definitionOf(formOf(prod));
    expect(environmentDefinition.parse(definition)).toEqual({
      name: 'prod',
      connection: 'embedded',
      description: 'What people read',
      colour: 'red',
      protected: true,
      role: 'LOADER',
      database: 'ANALYTICS_PRD',
      schema: '"Mixed case"',
      source_mapping: { DATALAKE_DEV: 'DATALAKE_PRD', 'A.B': 'C.D' },
      variables: { region: 'US', top: 5 },
      limits: { max_concurrent_runs: 8, statement_timeout: '15m' },
    });
  });

  test('says itself only what it says itself', () => {
    const shared = {
      ...prod,
      compute_profile: 'etl',
      warehouse: 'ETL_WH',
      own: { warehouse: null, max_concurrent_runs: null, statement_timeout: null },
    };
    expect(formOf(shared)).toMatchObject({
      computeProfile: 'etl',
      warehouse: '',
      concurrency: '',
      timeout: '',
    });
    const definition = definitionOf(formOf(shared));
    expect(definition.compute_profile).toBe('etl');
    expect(definition).not.toHaveProperty('warehouse');
    expect(definition).not.toHaveProperty('limits');
  });

  test('is copied without its name', () => {
    expect(copyOf(prod)).toEqual({ ...formOf(prod), name: '' });
  });
});

describe('the definition of a form', () => {
  test('leaves out what is empty and trims the rest', () => {
    const form = { ...emptyForm, name: ' dev ', connection: ' embedded ', role: '  ', concurrency: 'x' };
    expect(definitionOf(form)).toEqual({
      name: 'dev',
      connection: 'embedded',
      colour: 'gray',
      protected: false,
    });
  });

  test('brings a new connection with it', () => {
    const connectionToMake = { ...emptyConnection, name: ' local ' };
    const form = { ...emptyForm, name: 'dev', connection: 'another', connectionToMake };
    expect(definitionOf(form).connection).toEqual({ name: 'local', engine: 'duckdb' });
  });

  test('leaves out rules and variables that nobody has filled in', () => {
    const form = formWith({
      mapping: [
        { key: 0, from: ' ', to: '' },
        { key: 1, from: ' A ', to: ' B ' },
      ],
      variables: [{ key: 0, name: ' ', type: 'text', text: 'x', items: [] }],
    });
    expect(definitionOf(form)).toMatchObject({ source_mapping: { A: 'B' } });
    expect(definitionOf(form)).not.toHaveProperty('variables');
  });
});

test('names fold as the warehouse folds them', () => {
  expect(['marts', '"marts"', 'a.b', '', '"'].map(foldedName)).toEqual(['MARTS', 'marts', 'a.b', '', '"']);
});

test('a new row has a key of its own', () => {
  expect(nextKey([])).toBe(0);
  expect(nextKey([{ key: 4 }, { key: 2 }])).toBe(5);
});
