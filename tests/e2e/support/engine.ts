import Database from 'better-sqlite3';
import { join } from 'node:path';
import { socketClient } from '../../../src/main/api/clients.ts';
import { socketPath } from '../../../src/main/system/places.ts';
import type { Client } from '../../../src/shared/contract/index.ts';

/** Calls the engine that has a workspace open, beside the page. */
export async function callEngine<T>(workspace: string, act: (client: Client) => Promise<T>): Promise<T> {
  const { client, close } = await socketClient(socketPath(workspace));
  try {
    return await act(client);
  } finally {
    await close();
  }
}

/** Lets the time of every message come that is still to be sent: they wait for a minute, and longer after a failure. */
export async function sendPending(workspace: string): Promise<void> {
  const database = new Database(join(workspace, 'slipway.db'));
  database
    .prepare(
      `UPDATE deliveries SET closes_at_ms = created_at_ms, next_attempt_at_ms = created_at_ms WHERE state = 'pending'`,
    )
    .run();
  database.close();
  await callEngine(workspace, client => client.workspace.wake({}));
}
