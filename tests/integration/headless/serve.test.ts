import { chmodSync, existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { asSlipwayError, webSocketClient } from '../../../src/main/api/clients.ts';
import { listenOnHttp } from '../../../src/main/headless/http.ts';
import { serve, type ServeOptions } from '../../../src/main/headless/serve.ts';
import { openHost } from '../../../src/main/host.ts';
import { analysisStarted } from '../../support/analysis.ts';
import { httpRequest } from '../../support/http-request.ts';
import { watchLeaks } from '../../support/leaks.ts';
import { takeUntil } from '../../support/streams.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { openTestHttp, testToken } from '../../support/transports.ts';
import { openTestHost } from '../../support/workspace.ts';

// Before anything counts processes.
beforeAll(analysisStarted);
afterEach(() => {
  vi.unstubAllEnvs();
});

async function serveHere(options: Partial<ServeOptions> = {}) {
  const directory = options.directory ?? temporaryDirectory();
  const checkLeaks = watchLeaks(directory);
  const served = await serve({ directory, ...options });
  onTestFinished(async () => {
    await served.close();
    await checkLeaks();
  });
  const port = Number(new URL(served.url).port);
  const headers = { authorization: `Bearer ${served.token}` };
  return { ...served, directory, port, headers };
}

describe('serving a workspace', () => {
  test('gives address and token, a new one each time', async () => {
    const first = await serveHere();
    const second = await serveHere();
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect(second.token).not.toBe(first.token);
    expect(first.pageUrl).toBe(`${first.url}/?token=${first.token}`);
    const { port, headers } = first;
    const answer = await httpRequest({ port, path: '/api/v1/workspace', headers });
    expect(JSON.parse(answer.text)).toMatchObject({ host: 'headless', directory: first.directory });
  });

  test('takes the token of the environment, unless it could be guessed', async () => {
    vi.stubEnv('SLIPWAY_TOKEN', 'from/the+environment&more');
    const { token, pageUrl, port } = await serveHere();
    expect(token).toBe('from/the+environment&more');
    const path = pageUrl.slice(pageUrl.indexOf('/?'));
    expect((await httpRequest({ port, path })).status).toBe(303);
    for (const bad of ['short', 'with spaces in it, and long', 'ümläute-are-no-good-here']) {
      vi.stubEnv('SLIPWAY_TOKEN', bad);
      const refused = serve({ directory: temporaryDirectory() });
      await expect(refused).rejects.toMatchObject({ code: 'validation' });
      await expect(refused).rejects.not.toThrow(bad);
    }
  });

  test('is for one process at a time; the second learns who it is', async () => {
    const { directory } = await serveHere();
    expect(await openHost({ directory, host: 'cli' })).toBeNull();
    await expect(serve({ directory })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        new RegExp(`^Slipway \\(headless, process ${process.pid}, since .*${directory}`),
      ),
      details: { hint: expect.any(String), related: { pid: process.pid } },
    });
  });

  test('says when the port is taken, and lets go of the workspace', async () => {
    const { port } = await serveHere();
    const directory = temporaryDirectory();
    await expect(serve({ directory, port })).rejects.toMatchObject({
      code: 'conflict',
      message: `Port ${port} on 127.0.0.1 is taken by another program`,
      details: { hint: expect.any(String), related: { port } },
    });
    await serveHere({ directory });
    const host = await openTestHost();
    for (const wrong of [-1, 1.5, 70_000, Number.NaN]) {
      await expect(listenOnHttp(host, { port: wrong, token: testToken })).rejects.toMatchObject({
        code: 'validation',
      });
    }
  });

  test('ends its clients when it closes: streams, WebSockets, idle connections', async () => {
    const { url, port, headers, close } = await serveHere();
    const page = await webSocketClient(url.replace('http', 'ws'), { headers });
    const events = await page.client.events.subscribe({});
    await events.next();
    const waiting = takeUntil(events, () => false);
    waiting.catch(() => {});
    const stream = await fetch(`${url}/api/v1/events`, { headers });
    const reading = stream.text();
    reading.catch(() => {});
    await httpRequest({ port, path: '/api/v1/workspace', headers });
    await close();
    const lost = asSlipwayError(await waiting.catch((cause: unknown) => cause));
    expect(lost).toMatchObject({ code: 'unavailable', message: 'The connection to the engine was lost' });
    await expect(reading).rejects.toBeInstanceOf(Error);
    await expect(httpRequest({ port, path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await close();
  });
});

test('a request that is under way is answered before the server closes', async () => {
  const host = await openTestHost();
  const http = await openTestHttp(host);
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  host.engine.workspace.doctor = async () => {
    arrived.resolve();
    await answer.promise;
    return { ok: true, checks: [] };
  };
  const headers = { authorization: `Bearer ${testToken}` };
  const asked = httpRequest({ port: http.port, path: '/api/v1/workspace/doctor', headers });
  await arrived.promise;
  const closed = http.close();
  answer.resolve();
  expect(await asked).toMatchObject({ status: 200, text: '{"ok":true,"checks":[]}' });
  await closed;
});

test.skipIf(process.platform !== 'linux')(
  'the browser is shown the page, and nobody else sees the token',
  async () => {
    const directory = temporaryDirectory();
    const seen = join(directory, 'seen');
    const opener = join(directory, 'xdg-open');
    writeFileSync(
      opener,
      `#!/bin/sh\nstat -c %a "$1" > ${seen}.new\necho "$*" >> ${seen}.new\ncat "$1" >> ${seen}.new\nmv ${seen}.new ${seen}\n`,
    );
    chmodSync(opener, 0o755);
    vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
    const opened = Promise.withResolvers<void>();
    const watcher = watch(directory, (_, name) => name === 'seen' && opened.resolve());
    onTestFinished(() => watcher.close());
    const { pageUrl, token, close } = await serveHere({ directory: temporaryDirectory(), open: true });
    await opened.promise;
    const [mode, shown = '', ...html] = readFileSync(seen, 'utf8').split('\n');
    expect(mode).toBe('600');
    expect(shown).not.toContain(token);
    expect(html.join('\n')).toContain(`url=${pageUrl}"`);
    await close();
    expect(existsSync(shown)).toBe(false);
  },
);
