import { MessageChannel } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { portClient, socketClient, webSocketClient } from '../../src/main/api/clients.ts';
import { relayPort } from '../../src/main/api/relay.ts';
import { serveMessagePort } from '../../src/main/api/serve-port.ts';
import type { Actor } from '../../src/main/engine/actor.ts';
import { listenOnHttp } from '../../src/main/headless/http.ts';
import type { ApiHost } from '../../src/main/headless/server.ts';
import { socketPath } from '../../src/main/system/places.ts';
import type { Client } from '../../src/shared/contract/index.ts';
import { restClient } from './rest-client.ts';

export interface Connected {
  client: Client;
  /** The client goes away without a word. */
  disconnect: () => Promise<void> | void;
}

/** A way for a client to reach an engine. */
export interface Transport {
  name: string;
  /** What the engine takes its callers to be. */
  via: Actor['via'];
  connect(host: ApiHost): Promise<Connected>;
}

export const testToken = 'a-token-for-tests-only';

/** Everything is closed when the test is over, before its host. */
export const transports: Transport[] = [
  {
    name: 'message port',
    via: 'desktop',
    async connect(host) {
      const { port1, port2 } = new MessageChannel();
      serveMessagePort(port1, host.api('desktop'));
      onTestFinished(() => port2.close());
      return { client: portClient(port2), disconnect: () => port2.close() };
    },
  },
  {
    name: 'message port, relayed to the local socket',
    via: 'desktop',
    connect(host) {
      const { port1, port2 } = new MessageChannel();
      relayPort(port1, socketPath(host.directory), 'desktop');
      onTestFinished(() => port2.close());
      return Promise.resolve({ client: portClient(port2), disconnect: () => port2.close() });
    },
  },
  {
    name: 'WebSocket',
    via: 'web',
    async connect(host) {
      const http = await openTestHttp(host);
      const { client, close } = await webSocketClient(http.url.replace('http', 'ws'), {
        headers: { authorization: `Bearer ${testToken}` },
      });
      onTestFinished(close);
      return { client, disconnect: close };
    },
  },
  {
    name: 'local socket',
    via: 'cli',
    async connect(host) {
      const { client, close } = await socketClient(socketPath(host.directory));
      onTestFinished(close);
      return { client, disconnect: close };
    },
  },
  {
    name: 'REST',
    via: 'rest',
    async connect(host) {
      const http = await openTestHttp(host);
      const connection = new AbortController();
      onTestFinished(() => connection.abort());
      return {
        client: restClient(http.url, testToken, connection.signal),
        disconnect: () => connection.abort(new Error('The client went away')),
      };
    },
  },
];

export async function openTestHttp(host: ApiHost, options: { page?: string } = {}) {
  const http = await listenOnHttp(host, { token: testToken, ...options });
  onTestFinished(() => http.close());
  return http;
}
