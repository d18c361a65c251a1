import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Executor, Session } from '../../../src/main/engine/ports.ts';
import { createExecutors } from '../../../src/main/executors/pool.ts';
import { createNodeSpawn } from '../../../src/main/processes/node-process.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { systemIds } from '../../../src/main/system/ids.ts';
import { entryPoint } from '../../../src/main/system/places.ts';
import { redaction } from '../../../src/main/system/redaction.ts';
import { silentLog } from '../../support/engine-options.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import type { BareRequest, BareStart } from './bare-driver.ts';

/** The protocol server in a process of its own, with who asks it: our executor, and the bare driver, each in one of its own. */
export interface BenchAccount {
  executor: Executor;
  session: Session;
  newId(): string;
  /** Milliseconds that the bare driver took. */
  bare(request: BareRequest): Promise<number>;
  close(): Promise<void>;
}

const session: Session = {
  role: 'TRANSFORMER',
  warehouse: 'COMPUTE_WH',
  database: 'ANALYTICS',
  schema: 'MARTS',
};

export async function openAccount(directory: string): Promise<BenchAccount> {
  const keys = createKeyPair();
  const user = {
    name: 'BENCH',
    publicKeys: [keys.publicKey],
    roles: ['TRANSFORMER'],
    defaultRole: 'TRANSFORMER',
  };
  const server = start('../../support/snowflake-server/child.ts');
  const { url, account } = (await ask(server, { users: [user] })) as { url: string; account: string };
  const executors = createExecutors({
    spawn: createNodeSpawn(silentLog),
    entries: {
      duckdb: entryPoint('executor-duckdb'),
      snowflake: join(import.meta.dirname, 'eager-executor.ts'),
    },
    secrets: memorySecrets({ 'bench-key': keys.privateKey }),
    redact: redaction.redact,
    workspaceDirectory: directory,
    clock: systemClock,
    log: silentLog,
  });
  const executor = executors.for({
    id: 1,
    definition: {
      name: 'bench',
      engine: 'snowflake',
      account,
      user: user.name,
      authenticator: 'key_pair',
      secret: 'bench-key',
      access_url: url,
    },
    trustedHosts: [new URL(url).host],
  });
  const driver = start('./bare-driver.ts');
  const signIn: BareStart = { url, account, user: user.name, privateKey: keys.privateKey, session };
  await ask(driver, signIn);
  return {
    executor,
    session,
    newId: () => systemIds.uuid(),
    bare: async request => ((await ask(driver, request)) as { ms: number }).ms,
    async close() {
      await executors.close();
      for (const child of [driver, server]) {
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
      }
    },
  };
}

function start(program: string): ChildProcess {
  return fork(join(import.meta.dirname, program), [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
      SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
    },
  });
}

async function ask(child: ChildProcess, request: object): Promise<unknown> {
  const answer = once(child, 'message');
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the benchmark ended with ${code}`);
  });
  child.send(request);
  const [message] = (await Promise.race([answer, gone])) as [unknown];
  gone.catch(() => {});
  return message;
}
