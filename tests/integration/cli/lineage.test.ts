import { expect, test } from 'vitest';
import { addJob, addModel } from '../../support/shop.ts';
import { file, servedWorkspace } from './support.ts';

test('lineage: tables, JSON, Mermaid and the impact of a file', async () => {
  const workspace = await servedWorkspace();
  const { client } = workspace;
  await addModel(client, 'daily', 'select * from orders join LAKE.RAW.PEOPLE');
  await addJob(client, 'daily', 'dev');
  const words = await workspace.words('lineage', 'show', '+daily', '--env', 'dev');
  expect(words).toMatch(/^model +runs +job +last run +data +reads/);
  expect(words).toMatch(/^daily +v1 +daily_dev +never +never built +LAKE\.RAW\.PEOPLE, orders$/m);
  expect(words).toMatch(/^LAKE\.RAW\.PEOPLE +daily$/m);

  expect(await workspace.json('lineage', 'show', 'source:people+1', 'orders', '--env', 'dev')).toEqual(
    await client.lineage.graph({ environment: 'dev', select: 'source:people+1 orders' }),
  );

  expect(await workspace.words('lineage', 'show', '--env', 'dev', '--mermaid', '--all')).toContain(
    'n1["daily"]:::model',
  );

  const wrong = await workspace.failure(2, 'lineage', 'show', 'daily', '+orderz', '--env', 'dev');
  expect(JSON.stringify(wrong)).toContain(
    'There is no model \\"orderz\\"; did you mean \\"orders\\"? (at 8 of',
  );

  const around = file('orders.sql', 'select * from daily');
  const args = ['lineage', 'impact', 'orders', '--env', 'dev', '--file', around];
  const impact = await workspace.words(...args);
  expect(impact).toContain('orders in dev: v1 → this text, breaking');
  expect(impact).toContain('+ reads SHOP_DEV.MARTS.DAILY (daily)');
  expect(impact).toContain('It would read itself: orders → daily → orders');
  expect(impact).toMatch(/^daily +1 +AMOUNT, ID +orders → daily +daily_dev$/m);

  const broken = file('broken.sql', 'select *\nfrom');
  const refused = await workspace.run(['lineage', 'impact', 'orders', '--env', 'dev', '--file', broken]);
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`${broken}:2:`) });
});
