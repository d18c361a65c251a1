import { openHost } from '../../../src/main/host.ts';
import { listenOnHttp } from '../../../src/main/headless/http.ts';
import { createSecrets } from '../../../src/main/system/secrets.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';

/**
 * What `slipway serve --json` is, with a keychain of its own or with none: the machine may have one, and that is nobody's
 * to write to. Arguments: the workspace, then "own" or "none".
 */
const [, , directory = '', keychain] = process.argv;
const none = createSecrets({ entry: () => Promise.reject(new Error('there is no keychain')), env: {} });
const token = 'a-token-of-this-test-that-is-long-enough';
const host = await openHost({
  directory,
  host: 'headless',
  secrets: keychain === 'own' ? memorySecrets() : none,
});
if (!host) throw new Error(`${directory} is in use`);
const http = await listenOnHttp(host, { token });
process.on('SIGTERM', () => {
  void (async () => {
    await http.close();
    await host.close();
  })();
});
process.stdout.write(`${JSON.stringify({ page_url: `${http.url}/?token=${token}` })}\n`);
