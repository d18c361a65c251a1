import { openHost } from '../../../src/main/host.ts';
import { listenOnHttp } from '../../../src/main/headless/http.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';

/** What `slipway serve --json` is, with a keychain of its own: the machine may have none, and it is nobody's to write to. */
const [, , directory = ''] = process.argv;
const token = 'a-token-of-this-test-that-is-long-enough';
const host = await openHost({ directory, host: 'headless', secrets: memorySecrets() });
if (!host) throw new Error(`${directory} is in use`);
const http = await listenOnHttp(host, { token });
process.on('SIGTERM', () => {
  void (async () => {
    await http.close();
    await host.close();
  })();
});
process.stdout.write(`${JSON.stringify({ page_url: `${http.url}/?token=${token}` })}\n`);
