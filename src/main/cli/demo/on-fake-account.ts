import type { Client } from '../../../shared/contract/index.ts';
import type { Terminal } from '../output/terminal.ts';
import { stagesText } from '../output/environment.ts';
import { count } from '../output/text.ts';
import type { FakeAccount } from './fake-account.ts';
import { play, runError, runToEnd } from './play.ts';
import type { Story } from './story.ts';

/** A job whose model the account cannot run. */
export interface LeftOut {
  job: string;
  reason: string;
}

/** Jobs of the sample that the main job does not need; they are tried after it. */
const others = [
  'delay_buckets_by_hour_dev',
  'airport_performance_dev',
  'busiest_routes_dev',
  'traffic_by_state_dev',
];
/** What the account answers to SQL that is right and that it cannot run. */
const limit = /limit of the test server/;

/** The main job through Snowflake's own driver, and then what else of the sample the account can run. */
export async function playOnFakeAccount(
  client: Client,
  terminal: Terminal,
  story: Story,
  account: FakeAccount,
): Promise<{ rows: number; left_out: LeftOut[] }> {
  const { connection, role, warehouse, url } = account;
  await story.step('Connect to the fake account, and let what signs in be sent to it', async () => {
    await client.connections.apply({ definition: connection });
    await client.connections.trust({ connection: connection.name, hosts: [new URL(url).host] });
  });
  const tested = await client.environments.test({
    environment: { name: 'trial', connection: connection.name, role, warehouse },
  });
  story.show(stagesText(tested.stages, terminal));

  const rows = await play(client, terminal, story, { connection: connection.name, role, warehouse });

  const left_out: LeftOut[] = [];
  const built: string[] = [];
  await story.step('Try the other models of the sample in dev', async () => {
    for (const job of others) {
      const run = await runToEnd(client, job);
      const [failure] = run.failures;
      if (run.state === 'completed') built.push(job);
      else if (failure && limit.test(failure.message)) left_out.push({ job, reason: failure.message });
      else throw runError(run);
    }
  });
  story.show(
    [
      ...built.map(job => `✓ ${job}`),
      ...left_out.map(({ job, reason }) => `– ${job} is left out: ${reason}`),
    ].join('\n'),
  );
  story.show(`The account took on ${count(await account.statements())} statements from the driver`);
  return { rows, left_out };
}
