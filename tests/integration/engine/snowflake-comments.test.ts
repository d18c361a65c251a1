import { describe, expect, onTestFinished, test } from 'vitest';
import { type Engine, openEngine } from '../../../src/main/engine/engine.ts';
import type { Docs } from '../../../src/shared/contract/docs.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, addModel, ended, engineOptions } from '../../support/engine.ts';
import { failure, type Point } from '../../support/scripted-warehouse.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import {
  addJob,
  killAt,
  onSnowflake,
  settled,
  start,
  stepsOf,
  target,
  warnings,
} from './snowflake-support.ts';

const docs: Docs = {
  description: 'All orders',
  columns: [
    { name: 'id', description: 'Nobody\'s "number" \\ 1;\nfrom $$ 1' },
    { name: 'gone', description: 'Not there' },
  ],
};

async function document(engine: Engine, model: string, written: Docs, tag: string): Promise<void> {
  await engine.models.saveDraft({ model, docs: written });
  await engine.versions.publish(ada, { model, message: tag, tag });
}

describe('in an account, through the driver', () => {
  const keys = createKeyPair();

  async function open() {
    const server = await startSnowflakeServer({
      users: [
        {
          name: 'SLIPWAY',
          type: 'service',
          roles: ['TRANSFORMER'],
          defaultRole: 'TRANSFORMER',
          publicKeys: [keys.publicKey],
        },
      ],
      setup: [
        'create table RAW.SHOP.ORDERS (id number, at timestamp_ntz)',
        "insert into RAW.SHOP.ORDERS values (1, '2013-01-01 10:00:00')",
      ],
    });
    onTestFinished(async () => {
      expect(server.log.violations).toEqual([]);
      await server.close();
    });
    const options = engineOptions(temporaryDirectory());
    await options.secrets.set('account', keys.privateKey);
    const engine = await openEngine(options);
    onTestFinished(() => engine.close());
    await engine.environments.apply(ada, {
      name: 'wh',
      connection: {
        name: 'account',
        engine: 'snowflake',
        account: server.account,
        user: 'SLIPWAY',
        authenticator: 'key_pair',
        access_url: server.url,
      },
      role: 'TRANSFORMER',
      warehouse: 'COMPUTE_WH',
      database: 'ANALYTICS',
      schema: 'MARTS',
    });
    await engine.connections.trust(ada, 'account', [new URL(server.url).host]);
    await addModel(engine, 'm', 'select id, at from RAW.SHOP.ORDERS');
    await document(engine, 'm', docs, 'v2');
    return { server, engine };
  }

  async function built(engine: Engine): Promise<string[]> {
    const run = await start(engine);
    expect([await ended(engine, run), warnings(engine, run)]).toEqual(['completed', []]);
    return engine.runs.get(run).frozen.statements;
  }

  /** What the account says of the target and its columns. */
  async function said(engine: Engine) {
    const { columns } = await engine.catalog.show({ environment: 'wh', table: 'ANALYTICS.MARTS.M' });
    const [entry] = await engine.catalog.relations({ environment: 'wh', search: 'MARTS.M' });
    return [entry?.comment ?? null, ...columns.map(({ name, comment }) => [name, comment])];
  }

  const ofDocs = ['All orders', ['ID', docs.columns[0]?.description], ['AT', null]];

  test.each<[string, Materialization, boolean]>([
    ['a table', { type: 'table' }, false],
    ['a table that is looked at first', { type: 'table' }, true],
    ['a view', { type: 'view' }, false],
    ['a view that is looked at first', { type: 'view' }, true],
  ])('%s says what the docs say, and says it still when it is built again', async (_, built_as, audited) => {
    const { engine } = await open();
    const checks = [{ check: 'not_null' as const, column: 'ID' }];
    await addJob(engine, built_as, { tag: 'v2', ...(audited && { checks }) });
    for (let round = 0; round < 2; round++) {
      await built(engine);
      expect(await said(engine)).toEqual(ofDocs);
    }
  });

  test('an incremental target is changed where it says something else', async () => {
    const { server, engine } = await open();
    const merge: Materialization = {
      type: 'incremental',
      strategy: 'merge',
      unique_key: ['ID'],
      watermark: 'AT',
    };
    await addJob(engine, merge);
    expect((await built(engine)).join()).not.toContain('COMMENT');
    await addJob(engine, merge, { tag: 'v2' });
    const statements = await built(engine);
    expect(statements.at(-2)).toMatch(
      /^EXECUTE IMMEDIATE 'BEGIN\n {2}ALTER TABLE "ANALYTICS"."MARTS"."M" MODIFY/,
    );
    expect(await said(engine)).toEqual(ofDocs);
    expect((await built(engine)).join()).not.toContain('COMMENT');

    await server.sql("comment on column ANALYTICS.MARTS.M.AT is 'By hand'");
    await document(engine, 'm', { description: 'Orders', columns: [] }, 'v3');
    await addJob(engine, merge, { tag: 'v3' });
    await built(engine);
    expect(await said(engine)).toEqual(['Orders', ['ID', null], ['AT', 'By hand']]);
  });
});

describe('comments that go wrong', () => {
  const checks = [{ check: 'row_count' as const, min: 1 }];

  async function documented(options: Parameters<typeof addJob>[2]) {
    const host = await onSnowflake();
    await document(host.engine, 'm', { description: '', columns: [{ name: 'N', description: 'One' }] }, 'v3');
    await addJob(host.engine, { type: 'table' }, { ...options, tag: 'v3' });
    host.warehouse.answers = sql => (sql.startsWith('SELECT COUNT(*)') ? [3] : undefined);
    return host;
  }

  test.each([
    ['behind a build', {}, ['build', 'comment', 'describe']],
    [
      'before a target is published',
      { checks },
      ['shadow', 'comment', 'audit', 'publish', 'cleanup', 'describe'],
    ],
  ])('fail no run: %s', async (_, options, steps) => {
    const { engine, warehouse } = await documented(options);
    warehouse.fails = step => (step === 'comment' ? failure('warehouse_error', 'not so long') : null);
    const run = await start(engine);
    expect(await ended(engine, run)).toBe('completed');
    expect(warnings(engine, run)).toEqual(['Comments could not be written: not so long']);
    expect(stepsOf(engine, run).slice(2)).toEqual(steps.map(step => [step, 'completed']));
    expect(warehouse.standing.get(target)?.type).toBe('table');
  });

  test.each<[string, Point, Parameters<typeof addJob>[2], number]>([
    ['that came before them', 'before', {}, 1],
    ['that came after them', 'after', {}, 1],
    ['during which they failed', 'running', {}, 2],
    ['during which they failed, before the target was published', 'running', { checks }, 2],
  ])('are written once more where it takes that, after a crash %s', async (_, point, options, times) => {
    const host = await documented(options);
    const { warehouse } = host;
    const { run, engine, clock } = await killAt(host, point, 'comment');
    const [sent] = warehouse.statements.slice(-1);
    if (point === 'running' && sent) {
      warehouse.fails = () => failure('warehouse_error', 'it was lost');
      warehouse.finish(sent);
      warehouse.fails = () => null;
    }
    await settled();
    clock.advance(1_000);
    expect(await ended(engine, run)).toBe('completed');
    expect(warehouse.times('comment')).toBe(times);
    expect(warehouse.standing.get(target)?.type).toBe('table');
  });
});
