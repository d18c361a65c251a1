import { relayPort } from '../api/relay.ts';
import { serveMessagePort } from '../api/serve-port.ts';
import { type Host, openHost } from '../host.ts';
import { defaultWorkspace, socketPath } from '../system/places.ts';
import type { EngineHost } from './engine-host.ts';
import { createUtilitySpawn } from './utility-process.ts';

/**
 * Opens the engine of the person's workspace in this process, or attaches to the one that another process has open. When
 * that one ends, the page asks for a new port, and the engine is opened here.
 */
export async function openEngine(): Promise<EngineHost> {
  const directory = defaultWorkspace();
  let host: Host | null = null;
  let opening: Promise<Host | null> | undefined;
  let closed = false;
  const open = async (): Promise<Host | null> => {
    opening ??= openHost({ directory, host: 'desktop', spawn: createUtilitySpawn }).finally(() => {
      opening = undefined;
    });
    host = await opening;
    return host;
  };
  await open();
  return {
    serve(port) {
      const serve = async () => {
        const own = host ?? (closed ? null : await open());
        if (own) serveMessagePort(port, own.api('desktop'));
        else relayPort(port, socketPath(directory), 'desktop');
      };
      serve().catch((error: unknown) => {
        process.stderr.write(`slipway: ${error instanceof Error ? error.message : String(error)}\n`);
        port.close();
      });
    },
    async close() {
      closed = true;
      await opening?.catch(() => {});
      await host?.close();
    },
  };
}
