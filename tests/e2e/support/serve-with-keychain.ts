import { join } from 'node:path';
import { openHost } from '../../../src/main/host.ts';
import { listenOnHttp } from '../../../src/main/headless/http.ts';
import { createSecrets } from '../../../src/main/secrets/secrets.ts';
import { createVault } from '../../../src/main/secrets/vault/vault.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { redaction } from '../../../src/main/system/redaction.ts';
import { cheap, memoryKeychain } from '../../support/memory-secrets.ts';

/**
 * What `slipway serve --json` is, with a keychain of its own, with none or with one that is locked: the machine may have one, and
 * that is nobody's to write to. The vault is in the workspace. Arguments: the workspace, then "own", "none" or "locked".
 */
const [, , directory = '', state = ''] = process.argv;
const { remember } = redaction;
const problems = { own: null, none: 'none', locked: 'locked' } as const;
const keychain = memoryKeychain({}, () => problems[state as keyof typeof problems]);
const file = join(directory, 'vault-of-test', 'vault');
const vault = createVault({ file, clock: systemClock, remember, cost: cheap });
const secrets = createSecrets({ keychain, vault, env: process.env, remember });
const token = 'a-token-of-this-test-that-is-long-enough';
const host = await openHost({ directory, host: 'headless', secrets });
if (!host) throw new Error(`${directory} is in use`);
const http = await listenOnHttp(host, { token });
process.on('SIGTERM', () => {
  void (async () => {
    await http.close();
    await host.close();
  })();
});
process.stdout.write(`${JSON.stringify({ page_url: `${http.url}/?token=${token}` })}\n`);
