import type { Page } from '@playwright/test';
import type { SnowflakeConnection } from '../../../src/shared/contract/connections.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { type SnowflakeServer, startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import { callEngine } from './engine.ts';
import { expect, test as base } from './fixtures.ts';

/** A Snowflake account on this machine, with a user that signs in by key pair. */
export interface TestAccount {
  server: SnowflakeServer;
  /** As a connection names it: with its port. */
  host: string;
  privateKey: string;
  /** A connection to it, without its secret being set. */
  definition: (name: string) => SnowflakeConnection;
}

const user = 'LOADER';

/** Tests with an account of their own. Nobody of this workspace trusts its host yet. */
export const test = base.extend<{ account: TestAccount }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from the pattern
  account: async ({}, use) => {
    const { privateKey, publicKey } = createKeyPair();
    const server = await startSnowflakeServer({
      users: [
        {
          name: user,
          type: 'service',
          roles: ['TRANSFORMER', 'READER'],
          defaultRole: 'TRANSFORMER',
          publicKeys: [publicKey],
        },
      ],
    });
    await use({
      server,
      host: new URL(server.url).host,
      privateKey,
      definition: name => ({
        name,
        engine: 'snowflake',
        account: server.account,
        user,
        authenticator: 'key_pair',
        access_url: server.url,
      }),
    });
    await server.close();
  },
});

/** A connection to an account, with its secret set; nobody trusts its host yet. */
export async function addConnection(workspace: string, account: TestAccount, name: string): Promise<void> {
  await callEngine(workspace, async client => {
    await client.connections.apply({ definition: account.definition(name) });
    await client.secrets.set({ secret: name, value: account.privateKey });
  });
}

/** For what an account answers: first the process that talks to it has to start, on a machine that may be busy. */
export const expectInTime = expect.configure({ timeout: 60_000 });

/** What is shown of a test: its stages in order, each with its state. */
export const testStages = (page: Page) =>
  page.getByRole('list', { name: 'Stages of the test' }).getByRole('listitem');

/** The dialog that names a host and what it would be sent. */
export const trustDialog = (page: Page) => page.getByRole('dialog', { name: /^Trust / });

/** Everything that the page keeps or shows. */
export const keptByPage = (page: Page): Promise<string> =>
  page.evaluate(
    `document.documentElement.outerHTML
      + [...document.querySelectorAll('input, textarea')].map(field => field.value).join()
      + JSON.stringify([{ ...localStorage }, { ...sessionStorage }])`,
  );
