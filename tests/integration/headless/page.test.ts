import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { httpRequest } from '../../support/http-request.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { openTestHttp, testToken } from '../../support/transports.ts';
import { openTestHost } from '../../support/workspace.ts';

/** A page as the build leaves it, next to a file that is nobody's business. */
function builtPage(): string {
  const directory = temporaryDirectory();
  const page = join(directory, 'renderer');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(directory, 'secret.txt'), 'hunter2');
  writeFileSync(join(directory, 'renderer-secret.txt'), 'hunter2');
  writeFileSync(join(page, '.hidden.txt'), 'hunter2');
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Slipway</title>');
  writeFileSync(join(page, 'assets/app-1a2b.js'), 'export {};');
  writeFileSync(join(page, 'assets/font-1a2b.woff2'), Buffer.alloc(200_000, 7));
  writeFileSync(join(page, 'empty.txt'), '');
  return page;
}

async function open(page = builtPage()) {
  const { port } = await openTestHttp(await openTestHost(), { page });
  const signIn = await httpRequest({ port, path: `/?token=${testToken}` });
  const cookie = signIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  return {
    port,
    get: (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      httpRequest({ port, path, method, headers: { cookie, ...headers } }),
  };
}

test('files come with their types', async () => {
  const { get } = await open();
  for (const path of ['/', '/index.html', '/?run=1']) {
    expect(await get(path)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-cache' },
      text: '<!doctype html><title>Slipway</title>',
    });
  }
  expect(await get('/assets/app-1a2b.js')).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    },
  });
  const font = await get('/assets/font-1a2b.woff2');
  expect(font.headers).toMatchObject({ 'content-type': 'font/woff2', 'content-length': '200000' });
  expect(font.text).toHaveLength(200_000);
  expect(await get('/empty.txt')).toMatchObject({ status: 200, text: '' });
  const head = await get('/assets/app-1a2b.js', {}, 'HEAD');
  expect(head).toMatchObject({ status: 200, text: '', headers: { 'content-length': '10' } });
});

test('an address of the page written without its # leads to it', async () => {
  const { get } = await open();
  for (const [path, location] of [
    ['/jobs', '/#/jobs'],
    ['/models/3', '/#/models/3'],
    ['/models/m/versions/v1.2', '/#/models/m/versions/v1.2'],
    ['/runs?state=failed&state=cancelled', '/#/runs?state=failed&state=cancelled'],
    ['/promote/', '/#/promote/'],
    ['/environments/a%20b%23c', '/#/environments/a%20b%23c'],
    [`/runs?token=${testToken}`, '/#/runs'],
  ] as const) {
    expect(await get(path)).toMatchObject({
      status: 302,
      headers: { location, 'cache-control': 'no-store' },
    });
  }
});

test('any other address says that there is nothing', async () => {
  const { get } = await open();
  for (const path of [
    '/model',
    '/modelsx',
    '/nothing/here',
    '/assets',
    '/models/../x',
    '//models/3',
    '/jobs.js',
  ]) {
    const { status, text } = await get(path);
    expect([path, status]).toEqual([path, 404]);
    expect(text).toContain('There is nothing here');
  }
});

test('what has not changed is not sent again', async () => {
  const { get } = await open();
  const { etag = '' } = (await get('/')).headers;
  expect(await get('/', { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
  expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
});

test('nothing outside of the page is served, however it is written', async () => {
  const { get } = await open();
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/....//secret.txt',
    '/../renderer-secret.txt',
    '/%00/secret.txt',
    '/index.html%00.txt',
    '/.hidden.txt',
    '/%2ehidden.txt',
    '/C:/secret.txt',
    '//secret.txt',
    '/%',
    `/${encodeURIComponent(join(process.cwd(), 'package.json'))}`,
    '/assets',
    '/assets/nothing.js',
  ];
  for (const path of paths) {
    const answer = await get(path);
    const what = answer.text.includes('<title>Slipway</title><p>') ? 'nothing' : answer.text;
    expect([path, what]).toEqual([path, 'nothing']);
    expect(answer.status).toBe(404);
  }
});

test('every answer forbids what the page does not need', async () => {
  const { get, port } = await open();
  for (const path of ['/', '/assets/app-1a2b.js', '/assets/nothing.js']) {
    const { headers } = await get(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
  const { headers } = await get('/');
  expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${port};`);
});

test('a page can only be read, and says so when it was not built', async () => {
  const { get } = await open();
  expect(await get('/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  const unbuilt = await open(join(temporaryDirectory(), 'nowhere'));
  const answer = await unbuilt.get('/');
  expect(answer.status).toBe(503);
  expect(answer.text).toContain('npm run build');
});
