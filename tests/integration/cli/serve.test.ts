import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { socketPath } from '../../../src/main/system/places.ts';
import { idleWorkspace, newWorkspace, oneDocument } from './support.ts';

async function get(url: string, token: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'prints one line with address and token, and ends well on %s',
  async signal => {
    const workspace = await idleWorkspace();
    const serving = workspace.start(['serve', '--no-build']);
    const line = await serving.line(/^http/, 'stdout');
    const [, url = '', token = ''] = /^(http:\/\/127\.0\.0\.1:\d+)\/\?token=(.+)$/.exec(line) ?? [];
    expect(await get(`${url}/api/v1/models`, token)).toMatchObject({
      status: 200,
      body: { models: [{ name: 'orders' }] },
    });
    expect(await get(`${url}/api/v1/models`, 'wrong')).toMatchObject({ status: 401 });
    // Other commands attach.
    expect(await workspace.json('doctor')).toMatchObject({
      checks: expect.arrayContaining([
        {
          name: 'engine',
          state: 'ok',
          message: expect.stringContaining(`headless, process ${serving.child.pid}`),
        },
      ]),
    });
    serving.child.kill(signal);
    const { code, stdout, stderr } = await serving.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${line}\n` });
    expect(stderr).toBe(`Serving ${workspace.directory}. Ctrl-C ends it.\nEnding …\n`);
    expect(existsSync(socketPath(workspace.directory))).toBe(false);
  },
);

test('as a document, with the port and token one chooses', async () => {
  const workspace = newWorkspace();
  const env = { SLIPWAY_TOKEN: 'a-token-for-this-test' };
  const serving = workspace.start(['serve', '--no-build', '--json', '--port', '0'], { env });
  const served = oneDocument(await serving.line(/^\{/, 'stdout')) as { url: string };
  expect(served).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    token: env.SLIPWAY_TOKEN,
    page_url: `${served.url}/?token=${env.SLIPWAY_TOKEN}`,
    workspace: workspace.directory,
    pid: serving.child.pid,
  });
  const port = new URL(served.url).port;
  const taken = await newWorkspace().run(['serve', '--no-build', '--port', port]);
  expect(taken).toMatchObject({
    code: 4,
    stderr: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`),
  });
  const twice = await workspace.run(['serve', '--no-build']);
  expect(twice).toMatchObject({
    code: 4,
    stdout: '',
    stderr: expect.stringContaining(`process ${serving.child.pid}`),
  });
});

test('a command that has the workspace for a moment is waited for', async () => {
  const workspace = await idleWorkspace();
  const running = workspace.start(['job', 'run', 'orders_dev']);
  await running.line(/waiting for run/);
  const serving = workspace.start(['serve', '--no-build']);
  await serving.line(/^http/, 'stdout');
  expect(await running.ended).toMatchObject({ code: 0 });
  serving.child.kill('SIGTERM');
  expect(await serving.ended).toMatchObject({ code: 0 });
});
