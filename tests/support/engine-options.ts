import type { Actor } from '../../src/main/engine/actor.ts';
import type { EngineOptions } from '../../src/main/engine/engine.ts';
import type { Log } from '../../src/main/engine/ports.ts';
import { duckdbPrelude } from '../../src/main/engine/sql/duckdb-macros.ts';
import { createNodeSpawn } from '../../src/main/processes/node-process.ts';
import { createNotifier } from '../../src/main/notify/notifier.ts';
import { createUpkeep } from '../../src/main/upkeep/client.ts';
import { createExecutors } from '../../src/main/executors/pool.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { systemIds } from '../../src/main/system/ids.ts';
import { sharedAnalysis } from './analysis.ts';
import { memorySecrets } from './memory-secrets.ts';
import { redaction } from '../../src/main/system/redaction.ts';
import { systemSqlFiles } from '../../src/main/system/sql-files.ts';
import { entryPoint, sampleData, sampleDefinitions } from '../../src/main/system/places.ts';

export const ada: Actor = { name: 'ada', via: 'cli' };
export const viaRest: Actor = { name: 'ada', via: 'rest' };
export const silentLog: Log = { write: () => {} };

/** The real parts: DuckDB in its own process, the analysis in one for all engines here, SQLite; on the system's clock. */
export function engineOptions(directory: string, log: Log = silentLog): EngineOptions {
  const spawn = createNodeSpawn(log);
  const secrets = memorySecrets();
  const { redact } = redaction;
  return {
    directory,
    clock: systemClock,
    ids: systemIds,
    log,
    redact,
    executors: createExecutors({
      spawn,
      entries: { duckdb: entryPoint('executor-duckdb'), snowflake: entryPoint('executor-snowflake') },
      secrets,
      redact,
      workspaceDirectory: directory,
      clock: systemClock,
      log,
      prelude: duckdbPrelude,
    }),
    analysis: sharedAnalysis(),
    sqlFiles: systemSqlFiles,
    upkeep: createUpkeep({ spawn, entry: entryPoint('upkeep') }),
    sample: { definitions: sampleDefinitions, data: sampleData() },
    secrets,
    notifier: createNotifier({ secrets, clock: systemClock, redact }),
  };
}
