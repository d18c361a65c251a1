import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../src/main/headless/openapi.ts';
import { directClient } from '../../../src/main/api/direct-client.ts';
import { httpRequest } from '../../support/http-request.ts';
import { addEnvironments, addModel, jobDefinition } from '../../support/shop.ts';
import { openTestHttp, testToken } from '../../support/transports.ts';
import { openTestHost } from '../../support/workspace.ts';

const paths = [
  'GET /fires',
  'GET /fires/simulate',
  'GET /fires/status',
  'GET /fires/wake-plan',
  'GET /jobs/{job}/fires/next',
  'GET /runs/{run}/retry',
  'POST /fires/pause',
  'POST /fires/preview',
  'POST /fires/resume',
  'POST /fires/wake-plan/dismiss',
  'POST /fires/{fire}/run',
  'POST /jobs/{job}/fires/reset',
  'POST /jobs/{job}/pause',
  'POST /jobs/{job}/resume',
  'POST /runs/{run}/retry',
];

async function open() {
  const host = await openTestHost();
  const client = directClient(host.api('rest'));
  await addEnvironments(client);
  await addModel(client, 'm', 'select 1 as a');
  const triggers = [{ schedule: { cron: '0 6 * * *', time_zone: 'Europe/Berlin' } }];
  await client.jobs.create({ definition: { ...jobDefinition('m', 'dev', 'v1'), triggers } });
  const { port } = await openTestHttp(host);
  return async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${testToken}`, 'content-type': 'application/json' };
    const options = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await httpRequest({ port, method, path: `/api/v1${path}`, headers, ...options });
    return { status: answer.status, body: JSON.parse(answer.text) };
  };
}

describe('schedules over HTTP', () => {
  test('are at these addresses, and in the OpenAPI document', async () => {
    const document = JSON.parse(JSON.stringify(await openApiDocument('1.2.3'))) as {
      paths: Record<string, Record<string, { summary?: string }>>;
    };
    const found = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map(method => `${method.toUpperCase()} ${path}`),
    );
    expect(found).toEqual(expect.arrayContaining(paths));
  });

  test('parameters arrive as text, and are named where they are wrong', async () => {
    const ask = await open();
    expect(await ask('GET', '/jobs/m_dev/fires/next?count=2')).toMatchObject({
      status: 200,
      body: { paused: null, fires: [{}, {}] },
    });
    expect(await ask('GET', '/fires/simulate?days=3')).toMatchObject({ status: 200, body: { total: 3 } });
    expect(await ask('GET', '/fires?outcome=missed&outcome=skipped&since=2026-01-01T00:00:00Z')).toEqual({
      status: 200,
      body: { fires: [], next: null },
    });
    for (const [path, name] of [
      ['/fires?outcome=late', 'outcome'],
      ['/fires/simulate?days=400', 'days'],
      ['/jobs/m_dev/fires/next?count=0', 'count'],
      ['/fires/simulate?from=tomorrow', 'from'],
    ] as const) {
      expect(await ask('GET', path)).toMatchObject({
        status: 400,
        body: { code: 'validation', details: { problems: [{ path: name }] } },
      });
    }
  });

  test('pausing, resuming and doing again answer with statuses that say what happened', async () => {
    const ask = await open();
    expect(await ask('POST', '/jobs/m_dev/pause', { reason: 'upkeep' })).toMatchObject({
      status: 200,
      body: { paused: { reason: 'upkeep' } },
    });
    expect(await ask('POST', '/jobs/m_dev/pause')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await ask('POST', '/jobs/m_dev/resume')).toMatchObject({ status: 200, body: { paused: null } });
    expect(await ask('POST', '/fires/preview', { schedule: { cron: '0 25 * * *' } })).toMatchObject({
      status: 400,
      body: {
        details: { problems: [{ path: 'schedule.cron', message: expect.stringContaining('hour "25"') }] },
      },
    });
    expect(await ask('POST', '/fires/12/run')).toMatchObject({ status: 404 });
    expect(await ask('GET', '/runs/12/retry?mode=exactly')).toMatchObject({ status: 404 });
    expect(await ask('GET', '/runs/12/retry?mode=again')).toMatchObject({ status: 400 });
    expect(await ask('GET', '/fires/status')).toMatchObject({ status: 200, body: { schedules: 1 } });
  });
});
