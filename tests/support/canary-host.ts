import { join } from 'node:path';
import { chooseToken } from '../../src/main/headless/auth.ts';
import { listenOnHttp } from '../../src/main/headless/http.ts';
import { openHost } from '../../src/main/host.ts';
import { createSecrets } from '../../src/main/secrets/secrets.ts';
import { createVault, takePassphrase } from '../../src/main/secrets/vault/vault.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { tellCrashes } from '../../src/main/system/crash.ts';
import { redaction } from '../../src/main/system/redaction.ts';
import { memoryKeychain } from './memory-secrets.ts';
import { createTalkativeSpawn } from './talkative-spawn.ts';

/**
 * What `slipway serve` is, with a keychain in memory and executors that say too much. Arguments: the workspace. Prints its address,
 * without the token; dies of an exception that holds the secret `crash` when it is sent SIGUSR2.
 */
const [, , directory = ''] = process.argv;
const { redact, remember } = redaction;
tellCrashes(redact);
const token = chooseToken(process.env);
remember(token);
const vault = createVault({
  file: join(directory, 'vault-of-test'),
  clock: systemClock,
  passphrase: takePassphrase(process.env),
  remember,
});
const secrets = createSecrets({ keychain: memoryKeychain(), vault, env: process.env, remember });
const host = await openHost({ directory, host: 'headless', secrets, spawn: createTalkativeSpawn });
if (!host) throw new Error(`${directory} is in use`);
const http = await listenOnHttp(host, { token });
const crash = async (): Promise<void> => {
  const value = await secrets.get('crash');
  setImmediate(() => {
    throw new Error(`Unexpected ${value} in ${JSON.stringify(process.env)}`);
  });
};
process.on('SIGUSR2', () => void crash());
process.stdout.write(`${http.url}\n`);
