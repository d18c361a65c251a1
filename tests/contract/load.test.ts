import { describe, expect, test } from 'vitest';
import { addEnvironments, addModel, endlessSql } from '../support/shop.ts';
import { transports } from '../support/transports.ts';
import { openTestHost, type TestHost } from '../support/workspace.ts';

describe.for(transports)('over $name', transport => {
  async function open() {
    const host = await openTestHost();
    return { host, ...(await transport.connect(host)) };
  }

  test('many calls at once, each with its own answer', async () => {
    const { client } = await open();
    const names = Array.from({ length: 300 }, (_, n) => `m${n}`);
    const created = await Promise.all(
      names.map(name => client.models.create({ name, sql: `select '${name}'` })),
    );
    expect(created.map(model => model.name)).toEqual(names);
    const read = await Promise.all(created.map(({ id }) => client.models.get({ model: String(id) })));
    expect(read.map(model => model.draft.sql)).toEqual(names.map(name => `select '${name}'`));
  });

  test('a long list, page by page', async () => {
    const { client } = await open();
    const names = Array.from({ length: 1_234 }, (_, n) => `m${String(n).padStart(4, '0')}`);
    await Promise.all(names.map(name => client.models.create({ name })));
    const listed: string[] = [];
    const sizes: number[] = [];
    let after: string | undefined;
    do {
      const page = await client.models.list({ limit: 500, after });
      listed.push(...page.models.map(model => model.name));
      sizes.push(page.models.length);
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(listed).toEqual(names);
    expect(sizes).toEqual([500, 500, 234]);
    const audit = await client.audit.list({ object_type: 'model', limit: 1_000 });
    const rest = await client.audit.list({
      object_type: 'model',
      limit: 1_000,
      after: audit.next ?? undefined,
    });
    expect([...audit.entries, ...rest.entries].map(entry => entry.object_name).toSorted()).toEqual(names);
    expect(rest.next).toBeNull();
  });

  test('a text of a million characters, and none longer', async () => {
    const { client } = await open();
    // Counted in characters as people do, not in UTF-16 units or bytes.
    const sql = 'ä€😀\n'.repeat(250_000);
    await client.models.create({ name: 'big', sql });
    expect((await client.models.get({ model: 'big' })).draft.sql === sql).toBe(true);
    await expect(client.models.saveDraft({ model: 'big', sql: `${sql} ` })).rejects.toMatchObject({
      code: 'validation',
      data: { problems: [{ path: 'sql' }] },
    });
  });

  test('ten thousand rows', async () => {
    const { client } = await open();
    await addEnvironments(client);
    const sql = "select seq4() as n, repeat('x', 200) as text from table(generator(rowcount => 20000))";
    const result = await client.sql.run({ sql, environment: 'dev', limit: 10_000 });
    expect(result.truncated).toBe(true);
    expect(result.rows).toHaveLength(10_000);
    expect(result.rows.at(-1)?.[1]).toHaveLength(200);
  });

  test('a preview that is aborted, or whose client goes away, is stopped in the warehouse', async () => {
    const { host, client, disconnect } = await open();
    await addEnvironments(client);
    await addModel(client, 'endless', endlessSql);
    const preview = { model: 'endless', environment: 'dev' };

    const controller = new AbortController();
    const first = observeQuery(host);
    const aborted = client.models.preview(preview, { signal: controller.signal });
    aborted.catch(() => {});
    await first.started;
    // Asked for later and answered: by now the warehouse is at work on the first.
    await client.sql.run({ environment: 'dev', sql: 'select 1' });
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expect(first.over).rejects.toMatchObject({ code: 'cancelled' });

    const second = observeQuery(host);
    const lost = client.models.preview(preview);
    lost.catch(() => {});
    await second.started;
    await client.sql.run({ environment: 'dev', sql: 'select 1' });
    await disconnect();
    await expect(lost).rejects.toBeInstanceOf(Error);
    await expect(second.over).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** The next query as the engine sees it: it is only over when the warehouse has confirmed that. */
function observeQuery({ engine: { queries } }: TestHost): { started: Promise<void>; over: Promise<unknown> } {
  const run = queries.run.bind(queries);
  const started = Promise.withResolvers<void>();
  const over = Promise.withResolvers<unknown>();
  over.promise.catch(() => {});
  queries.run = (...args) => {
    queries.run = run;
    const result = run(...args);
    result.then(over.resolve, over.reject);
    started.resolve();
    return result;
  };
  return { started: started.promise, over: over.promise };
}
