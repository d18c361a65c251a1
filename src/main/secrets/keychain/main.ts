import type { AsyncEntry } from '@napi-rs/keyring';
import { openHostChannel } from '../../processes/host-channel.ts';
import { classify } from './problems.ts';
import type { Answer, Request } from './protocol.ts';

/**
 * Entry of the process that talks to the keychain. The library waits for the system's service without end, and for
 * its connection to it even without letting anything else be done: only a process of its own can be given up.
 */
const channel = openHostChannel();
channel.onClose(() => process.exit());

/** Under which the keychain lists Slipway's secrets; they are the user's, whatever the workspace. */
const service = 'slipway';

/** No secret is called so: a question about it finds out whether the keychain answers. */
const nobody = '(is anybody there)';

async function entryOf(name: string): Promise<AsyncEntry> {
  const keyring = await import('@napi-rs/keyring');
  // Without a Secret Service the library would use the kernel's keyring, which forgets all at the next start.
  return new keyring.AsyncEntry(service, name, { linux: { store: 'secret-service' } });
}

async function work(request: Request): Promise<string | boolean | null> {
  switch (request.op) {
    case 'get':
      return (await (await entryOf(request.name)).getPassword()) ?? null;
    case 'has':
      return ((await (await entryOf(request.name)).getPassword()) ?? null) !== null;
    case 'delete':
      return await (await entryOf(request.name)).deleteCredential();
    case 'set':
      await (await entryOf(request.name)).setPassword(request.value);
      return null;
    case 'check':
      await (await entryOf(nobody)).getPassword();
      return null;
  }
}

async function answerTo(request: Request): Promise<Answer> {
  const { id } = request;
  try {
    return { id, result: await work(request) };
  } catch (cause) {
    return { id, problem: classify(cause instanceof Error ? cause.message : String(cause)) };
  }
}

channel.onMessage(request => void answerTo(request as Request).then(answer => channel.post(answer)));
