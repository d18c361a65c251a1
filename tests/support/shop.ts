import type { Client } from '../../src/shared/contract/index.ts';

/** A query that keeps the warehouse busy until it is stopped. */
export const endlessSql =
  'with recursive t as (select 1 as n union all select n + 1 as n from t where n < 1000000000) select count(*) as n from t';

/** Environments dev and prod (protected) on one embedded warehouse. */
export async function addEnvironments(client: Client): Promise<void> {
  await client.environments.create({
    definition: {
      name: 'dev',
      connection: { name: 'embedded', engine: 'duckdb' },
      database: 'SHOP_DEV',
      schema: 'MARTS',
    },
  });
  await client.environments.create({
    definition: {
      name: 'prod',
      connection: 'embedded',
      database: 'SHOP_PRD',
      schema: 'MARTS',
      protected: true,
    },
  });
}

/** A model whose texts are published in order, tagged v1, v2, … */
export async function addModel(client: Client, name: string, ...texts: string[]): Promise<void> {
  await client.models.create({ name });
  for (const [index, sql] of texts.entries()) {
    await client.models.saveDraft({ model: name, sql });
    await client.models.publish({ model: name, tag: `v${index + 1}` });
  }
}

/** A job `MODEL_ENVIRONMENT` that keeps the model as a table of its name. */
export async function addJob(client: Client, model: string, environment: string, tag = 'v1') {
  return await client.jobs.create({ definition: jobDefinition(model, environment, tag) });
}

/** Makes job orders_dev one that is skipped: its condition asks for more rows in a source, which run 1 builds, than there are. */
export async function addUnmetCondition(client: Client): Promise<void> {
  await addModel(client, 'stock', 'select 1 as n');
  await addJob(client, 'stock', 'dev');
  const { id: run } = await client.jobs.run({ job: 'stock_dev' });
  for await (const { type } of await client.runs.follow({ run })) if (type === 'ended') break;
  const conditions = [{ quality: { source: 'stock', check: 'row_count' as const, min: 1_000 } }];
  await client.jobs.apply({ definition: { ...jobDefinition('orders', 'dev', 'v1'), conditions } });
}

export function jobDefinition(model: string, environment: string, tag: string) {
  return {
    name: `${model}_${environment}`,
    kind: 'model' as const,
    environment,
    model,
    tag,
    target: { table: model },
    materialization: { type: 'table' as const },
  };
}
