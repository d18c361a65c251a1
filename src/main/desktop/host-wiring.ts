import { socketClient } from '../api/clients.ts';
import { directClient } from '../api/direct-client.ts';
import { relayPort } from '../api/relay.ts';
import { serveMessagePort } from '../api/serve-port.ts';
import { type Host, openHost } from '../host.ts';
import { defaultWorkspace, socketPath } from '../system/places.ts';
import { redaction } from '../system/redaction.ts';
import type { EngineHost, EngineLine, ShowMessage } from './engine-host.ts';
import { createUtilitySpawn } from './utility-process.ts';

/**
 * Opens the engine of the person's workspace in this process, or attaches to the one that another process has open. When
 * that one ends, whoever lost it (the page, the tray) asks again, and the engine is opened here.
 */
export async function openEngine(showOnDesktop: ShowMessage): Promise<EngineHost> {
  const directory = defaultWorkspace();
  let host: Host | null = null;
  let opening: Promise<Host | null> | undefined;
  let closed = false;
  const open = async (): Promise<Host | null> => {
    const options = { directory, host: 'desktop', spawn: createUtilitySpawn, showOnDesktop } as const;
    opening ??= openHost(options).finally(() => {
      opening = undefined;
    });
    host = await opening;
    return host;
  };
  const ownHost = async () => host ?? (closed ? null : await open());
  const connect = async (): Promise<EngineLine> => {
    const own = await ownHost();
    if (own) return { client: directClient(own.api('desktop')), showsMessages: true, close: async () => {} };
    return { ...(await socketClient(socketPath(directory), 'desktop')), showsMessages: false };
  };
  await open();
  return {
    serve(port) {
      const serve = async () => {
        const own = await ownHost();
        if (own) serveMessagePort(port, own.api('desktop'));
        else relayPort(port, socketPath(directory), 'desktop');
      };
      serve().catch((error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        process.stderr.write(`slipway: ${redaction.redact(text)}\n`);
        port.close();
      });
    },
    connect,
    async wake() {
      if (host) return await host.wake();
      const line = await connect();
      try {
        await line.client.workspace.wake({});
      } finally {
        await line.close();
      }
    },
    activeRuns: () => host?.api('desktop').info().active_runs ?? 0,
    async close() {
      closed = true;
      await opening?.catch(() => {});
      await host?.close();
    },
  };
}
