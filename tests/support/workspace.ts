import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Host, type HostOptions, openHost } from '../../src/main/host.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { analysisStarted, sharedAnalysis } from './analysis.ts';
import { watchLeaks } from './leaks.ts';
import { memorySecrets } from './memory-secrets.ts';
import { temporaryDirectory } from './temporary.ts';

export interface TestHost extends Host {
  engine: Engine;
}

/**
 * The whole engine side as `serve` and the desktop assemble it, on a new workspace: real store, executors, analysis and
 * local socket. Closed when the test is over, which fails if a process, socket or file stays open.
 */
export async function openTestHost(
  directory: string = temporaryDirectory(),
  options: Pick<HostOptions, 'spawn' | 'secrets'> = {},
): Promise<TestHost> {
  // What watches its processes gets all of its own.
  const analysis = options.spawn ? undefined : sharedAnalysis();
  if (analysis) await analysisStarted();
  const checkLeaks = watchLeaks(directory);
  const secrets = memorySecrets({}, join(directory, 'vault-of-test'));
  const host = await openHost({
    directory,
    host: 'headless',
    secrets,
    ...(analysis && { analysis }),
    ...options,
  });
  if (!host) throw new Error(`${directory} is in use`);
  onTestFinished(async () => {
    await host.close();
    await checkLeaks();
  });
  return { ...host, engine: host.api('cli').engine };
}
