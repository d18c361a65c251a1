import { isAbsolute, join, relative } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppUrl } from '../../../src/main/desktop/app-url.ts';
import { findPageFile } from '../../../src/main/system/page-files.ts';

const directory = '/opt/slipway/out/renderer';
const path = (urlPath: string) => findPageFile(directory, urlPath)?.path;

describe('the file a path names', () => {
  test.each([
    ['/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['/assets/index-B2x.js', 'assets/index-B2x.js', 'text/javascript; charset=utf-8'],
    ['/assets/Index.CSS', 'assets/Index.CSS', 'text/css; charset=utf-8'],
    ['/assets/codicon.ttf', 'assets/codicon.ttf', 'font/ttf'],
    ['/assets/a%20b.svg', 'assets/a b.svg', 'image/svg+xml'],
    ['/sql.wasm', 'sql.wasm', 'application/wasm'],
  ])('%s', (urlPath, file, type) => {
    expect(findPageFile(directory, urlPath)).toMatchObject({ path: join(directory, file), type });
  });

  test.each(['', '/'])('"%s" is the page', urlPath => {
    expect(path(urlPath)).toBe(join(directory, 'index.html'));
  });

  test.each(['/runs', '/runs/12', '/models/daily_delays/', '//'])('%s is no file', urlPath => {
    expect(path(urlPath)).toBeUndefined();
  });

  test.each([
    '/../../secret.json',
    '/assets/../../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%2f..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '/C:/secret.json',
    '/C:%5csecret.json',
    '/./index.html',
    '/.git/config.json',
    '/.env.txt',
    '/secret.json%00.html',
    '/%',
    '/%c0%ae%c0%ae/secret.json',
    '/index.html:stream.js',
  ])('%s names nothing', urlPath => {
    expect(path(urlPath)).toBeUndefined();
  });

  test.each(['/main.ts', '/slipway.db', '/archive.tar.gz'])('%s is of no kind that is served', urlPath => {
    expect(path(urlPath)).toBeUndefined();
  });

  test('is never outside of the directory', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', '%252e', 'a', '.js', 'C:', '\0', '%00', '~'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), parts => {
        const found = path(`/${parts.join('')}`);
        if (found === undefined) return;
        const inside = relative(directory, found);
        expect(inside.startsWith('..') || isAbsolute(inside)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('our own address', () => {
  test.each(['app://slipway/', 'app://slipway/runs/1?state=failed#top', 'app://slipway'])('is %s', url => {
    expect(isAppUrl(url)).toBe(true);
  });

  test.each([
    'app://other/',
    'app://slipway.example.com/',
    'app://slipway:8080/',
    'app://user@slipway/',
    'https://slipway/',
    'file:///app://slipway/',
    'data:text/html,app://slipway/',
    'about:blank',
    'slipway',
    '',
  ])('is not "%s"', url => {
    expect(isAppUrl(url)).toBe(false);
  });
});
