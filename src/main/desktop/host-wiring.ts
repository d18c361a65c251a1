import { SlipwayError } from '../../shared/domain/errors.ts';
import { serveMessagePort } from '../api/serve-port.ts';
import { openHost } from '../host.ts';
import { defaultWorkspace } from '../system/places.ts';
import type { EngineHost } from './engine-host.ts';
import { createUtilitySpawn } from './utility-process.ts';

/** Opens the engine of the person's workspace in this process. Rejects with a sentence for the person. */
export async function openEngine(): Promise<EngineHost> {
  const directory = defaultWorkspace();
  const host = await openHost({ directory, host: 'desktop', spawn: createUtilitySpawn });
  if (!host) {
    throw new SlipwayError(
      'unavailable',
      `Another Slipway on this machine (the command line or \`slipway serve\`) has the workspace ${directory} open. Close it first, or name another workspace in SLIPWAY_WORKSPACE.`,
    );
  }
  return {
    serve: port => serveMessagePort(port, host.api('desktop')),
    close: () => host.close(),
  };
}
