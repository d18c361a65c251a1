import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Log } from '../../../src/main/engine/ports.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { watchLeaks } from '../../support/leaks.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { receiveMails, receiveWebhooks } from '../../support/receivers.ts';
import { applyJob, lasting, ledger, openScheduled, pass } from '../../support/scheduled.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { deliver, log, runNow, tellAbout } from './support.ts';

const fails = () => {
  throw lasting('the disk of the warehouse is full');
};

test('a webhook gets the message as JSON, signed with the time of the attempt', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock, { behave: fails, secrets: memorySecrets({ key: 'canary-key' }) });
  const receiver = await receiveWebhooks();
  await tellAbout(
    engine,
    { name: 'hook', kind: 'webhook', url: receiver.url, secret: 'key' },
    { on: ['failure'] },
  );
  await applyJob(engine, 'j');
  const run = await runNow(engine, 'j');
  await deliver(engine, clock);
  const [request] = receiver.received;
  const body = JSON.parse(request?.body ?? '') as Record<string, unknown>;
  expect(body).toEqual({
    id: expect.any(String),
    time: '2026-03-01T12:00:00.000Z',
    kind: 'failure',
    count: 1,
    job: 'j',
    run,
    environment: 'dev',
    state: 'failed',
    message: `j #${run} failed: the disk of the warehouse is full`,
    lines: [`j #${run} failed: the disk of the warehouse is full`],
    link: `slipway://run/${run}`,
  });
  expect(request?.headers['slipway-delivery']).toBe(body.id);
  const seconds = Date.parse('2026-03-01T12:01:00Z') / 1_000;
  const hex = createHmac('sha256', 'canary-key').update(`${seconds}.${request?.body}`).digest('hex');
  expect(request?.headers['slipway-signature']).toBe(`t=${seconds},v1=${hex}`);
  expect(log(engine)).toMatchObject([
    { channel: 'hook', rule: 'to_hook', state: 'delivered', next_attempt_at: null },
  ]);
  expect(log(engine)[0]?.attempts).toMatchObject([{ attempt: 1, ok: true, message: 'answered 200' }]);
});

test('a receiver that answers 500 is tried again with growing waits, six times in about an hour', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock, { behave: fails });
  const receiver = await receiveWebhooks(() => ({ status: 500, body: 'no' }));
  await tellAbout(engine, { name: 'hook', kind: 'webhook', url: receiver.url }, { on: ['failure'] });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  await deliver(engine, clock, 2 * 3_600_000);
  const [delivery] = log(engine);
  expect(delivery).toMatchObject({ state: 'failed', next_attempt_at: null });
  expect(delivery?.attempts.map(({ ok, message }) => [ok, message])).toEqual(
    Array.from({ length: 6 }, () => [false, 'answered 500']),
  );
  const times = delivery?.attempts.map(({ at }) => Date.parse(at)) ?? [];
  expect(times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / 1_000)).toEqual([
    30, 120, 300, 900, 2_100,
  ]);
  expect(new Set(receiver.received.map(({ headers }) => headers['slipway-delivery'])).size).toBe(1);
});

test('what fails once and then works is delivered by the second attempt', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock, { behave: fails });
  const receiver = await receiveWebhooks(nth => ({ status: nth === 1 ? 503 : 204 }));
  await tellAbout(engine, { name: 'hook', kind: 'webhook', url: receiver.url }, { on: ['failure'] });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  await deliver(engine, clock, 120_000);
  expect(log(engine)).toMatchObject([
    { state: 'delivered', attempts: [{ message: 'answered 503' }, { ok: true, message: 'answered 204' }] },
  ]);
});

test('an answer that never ends says enough with its status', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock, { behave: fails });
  const receiver = await receiveWebhooks(() => ({ status: 200, endless: true }));
  await tellAbout(engine, { name: 'hook', kind: 'webhook', url: receiver.url }, { on: ['failure'] });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  await deliver(engine, clock);
  expect(log(engine)).toMatchObject([{ state: 'delivered', attempts: [{ message: 'answered 200' }] }]);
});

test('a redirect is not followed', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock, { behave: fails });
  const other = await receiveWebhooks();
  const receiver = await receiveWebhooks(() => ({ status: 307, headers: { location: other.url } }));
  await tellAbout(engine, { name: 'hook', kind: 'webhook', url: receiver.url }, { on: ['failure'] });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  await deliver(engine, clock);
  expect(log(engine)[0]?.attempts[0]?.message).toContain('a redirect, which is not followed');
  expect(other.received).toEqual([]);
});

test('a receiver that hangs holds up neither fires nor runs nor other channels', async () => {
  const clock = new FakeClock('2026-03-01T12:00:30Z');
  const engine = await openScheduled(clock, { behave: fails });
  const hanging = await receiveWebhooks(() => 'hang');
  const answering = await receiveWebhooks();
  await tellAbout(engine, { name: 'hanging', kind: 'webhook', url: hanging.url }, { on: ['failure'] });
  await tellAbout(engine, { name: 'fine', kind: 'webhook', url: answering.url }, { on: ['failure'] });
  await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '*/2 * * * *' } }] });
  await runNow(engine, 'j');
  await pass(engine, clock, 60_000);
  await hanging.next();
  await answering.next();
  // Its attempt is under way: a fire that comes due meanwhile starts its run.
  clock.jump(30_000);
  await engine.wake();
  await engine.runs.idle();
  expect(ledger(engine)).toEqual(['01T12:02 dispatched on_time #2']);
  const first = () => log(engine).find(({ channel }) => channel === 'hanging');
  expect(first()).toMatchObject({ state: 'pending', attempts: [] });
  clock.advance(10_000);
  await engine.notifications.idle();
  expect(first()).toMatchObject({
    state: 'pending',
    attempts: [{ ok: false, message: 'no answer within 10 s', elapsed_ms: 10_000 }],
  });
});

test('Slack-compatible receivers get one text, in which nothing is markup', async () => {
  const clock = new FakeClock();
  const receiver = await receiveWebhooks();
  const engine = await openScheduled(clock, {
    secrets: memorySecrets({ chat: `${receiver.url}/T0/canary` }),
    behave: () => {
      throw lasting('a < b & <!channel>');
    },
  });
  await tellAbout(engine, { name: 'chat', kind: 'slack', url_secret: 'chat' }, { on: ['failure'] });
  await applyJob(engine, 'j');
  const run = await runNow(engine, 'j');
  await deliver(engine, clock);
  expect(receiver.received[0]?.path).toBe('/hook/T0/canary');
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
    text: `j #${run} failed: a &lt; b &amp; &lt;!channel&gt;\n\nslipway://run/${run}`,
  });
});

test('mail is sent with its user signed in; the log has the answer of the server', async () => {
  const clock = new FakeClock();
  const server = await receiveMails();
  const engine = await openScheduled(clock, {
    behave: fails,
    secrets: memorySecrets({ mail: 'canary-pass' }),
  });
  await tellAbout(
    engine,
    {
      name: 'mail',
      kind: 'smtp',
      host: server.host,
      port: server.port,
      security: 'none',
      user: 'slipway',
      secret: 'mail',
      from: 'slipway@example.com',
      to: ['ada@example.com', 'ben@example.com'],
    },
    { on: ['failure'] },
  );
  await applyJob(engine, 'j');
  const run = await runNow(engine, 'j');
  await deliver(engine, clock);
  expect(log(engine)[0]?.attempts).toMatchObject([{ ok: true, message: 'answered 250 queued as 7' }]);
  expect(server.mails).toHaveLength(1);
  expect(server.mails[0]).toMatchObject({
    auth: '\0slipway\0canary-pass',
    to: ['RCPT TO:<ada@example.com>', 'RCPT TO:<ben@example.com>'],
  });
  expect(server.mails[0]?.text).toContain(`Subject: [Slipway] j #${run} failed: the disk`);
});

test.each([
  ['that refuses a mail', { MAIL: '550 not from here' }, 'the server refused the mail: 550 not from here'],
  [
    'that greets with a refusal',
    { GREETING: '554 no service' },
    'the server refused the mail: 554 no service',
  ],
  [
    'that refuses to sign in',
    { AUTH: '535 wrong password canary-pass' },
    'the server refused to sign in: 535 wrong password [redacted]',
  ],
])('a mail server %s is recorded with its words', async (_, refuse, message) => {
  const clock = new FakeClock();
  const server = await receiveMails(refuse);
  const engine = await openScheduled(clock, { secrets: memorySecrets({ mail: 'canary-pass' }) });
  await engine.notifications.applyChannel(ada, {
    definition: {
      name: 'mail',
      kind: 'smtp',
      host: server.host,
      port: server.port,
      security: 'none',
      user: 'slipway',
      secret: 'mail',
      from: 'slipway@example.com',
      to: ['ada@example.com'],
    },
  });
  expect(await engine.notifications.testChannel(ada, 'mail')).toMatchObject({ ok: false, message });
});

test('a mail server that is not there, and one without encryption, say so', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock);
  const server = await receiveMails();
  const mail = {
    name: 'mail',
    kind: 'smtp' as const,
    host: '127.0.0.1',
    from: 'slipway@example.com',
    to: ['ada@example.com'],
  };
  await engine.notifications.applyChannel(ada, { definition: { ...mail, port: 1 } });
  expect(await engine.notifications.testChannel(ada, 'mail')).toMatchObject({
    ok: false,
    message: 'nobody listens there (connection refused) (ECONNREFUSED)',
  });
  await engine.notifications.applyChannel(ada, { definition: { ...mail, port: server.port } });
  expect(await engine.notifications.testChannel(ada, 'mail')).toMatchObject({ ok: false });
  expect(server.mails).toEqual([]);
});

test('a mail server that says nothing is given up after 10 s, and its connection with it', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock);
  const server = await receiveMails({ GREETING: 'hang' });
  const { host, port } = server;
  const mail = { name: 'mail', kind: 'smtp' as const, from: 'slipway@example.com', to: ['ada@example.com'] };
  await engine.notifications.applyChannel(ada, { definition: { ...mail, host, port } });
  const checkLeaks = watchLeaks(engine.directory);
  const tested = engine.notifications.testChannel(ada, 'mail');
  await server.connected;
  clock.advance(10_000);
  expect(await tested).toEqual({ ok: false, message: 'no answer within 10 s', elapsed_ms: 10_000 });
  await checkLeaks();
});

test('a secret that is not set is told with what to do, and the message waits for it', async () => {
  const clock = new FakeClock();
  const secrets = memorySecrets();
  const engine = await openScheduled(clock, { behave: fails, secrets });
  const receiver = await receiveWebhooks();
  await tellAbout(engine, { name: 'chat', kind: 'slack', url_secret: 'team-chat' }, { on: ['failure'] });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  await deliver(engine, clock);
  expect(log(engine)[0]?.attempts[0]?.message).toBe(
    'the secret "team-chat" is not set: run "slipway secret set team-chat", or give it to Slipway as the environment variable SLIPWAY_SECRET_TEAM_CHAT',
  );
  await engine.secrets.set(ada, { secret: 'team-chat', value: receiver.url });
  await deliver(engine, clock, 30_000);
  expect(log(engine)[0]).toMatchObject({ state: 'delivered' });
});

test('an engine that leaves triggers to others writes messages and delivers none; the next one does', async () => {
  const clock = new FakeClock();
  const directory = temporaryDirectory();
  const receiver = await receiveWebhooks();
  const single = await openScheduled(clock, { directory, behave: fails, schedules: false });
  await tellAbout(single, { name: 'hook', kind: 'webhook', url: receiver.url }, { on: ['failure'] });
  await applyJob(single, 'j');
  await runNow(single, 'j');
  await deliver(single, clock, 120_000);
  expect(log(single)).toMatchObject([{ state: 'pending', attempts: [] }]);
  await single.close();
  const engine = await openScheduled(clock, { directory });
  await engine.notifications.idle();
  expect(log(engine)).toMatchObject([{ state: 'delivered' }]);
});

test('an attempt that closing cuts off is made again by the next engine', async () => {
  const clock = new FakeClock();
  const directory = temporaryDirectory();
  const receiver = await receiveWebhooks(nth => (nth === 1 ? 'hang' : { status: 200 }));
  const first = await openScheduled(clock, { directory, behave: fails });
  await tellAbout(first, { name: 'hook', kind: 'webhook', url: receiver.url }, { on: ['failure'] });
  await applyJob(first, 'j');
  await runNow(first, 'j');
  await pass(first, clock, 60_000);
  await receiver.next();
  await first.close();
  const engine = await openScheduled(clock, { directory });
  await engine.notifications.idle();
  expect(log(engine)).toMatchObject([{ state: 'delivered', attempts: [{ attempt: 1, ok: true }] }]);
});

test('messages go out also after the clock was set back by a year', async () => {
  const clock = new FakeClock();
  const engine = await openScheduled(clock, { behave: fails });
  const receiver = await receiveWebhooks();
  await tellAbout(engine, { name: 'hook', kind: 'webhook', url: receiver.url }, { on: ['failure'] });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  clock.jump(-365 * 86_400_000);
  await engine.wake();
  await engine.notifications.idle();
  expect(log(engine)).toMatchObject([{ state: 'delivered' }]);
});

test('secrets are in no file, log, answer or error', async () => {
  const clock = new FakeClock();
  const directory = temporaryDirectory();
  const logged: unknown[] = [];
  const appLog: Log = { write: (level, message, fields) => void logged.push([level, message, fields]) };
  const refusing = await receiveWebhooks(() => ({ status: 401, body: 'canary-key canary-path' }));
  const engine = await openScheduled(clock, { directory, behave: fails, log: appLog });
  await engine.secrets.set(ada, { secret: 'key', value: 'canary-key' });
  await engine.secrets.set(ada, { secret: 'address', value: `${refusing.url}/canary-path` });
  await engine.secrets.set(ada, { secret: 'broken', value: 'canary-no-address' });
  await engine.secrets.set(ada, { secret: 'gone', value: 'http://127.0.0.1:1/canary-gone' });
  const names = { hook: 'address', broken: 'broken', gone: 'gone' };
  for (const [name, url_secret] of Object.entries(names)) {
    await tellAbout(engine, { name, kind: 'webhook', url_secret, secret: 'key' }, { on: ['failure'] });
  }
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  await deliver(engine, clock);
  const answers = [
    engine.notifications.listChannels(),
    await engine.secrets.list(),
    log(engine),
    engine.audit.list({ limit: 1_000 }),
    engine.definitions.export(),
    await engine.notifications.testChannel(ada, 'hook'),
    logged,
  ];
  expect(log(engine).map(({ attempts }) => attempts[0]?.ok)).toEqual([false, false, false, false]);
  expect(refusing.received[0]?.path).toBe('/hook/canary-path');
  expect(JSON.stringify(answers)).not.toContain('canary');
  await engine.close();
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(file =>
    file.isFile(),
  );
  const telling = files.filter(file => readFileSync(join(file.parentPath, file.name)).includes('canary'));
  expect(files.length).toBeGreaterThan(0);
  expect(telling.map(file => file.name)).toEqual([]);
});

test('channels and rules are changed by name, refuse what they cannot be, and travel with the definitions', async () => {
  const engine = await openScheduled(new FakeClock());
  await applyJob(engine, 'j');
  const hook = { name: 'hook', kind: 'webhook', url: 'https://example.com/x' } as const;
  const created = await engine.notifications.applyChannel(ada, { definition: hook });
  expect(created).toMatchObject({ created: true, revision: 1, rules: [] });
  const again = await engine.notifications.applyChannel(ada, { definition: hook });
  expect(again).toMatchObject({ created: false, revision: 1 });
  const definition = {
    name: 'loud',
    on: ['failure' as const],
    jobs: ['j'],
    environments: ['dev'],
    channels: ['hook'],
  };
  const rule = await engine.notifications.applyRule(ada, { definition });
  expect(rule.definition).toEqual(definition);
  const wrong = engine.notifications.applyRule(ada, {
    definition: { ...definition, jobs: ['k'], channels: ['hok'], factor: 3 },
  });
  await expect(wrong).rejects.toMatchObject({
    code: 'validation',
    details: {
      problems: [
        { path: 'jobs[0]', message: expect.stringContaining('There is no job named "k"') },
        { path: 'channels[0]', message: expect.stringContaining('Did you mean "hook"?') },
        { path: 'factor', message: expect.stringContaining('slow') },
      ],
    },
  });
  await expect(engine.notifications.removeChannel(ada, 'hook')).rejects.toThrow('"hook" is used by loud');
  const stale = engine.notifications.applyChannel(ada, {
    definition: { ...hook, description: 'x' },
    revision: 7,
  });
  await expect(stale).rejects.toBeInstanceOf(SlipwayError);

  const files = engine.definitions.export();
  expect(files.map(file => file.path)).toEqual(
    expect.arrayContaining(['channels/hook.yaml', 'rules/loud.yaml']),
  );
  const other = await openScheduled(new FakeClock());
  const input = { files, plan: false, confirm_shared_targets: false };
  const { actions } = await other.definitions.import(ada, input);
  expect(actions.filter(({ object }) => object === 'channel' || object === 'rule')).toEqual([
    { action: 'create', object: 'channel', name: 'hook', detail: '' },
    { action: 'create', object: 'rule', name: 'loud', detail: '' },
  ]);
  expect(other.definitions.export()).toEqual(files);

  await engine.notifications.removeRule(ada, 'loud');
  expect(await engine.notifications.removeChannel(ada, 'hook')).toBe('hook');
});
