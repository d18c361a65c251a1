import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { maxBodyBytes } from '../../../src/main/headless/request-body.ts';
import { type HttpRequest, httpRequest } from '../../support/http-request.ts';
import { openTestHttp, testToken } from '../../support/transports.ts';
import { openTestHost } from '../../support/workspace.ts';

const json = { 'content-type': 'application/json' };

async function open() {
  const host = await openTestHost();
  const { port } = await openTestHttp(host);
  const ask = async (method: string, path: string, options: HttpRequest = {}) => {
    const headers = { authorization: `Bearer ${testToken}`, ...options.headers };
    const answer = await httpRequest({ port, method, path: `/api/v1${path}`, ...options, headers });
    return { ...answer, body: answer.text.startsWith('{') ? JSON.parse(answer.text) : undefined };
  };
  const send = (method: string, path: string, body: unknown) =>
    ask(method, path, { headers: json, body: JSON.stringify(body) });
  return { host, port, ask, send };
}

describe('parameters in the address', () => {
  test('numbers, yes and no, and lists arrive as text', async () => {
    const { ask, send } = await open();
    for (const name of ['a', 'b', 'c']) await send('POST', '/models', { name });
    const page = await ask('GET', '/models?limit=2');
    expect(page.body.models.map((model: { name: string }) => model.name)).toEqual(['a', 'b']);
    expect((await ask('GET', `/models?limit=2&after=${page.body.next}`)).body.models).toHaveLength(1);
    const lists = [
      'state=failed',
      'state=failed&state=cancelled',
      'state[]=failed',
      'state[0]=failed&state[1]=completed',
    ];
    for (const query of [
      ...lists,
      'draft=true',
      'draft=false',
      'since=2026-01-01T00:00:00Z',
      'trigger=api',
    ]) {
      expect(await ask('GET', `/runs?${query}`)).toMatchObject({
        status: 200,
        body: { runs: [], next: null },
      });
    }
    expect((await ask('GET', '/events?seq=abc')).status).toBe(400);
  });

  test('what cannot be read is named by its parameter', async () => {
    const { ask } = await open();
    const wrong = [
      'limit=',
      'limit=1.5',
      'limit=0x10',
      'limit=1001',
      'limit=1&limit=2',
      'draft=1',
      'draft=',
      'state=',
      'job=',
    ];
    for (const query of wrong) {
      const answer = await ask('GET', `/runs?${query}`);
      expect(answer).toMatchObject({ status: 400 });
      expect(answer.body).toMatchObject({
        code: 'validation',
        details: { problems: [{ path: query.split('=')[0], message: expect.any(String) }] },
      });
    }
    for (const run of ['x', '0', '-1', '1.5', '99999999999999999999']) {
      expect((await ask('GET', `/runs/${run}`)).body.details.problems[0].path).toBe('run');
    }
    expect((await ask('GET', '/models/no%2Fsuch')).body.message).toContain('no/such');
  });
});

describe('answers', () => {
  test('a list that is not one says what was given, what is allowed and how to give several', async () => {
    const { ask } = await open();
    const states = 'pending, running, pending_cancellation, completed, failed, skipped, cancelled';
    const problems = async (query: string) => (await ask('GET', `/runs?${query}`)).body.details.problems;
    expect(await problems('state=failed,cancelled')).toEqual([
      {
        path: 'state',
        message: `"failed,cancelled" is not one of ${states}; for several, repeat the parameter`,
      },
    ]);
    expect(await problems('state=failed&state=late')).toEqual([
      { path: 'state[1]', message: `"late" is not one of ${states}` },
    ]);
  });

  test('parameters where a body is expected are refused, not ignored', async () => {
    const { ask } = await open();
    const answer = await ask('POST', '/models?name=m&sql=select+1', { headers: json, body: '{"name":"n"}' });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'validation',
        details: {
          problems: [
            { path: 'name', message: 'belongs in the body of a POST, not in the address' },
            { path: 'sql', message: 'belongs in the body of a POST, not in the address' },
          ],
        },
      },
    });
    expect((await ask('DELETE', '/models/m?force=true')).status).toBe(400);
    expect((await ask('GET', '/models')).body.models).toEqual([]);
  });

  test('what was created says so', async () => {
    const { ask, send } = await open();
    const environment = { definition: { name: 'dev', connection: { name: 'embedded', engine: 'duckdb' } } };
    expect((await send('POST', '/environments', environment)).status).toBe(201);
    expect(await send('POST', '/models', { name: 'm', sql: 'select 1' })).toMatchObject({
      status: 201,
      body: { id: 1 },
    });
    await ask('POST', '/models/m/versions');
    await send('POST', '/models/m/tags', { version: 'latest', tag: 'v1' });
    const definition = {
      name: 'j',
      kind: 'model',
      environment: 'dev',
      model: 'm',
      tag: 'v1',
      target: { table: 'T' },
    };
    const job = {
      definition: {
        ...definition,
        target: { database: 'D', schema: 'S', table: 'T' },
        materialization: { type: 'view' },
      },
    };
    expect(await send('POST', '/jobs', job)).toMatchObject({ status: 201, body: { name: 'j', version: 1 } });
    expect(await send('POST', '/jobs/j/runs', { cause: 'from a script' })).toMatchObject({
      status: 201,
      body: { job: 'j', id: 1 },
    });
    expect((await ask('GET', '/runs/1')).body).toMatchObject({
      trigger: { kind: 'api', cause: 'from a script' },
    });
    expect((await ask('DELETE', '/models/nothing')).status).toBe(404);
  });

  test('are for nobody to keep, guess at or frame', async () => {
    const { ask } = await open();
    for (const path of ['/workspace', '/nothing', '/models/nothing']) {
      expect((await ask('GET', path)).headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'referrer-policy': 'no-referrer',
      });
    }
  });

  test('streams are server-sent events', async () => {
    const { port } = await open();
    const controller = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
      headers: { authorization: `Bearer ${testToken}` },
      signal: controller.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (text.includes('data:')) break;
    }
    controller.abort();
    expect(text).toMatch(/^event: message\ndata: \{"epoch":".*","seq":0,"reset":false,"changes":\[\]\}$/m);
  });

  test('a stream ends with its result, or just ends where it has none', async () => {
    const { host, ask } = await open();
    const result = { tables: [], environments: [], models: ['m'], jobs: [] };
    host.engine.sample.load = async function* () {
      yield { message: 'Loading', done: 0, total: 1 };
      return result;
    };
    const events = ({ text }: { text: string }) =>
      [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data = '']) => [
        event,
        JSON.parse(data),
      ]);
    expect(events(await ask('POST', '/sample'))).toEqual([
      ['message', { message: 'Loading', done: 0, total: 1 }],
      ['done', result],
    ]);
    host.engine.runs.follow = async function* () {
      yield { type: 'ended', state: 'completed' };
    };
    const followed = await ask('GET', '/runs/1/follow');
    expect(events(followed)).toEqual([['message', { type: 'ended', state: 'completed' }]]);
    expect(followed.text).not.toContain('done');
  });
});

describe('bodies', () => {
  test('that are not JSON objects are refused with the place, not the text', async () => {
    const { ask } = await open();
    const post = (body: string | Buffer, headers: Record<string, string> = json) =>
      ask('POST', '/models', { headers, body });
    expect(await post('{"name": hunter2}')).toMatchObject({
      status: 400,
      body: {
        code: 'validation',
        details: { problems: [{ path: '', message: expect.stringContaining('not valid JSON') }] },
      },
    });
    expect((await post('{"name": hunter2}')).text).not.toContain('hunter2');
    expect((await post('{\n  "name": "m",\n}')).body.message).toContain('line 3, column 1');
    for (const body of ['[]', '"m"', '5', 'null'])
      expect((await post(body)).body.message).toBe('The body must be a JSON object');
    expect((await post(Buffer.from([0x7b, 0xff, 0x7d]))).status).toBe(400);
    const form = await post('name=m', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form).toMatchObject({
      status: 415,
      body: { code: 'validation', details: { hint: expect.stringContaining('json') } },
    });
    expect((await post('', json)).body.details.problems[0]).toMatchObject({ path: 'name' });
    expect((await post('{"name": "m", "__proto__": {"sql": 1}}')).body.details.problems).toEqual([
      { path: '__proto__', message: 'is not a known key here' },
    ]);
    expect((await post('{"name": "n"}', { 'content-type': 'application/json; charset=utf-8' })).status).toBe(
      201,
    );
  });

  const chunks = (bytes: number) =>
    Array.from({ length: Math.ceil(bytes / 65_536) }, () => Buffer.alloc(65_536, ' '));

  test('that are too large get an answer, with a length or in chunks', async () => {
    const { ask } = await open();
    for (const body of [Buffer.alloc(maxBodyBytes + 1, ' '), chunks(2 * maxBodyBytes)]) {
      expect(await ask('POST', '/models', { headers: json, body })).toMatchObject({
        status: 413,
        body: { code: 'validation', message: "The request's body is larger than 16 MiB" },
      });
    }
    const body = `{"name": "m"}${' '.repeat(maxBodyBytes - 13)}`;
    expect((await ask('POST', '/models', { headers: json, body })).status).toBe(201);
  });

  test('are not asked for where they would be too large, or where there is no token', async () => {
    const { port } = await open();
    const answerTo = (headers: string[]) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1');
        socket.write(
          [
            'POST /api/v1/models HTTP/1.1',
            `Host: 127.0.0.1:${port}`,
            'Expect: 100-continue',
            ...headers,
            '',
            '',
          ].join('\r\n'),
        );
        socket.once('data', data => {
          resolve(String(data).split('\r\n', 1)[0] ?? '');
          socket.destroy();
        });
        socket.once('error', reject);
      });
    const token = `Authorization: Bearer ${testToken}`;
    expect(await answerTo([token, `Content-Length: ${maxBodyBytes + 1}`])).toMatch(/ 413 /);
    expect(await answerTo(['Content-Length: 5'])).toMatch(/ 401 /);
    expect(await answerTo([token, 'Content-Length: 5'])).toMatch(/ 100 /);
  });

  test('that break off leave nothing behind', async () => {
    const { host, port, ask } = await open();
    const socket = connect(port, '127.0.0.1');
    const head = [
      `POST /api/v1/models HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${testToken}`,
    ];
    socket.write([...head, 'Content-Length: 100', '', '{"name"'].join('\r\n'));
    await new Promise(resolve => socket.once('connect', resolve));
    socket.destroy();
    await new Promise(resolve => socket.once('close', resolve));
    expect((await ask('GET', '/workspace')).status).toBe(200);
    expect(host.engine.models.list({ limit: 10 }).models).toEqual([]);
  });
});
