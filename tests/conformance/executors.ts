import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionSpec, Executor, Executors, Log } from '../../src/main/engine/ports.ts';
import { createExecutors } from '../../src/main/executors/pool.ts';
import type { ChildExit } from '../../src/main/processes/child.ts';
import { createNodeSpawn } from '../../src/main/processes/node-process.ts';
import { redaction } from '../../src/main/system/redaction.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import type { SnowflakeConnection } from '../../src/shared/contract/connections.ts';
import { memorySecrets } from '../support/memory-secrets.ts';
import type { Account } from './accounts/account.ts';

const programs = new URL('../../src/main/executors/', import.meta.url);

/** The product's executors for the connections of an account: real processes, the real driver. */
export interface AccountExecutors {
  /** Of the account's own connection. */
  executor: Executor;
  /** Of another connection, in a process of its own; see `kill` for its name. */
  connect(change: Partial<SnowflakeConnection>, trustedHosts?: string[]): Executor;
  /** Sets a secret that a connection may name. */
  secret(name: string, value: string): Promise<void>;
  /** Kills the process of a connection, the account's own where none is named, and waits for its end. */
  kill(connection?: string): Promise<void>;
  /** What the processes wrote to their logs and outputs, the driver's included. */
  log: string[];
  close(): Promise<void>;
}

export function openExecutors(account: Account): AccountExecutors {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-conformance-'));
  const lines: string[] = [];
  const log: Log = {
    write: (level, message, fields) => void lines.push(JSON.stringify({ level, message, ...fields })),
  };
  const secrets = memorySecrets(account.secrets);
  const running = new Map<number, { name: string; exit: Promise<ChildExit> }>();
  const start = createNodeSpawn(log);
  const executors: Executors = createExecutors({
    entries: {
      duckdb: new URL('duckdb/main.ts', programs),
      snowflake: new URL('snowflake/main.ts', programs),
    },
    workspaceDirectory: directory,
    clock: systemClock,
    log,
    secrets,
    redact: redaction.redact,
    spawn(program) {
      const child = start(program);
      const { promise, resolve } = Promise.withResolvers<ChildExit>();
      child.onExit(resolve);
      const { pid } = child;
      if (pid !== undefined) {
        running.set(pid, { name: program.name, exit: promise });
        void promise.then(() => running.delete(pid));
      }
      return child;
    },
  });
  let connections = 0;
  const connect = (change: Partial<SnowflakeConnection>, trustedHosts = account.trustedHosts) => {
    connections += 1;
    const { name } = account.definition;
    const definition = { ...account.definition, name: `${name}_${connections}`, ...change };
    const spec: ConnectionSpec = { id: connections, definition, trustedHosts };
    return executors.for(spec);
  };
  return {
    executor: connect({ name: account.definition.name }),
    connect,
    secret: async (name, value) => {
      await secrets.set(name, value);
    },
    log: lines,
    async kill(connection = account.definition.name) {
      const found = [...running].find(([, { name }]) => name.includes(` ${connection} `));
      if (!found) throw new Error(`No executor process of ${connection} is running`);
      const [pid, { exit }] = found;
      process.kill(pid, 'SIGKILL');
      await exit;
    },
    async close() {
      await executors.close();
      const left = [...running.keys()];
      for (const pid of left) process.kill(pid, 'SIGKILL');
      rmSync(directory, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`Executor processes were left over: ${left.join(', ')}`);
    },
  };
}
