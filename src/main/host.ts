import { userInfo } from 'node:os';
import manifest from '../../package.json' with { type: 'json' };
import type { WorkspaceInfo } from '../shared/contract/workspace.ts';
import type { ApiContext } from './api/context.ts';
import type { Actor } from './engine/actor.ts';
import { openEngine } from './engine/engine.ts';
import type { Clock, Log, Secrets } from './engine/ports.ts';
import { createAnalysis } from './analysis/client.ts';
import { duckdbPrelude } from './engine/sql/duckdb-macros.ts';
import type { Analysis } from './engine/sql/types.ts';
import { createNodeSpawn } from './processes/node-process.ts';
import { createUpkeep } from './upkeep/client.ts';
import { createExecutors } from './executors/pool.ts';
import type { Spawn } from './processes/child.ts';
import { createNotifier, type ShowOnDesktop } from './notify/notifier.ts';
import { listenOnSocket } from './headless/local-socket.ts';
import { systemClock } from './system/clock.ts';
import { systemIds } from './system/ids.ts';
import { openLog } from './system/log.ts';
import { createKeychain } from './secrets/keychain/client.ts';
import { createSecrets } from './secrets/secrets.ts';
import { createVault, takePassphrase } from './secrets/vault/vault.ts';
import { defaultVault, entryPoint, sampleData, sampleDefinitions } from './system/places.ts';
import { redaction } from './system/redaction.ts';
import { systemSqlFiles } from './system/sql-files.ts';
import { lockWorkspace } from './system/workspace-lock.ts';

export interface HostOptions {
  /** The workspace, absolute; created where it does not exist. */
  directory: string;
  /** What the engine runs in, for people to see. */
  host: WorkspaceInfo['host'];
  /** Wall clock and timers; by default those of the machine. */
  clock?: Clock | undefined;
  /** How executors and the SQL analysis are started; by default as Node processes. */
  spawn?: (log: Log) => Spawn;
  /** What answers questions about SQL; by default a process of this engine's own. */
  analysis?: Analysis;
  /** Where secrets are kept; by default in the keychain and the vault of the user. */
  secrets?: Secrets;
  /** Shows a notification of the system; without it what goes to desktop channels is in the log of deliveries alone. */
  showOnDesktop?: ShowOnDesktop;
}

/** A running engine with what its transports need. */
export interface Host {
  directory: string;
  /** What a handler gets when this person calls through this transport. */
  api(via: Actor['via']): ApiContext;
  /** The machine woke up, or its clock was set: does what is due; resolves when that is done. */
  wake(): Promise<void>;
  /** Resolves when no run is executing. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export const version: string = manifest.version;

/**
 * Locks a workspace and opens its engine, listening on the workspace's local socket. Null when another process has
 * the workspace: attach to that one instead.
 */
export async function openHost(options: HostOptions): Promise<Host | null> {
  const { directory, clock = systemClock } = options;
  const lock = lockWorkspace(directory);
  if (!lock) return null;
  const release: (() => Promise<void> | void)[] = [() => lock.release()];
  let closed: Promise<void> | undefined;
  const close = () =>
    (closed ??= (async () => {
      for (const step of release.toReversed()) await step();
    })());
  try {
    const log = openLog(directory, redaction);
    release.push(() => log.close());
    const spawn = options.spawn?.(log) ?? createNodeSpawn(log);
    const { redact } = redaction;
    const secrets = options.secrets ?? openSecrets(clock, spawn, release);
    release.push(() => secrets.vault.lock());
    const engine = await openEngine({
      directory,
      clock,
      ids: systemIds,
      log,
      executors: createExecutors({
        spawn,
        entries: { duckdb: entryPoint('executor-duckdb'), snowflake: entryPoint('executor-snowflake') },
        secrets,
        redact,
        workspaceDirectory: directory,
        clock,
        log,
        prelude: duckdbPrelude,
      }),
      analysis: options.analysis ?? createAnalysis({ clock, spawn, entry: entryPoint('analysis') }),
      sqlFiles: systemSqlFiles,
      upkeep: createUpkeep({ spawn, entry: entryPoint('upkeep') }),
      sample: { definitions: sampleDefinitions, data: sampleData() },
      secrets,
      redact,
      notifier: createNotifier({ secrets, clock, redact, showOnDesktop: options.showOnDesktop }),
      schedules: options.host !== 'cli',
    });
    release.push(() => engine.close());
    const user = userInfo().username;
    const startedAt = new Date(clock.now()).toISOString();
    const host: Host = {
      directory,
      api: via => ({
        engine,
        log,
        redact,
        actor: { name: user, via },
        info: () => ({
          directory,
          version,
          schema_version: engine.schemaVersion,
          host: options.host,
          pid: process.pid,
          started_at: startedAt,
          user,
          active_runs: engine.runs.activeCount(),
        }),
      }),
      wake: () => engine.wake(),
      idle: () => engine.runs.idle(),
      close,
    };
    const socket = await listenOnSocket(host);
    release.push(() => socket.close());
    log.write('info', 'engine started', { host: options.host, directory, version });
    return host;
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** The keychain, the vault and the environment of this user. */
function openSecrets(clock: Clock, spawn: Spawn, release: (() => Promise<void> | void)[]): Secrets {
  const { remember } = redaction;
  const keychain = createKeychain({ clock, spawn, entry: entryPoint('keychain') });
  release.push(() => keychain.close());
  const passphrase = takePassphrase(process.env);
  const vault = createVault({ file: defaultVault(), clock, passphrase, remember });
  return createSecrets({ keychain, vault, env: process.env, remember });
}
