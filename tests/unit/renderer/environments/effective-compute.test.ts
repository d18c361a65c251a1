import { expect, test } from 'vitest';
import {
  effectiveCompute,
  effectiveText,
} from '../../../../src/renderer/features/environments/form/effective-compute.ts';
import type { ComputeProfile } from '../../../../src/shared/contract/compute-profiles.ts';

const etl: ComputeProfile = {
  id: 1,
  name: 'etl',
  description: '',
  definition: { name: 'etl', warehouse: 'ETL_WH', limits: { max_concurrent_runs: 8 } },
  environments: ['prod'],
  warnings: [],
  revision: 1,
  created_at: '2026-11-21T05:00:00.000Z',
  updated_at: '2026-11-21T05:00:00.000Z',
};
const nothing = { warehouse: '', concurrency: '', timeout: '' };

test('what the environment says goes before what its profile says, and that before the default', () => {
  const { warehouse, concurrency, timeout } = effectiveCompute({ ...nothing, warehouse: ' BIG ' }, etl);
  expect(warehouse).toEqual({ value: 'BIG', from: 'own' });
  expect(concurrency).toEqual({ value: '8', from: 'profile' });
  expect(timeout).toEqual({ value: null, from: 'default' });
});

test('without a profile the defaults hold', () => {
  expect(effectiveCompute(nothing, undefined)).toEqual({
    warehouse: { value: null, from: 'default' },
    concurrency: { value: '4', from: 'default' },
    timeout: { value: null, from: 'default' },
  });
});

test('it is said where a value comes from', () => {
  const { warehouse, concurrency } = effectiveCompute(nothing, etl);
  expect(effectiveText(warehouse, 'etl')).toBe('ETL_WH, from etl');
  expect(effectiveText(concurrency, 'etl')).toBe('8, from etl');
  expect(effectiveText({ value: '4', from: 'default' }, '')).toBe('4, the default');
  expect(effectiveText({ value: null, from: 'default' }, '')).toBe('none');
});
