import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { type HttpRequest, httpRequest } from '../../support/http-request.ts';
import { openTestHttp, testToken } from '../../support/transports.ts';
import { openTestHost } from '../../support/workspace.ts';

const bearer = { authorization: `Bearer ${testToken}` };

async function open() {
  const host = await openTestHost();
  const { port, url } = await openTestHttp(host);
  return {
    host,
    port,
    url,
    ask: (path: string, options: HttpRequest = {}) => httpRequest({ port, path, ...options }),
  };
}

/** The cookie a browser gets for the token. */
async function signedIn(ask: Awaited<ReturnType<typeof open>>['ask']): Promise<string> {
  const answer = await ask(`/?token=${testToken}`);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('programs', () => {
  test('need the token for everything below /api', async () => {
    const { ask } = await open();
    expect((await ask('/api/v1/workspace', { headers: bearer })).status).toBe(200);
    const wrong = ['Bearer wrong', `Bearer ${testToken}x`, `Basic ${testToken}`, testToken, 'Bearer', ''];
    for (const headers of [{}, ...wrong.map(authorization => ({ authorization }))]) {
      for (const path of ['/api/v1/workspace', '/api/v1/openapi.json', '/api/v1/nothing', '/api']) {
        const answer = await ask(path, { headers });
        expect(answer.status).toBe(401);
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
        expect(answer.headers['content-type']).toMatch(/^application\/json/);
        expect(JSON.parse(answer.text)).toMatchObject({
          code: 'auth',
          details: { hint: expect.any(String) },
        });
      }
    }
  });

  test('find nothing at unknown places', async () => {
    const { ask } = await open();
    for (const path of ['/api', '/api/', '/api/v2/runs', '/api/v1/nothing', '/api/v1']) {
      const answer = await ask(path, { headers: bearer });
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text)).toMatchObject({
        code: 'not_found',
        message: expect.stringContaining(path),
      });
    }
    const wrongMethod = await ask('/api/v1/runs', { method: 'PATCH', headers: bearer });
    expect(wrongMethod.status).toBe(404);
    expect((await ask('/rpc', { headers: bearer })).status).toBe(426);
  });
});

describe('a browser', () => {
  test('brings the token once and gets a cookie no script can read', async () => {
    const { ask, port } = await open();
    const answer = await ask(`/?token=${testToken}`);
    expect(answer).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } });
    const [cookie] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(new RegExp(`^slipway-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
    expect(cookie).not.toContain(testToken);
    expect((await ask('/?token=wrong')).status).toBe(401);
    expect((await ask(`/?token=${testToken}x`)).headers['set-cookie']).toBeUndefined();
  });

  test('coming from another site or a file is led on without a redirect, which would lose the cookie', async () => {
    const { ask } = await open();
    const answer = await ask(`/?token=${testToken}`, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toHaveLength(1);
    expect(answer.text).toContain('url=/');
  });

  test('sees a page that says what to do without the cookie; the cookie opens no REST', async () => {
    const { ask } = await open();
    const page = await ask('/', { headers: { accept: 'text/html,*/*' } });
    expect(page.status).toBe(401);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).toContain('slipway serve');
    expect((await ask('/assets/x.js')).status).toBe(401);
    const cookie = await signedIn(ask);
    expect((await ask('/', { headers: { cookie } })).status).not.toBe(401);
    expect((await ask('/', { headers: { cookie: `other=1; ${cookie}; more=2` } })).status).not.toBe(401);
    expect((await ask('/', { headers: { cookie: `${cookie}x` } })).status).toBe(401);
    expect((await ask('/api/v1/workspace', { headers: { cookie } })).status).toBe(401);
  });
});

describe('hosts and origins', () => {
  test('only loopback names with our port are answered', async () => {
    const { ask, port } = await open();
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      expect((await ask('/api/v1/workspace', { headers: { ...bearer, host } })).status).toBe(200);
    }
    const foreign = [
      'evil.example',
      `evil.example:${port}`,
      'localhost',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.nip.io:${port}`,
    ];
    for (const host of foreign) {
      for (const path of ['/api/v1/workspace', '/', `/?token=${testToken}`]) {
        const answer = await ask(path, { headers: { ...bearer, host } });
        expect(answer.status).toBe(403);
        expect(answer.headers['set-cookie']).toBeUndefined();
        expect(JSON.parse(answer.text)).toMatchObject({ code: 'auth' });
      }
    }
  });

  test('an origin, where there is one, must be ours', async () => {
    const { ask, port } = await open();
    const own = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
    for (const origin of own) {
      expect((await ask('/api/v1/workspace', { headers: { ...bearer, origin } })).status).toBe(200);
    }
    const foreign = [
      'null',
      'https://evil.example',
      `https://localhost:${port}`,
      'http://localhost',
      `http://127.0.0.1:${port}.evil`,
    ];
    for (const origin of foreign) {
      const answer = await ask('/api/v1/workspace', { headers: { ...bearer, origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('the WebSocket', () => {
  /** The status of an upgrade: 101, or what it was refused with. */
  function upgrade(url: string, options: ClientOptions): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, options);
      socket.on('error', reject);
      socket.on('unexpected-response', (_, response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      socket.on('open', () => {
        socket.on('close', () => resolve(101));
        socket.close();
      });
    });
  }

  test('needs cookie or token, our origin and our host', async () => {
    const { ask, port } = await open();
    const url = `ws://127.0.0.1:${port}/rpc`;
    const cookie = await signedIn(ask);
    expect(await upgrade(url, { headers: bearer })).toBe(101);
    expect(await upgrade(url, { headers: { cookie }, origin: `http://127.0.0.1:${port}` })).toBe(101);
    expect(await upgrade(url, {})).toBe(401);
    expect(await upgrade(url, { headers: { cookie: `${cookie}x` } })).toBe(401);
    expect(await upgrade(`${url}?token=${testToken}`, {})).toBe(401);
    expect(await upgrade(url, { headers: { cookie }, origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade(url, { headers: { cookie }, origin: 'null' })).toBe(403);
    expect(await upgrade(url, { headers: { ...bearer, host: `evil.example:${port}` } })).toBe(403);
    expect(await upgrade(`ws://127.0.0.1:${port}/api/v1/events`, { headers: bearer })).toBe(404);
  });

  test('who does not speak our protocol is disconnected, and nobody else notices', async () => {
    const { port } = await open();
    for (const message of [
      'hello',
      '{"i": ',
      '[]',
      'null',
      '{"t": 4}',
      '{"i": "1", "p": 5}',
      '{"i": "1", "t": 3}',
      Buffer.from([1, 2, 3]),
    ]) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers: bearer });
      const code = await new Promise(resolve => {
        socket.on('open', () => socket.send(message));
        socket.on('close', resolve);
      });
      expect(code).toBe(1002);
    }
    const other = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers: bearer });
    const answer = await new Promise(resolve => {
      other.on('open', () => other.send('{"i": "2", "p": {"u": "/models/explode", "b": {"json": {}}}}'));
      other.addEventListener('message', ({ data }) => resolve(JSON.parse(data as string)));
    });
    other.close();
    expect(answer).toMatchObject({ i: '2', p: { s: 404, b: { json: { code: 'not_found' } } } });
  });
});

test('the log tells what was refused, and never the token', async () => {
  const { host, ask } = await open();
  await ask(`/?token=${testToken}`);
  await ask(`/?token=${testToken}`, { headers: { host: 'evil.example' } });
  await ask(`/?token=${testToken}wrong`);
  await ask('/api/v1/workspace', { headers: { authorization: `Bearer ${testToken}wrong` } });
  await ask(`/api/v1/runs?limit=x&token=${testToken}`, { headers: bearer });
  await ask('/', { headers: { cookie: await signedIn(ask) } });
  const cookieValue = (await signedIn(ask)).split('=')[1] ?? '';
  const log = readFileSync(join(host.directory, 'logs/slipway.log'), 'utf8');
  expect(log).toContain('a request was refused');
  expect(log).not.toContain(testToken);
  expect(log).not.toContain(cookieValue);
});
