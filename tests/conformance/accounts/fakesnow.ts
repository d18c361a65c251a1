import type { Account } from './account.ts';
import { startFakesnow } from '../../support/fakesnow/server.ts';

/**
 * fakesnow, an emulator that others wrote. It lets everybody in, knows neither roles nor warehouses, and has ended a
 * statement before it answers. What it cannot do at all is listed in gaps.ts.
 *
 * @param python that of `prepareFakesnow`
 */
export async function fakesnowAccount(python: string): Promise<Account> {
  const server = await startFakesnow(python);
  return {
    backend: 'fakesnow',
    definition: {
      name: 'fakesnow',
      engine: 'snowflake',
      account: 'fakesnow',
      user: 'ADA',
      authenticator: 'password',
      secret: 'conformance',
      mfa: false,
      access_url: server.url,
    },
    trustedHosts: [new URL(server.url).host],
    secrets: { conformance: 'any' },
    session: { role: null, warehouse: null, database: 'CONFORMANCE', schema: 'CASES' },
    limitedRole: null,
    slowQuery: null,
    server: null,
    close: () => server.close(),
  };
}
