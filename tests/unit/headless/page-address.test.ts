import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { addressInPage, pageAreas } from '../../../src/main/headless/page-address.ts';

test('the areas are those of the page', () => {
  const features = resolve(import.meta.dirname, '../../../src/renderer/features');
  const ids = globSync('*/index.{ts,tsx}', { cwd: features }).flatMap(
    file => /^ {2}id: '(\w+)'/m.exec(readFileSync(join(features, file), 'utf8'))?.[1] ?? [],
  );
  expect(ids.sort()).toEqual([...pageAreas].sort());
});

test.each([
  ['/models', '/#/models'],
  ['/models/3?compare=2', '/#/models/3?compare=2'],
  ['/jobs?', '/#/jobs'],
  ['/runs?a=1&token=secret', '/#/runs?a=1'],
])('%s is %s', (url, address) => {
  expect(addressInPage(url)).toBe(address);
});

test.each([
  '/',
  '',
  '/Models',
  '/models.js',
  '/model',
  '//models',
  '/models/../jobs',
  '/api/models',
  '/models#x',
])('"%s" is no address of the page', url => {
  expect(addressInPage(url)).toBeUndefined();
});
