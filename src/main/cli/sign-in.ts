import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { Connection, ConnectionDefinition } from '../../shared/contract/connections.ts';
import type { Client } from '../../shared/contract/index.ts';
import { type NamedSecret, secretsOf } from '../../shared/domain/connection-secrets.ts';
import { secretOf } from '../../shared/domain/engines.ts';
import { SlipwayError, validationError } from '../../shared/domain/errors.ts';
import { foreignHosts } from '../../shared/domain/hosts.ts';
import { askHidden, askLine, askSecret, canAsk } from './ask.ts';
import type { Cli } from './cli.ts';
import { collect, readText } from './inputs.ts';
import { untrusted, untrustedText } from './output/connection.ts';

/** What may be said of a connection beside its definition. */
export interface SignInOptions {
  secretStdin?: boolean;
  passphraseStdin?: boolean;
  trustHost?: string[];
}

export function addSignInOptions(command: Command): Command {
  return command
    .option('--secret-stdin', 'keep what is read from stdin as the secret that signs in')
    .option('--passphrase-stdin', 'keep what is read from stdin as the passphrase of its private key')
    .option('--trust-host <host>', 'let what signs in be sent to this host (repeatable)', collect);
}

/** What is to be done for a connection once it is there. */
interface SignIn {
  secret: { name: string; value: string } | null;
  hosts: string[];
}

/** Reads what was given for a connection, before anything is changed. Throws where it has no place for it. */
export async function readSignIn(
  definition: ConnectionDefinition,
  file: string,
  { secretStdin = false, passphraseStdin = false, trustHost = [] }: SignInOptions,
): Promise<SignIn> {
  refuseForeign(definition, trustHost);
  if (!secretStdin && !passphraseStdin) return { secret: null, hosts: trustHost };
  if ((secretStdin && passphraseStdin) || file === '-') {
    const both = file === '-' ? 'the file is read from it, too' : 'there are two secrets';
    throw new SlipwayError('validation', `stdin holds one thing, and ${both}`, {
      hint: 'Set the other one with: slipway secret set NAME',
    });
  }
  const named = namedSecret(definition, secretStdin ? 'secret' : 'passphrase_secret');
  const value = await askSecret(`${whatIs(definition, named)} of ${definition.name}: `);
  return { secret: { name: named.name, value }, hosts: trustHost };
}

function refuseForeign(definition: ConnectionDefinition, hosts: string[]): void {
  const named = 'authenticator' in definition ? foreignHosts(definition) : [];
  const others = hosts.filter(host => !named.includes(host.toLowerCase()));
  if (others.length === 0) return;
  const allowed =
    named.length === 0 ? "it names no host but Snowflake's own" : `it names ${named.join(', ')}`;
  throw validationError(
    others.map(host => ({
      path: '--trust-host',
      message: `"${definition.name}" does not name ${host}: ${allowed}`,
    })),
  );
}

function namedSecret(definition: ConnectionDefinition, field: NamedSecret['field']): NamedSecret {
  const found =
    'authenticator' in definition ? secretsOf(definition).find(secret => secret.field === field) : undefined;
  if (found) return found;
  const { name, engine } = definition;
  const how = 'authenticator' in definition ? definition.authenticator : engine;
  throw field === 'secret'
    ? new SlipwayError('validation', `"${name}" needs no secret: it signs in with ${how}`)
    : new SlipwayError('validation', `"${name}" names no passphrase_secret`, {
        hint: 'Name one in its definition, where its private key is encrypted',
      });
}

/** "private key", "token", …: what a secret of a connection is. */
function whatIs(definition: ConnectionDefinition, { field }: NamedSecret): string {
  if (field === 'passphrase_secret') return 'passphrase';
  return ('authenticator' in definition ? secretOf[definition.authenticator] : null) ?? 'secret';
}

/**
 * Keeps what was given for a connection that was applied, asks for what is missing where somebody can be asked, and says
 * what still keeps it from signing in.
 */
export async function settleSignIn(
  cli: Cli,
  client: Client,
  connection: string,
  { secret, hosts }: SignIn,
): Promise<Connection> {
  if (secret !== null) await keep(cli, client, secret);
  if (hosts.length > 0) await client.connections.trust({ connection, hosts });
  const { definition, secrets } = await client.connections.get({ connection });
  if (canAsk()) {
    for (const named of secrets.filter(each => each.source === null)) {
      const value = await askFor(definition, named);
      if (value !== '') await keep(cli, client, { name: named.name, value });
    }
  }
  const settled = await client.connections.get({ connection });
  sayWhatIsMissing(cli, settled);
  return settled;
}

async function keep(
  cli: Cli,
  client: Client,
  { name, value }: { name: string; value: string },
): Promise<void> {
  await client.secrets.set({ secret: name, value });
  cli.terminal.say(`Set ${name} in the keychain`);
}

/** Empty where they would rather give it later. A private key has many lines: it is a file that is asked for. */
async function askFor(definition: ConnectionDefinition, named: NamedSecret): Promise<string> {
  const what = whatIs(definition, named);
  if (what !== secretOf.key_pair) return await askHidden(`${what} of ${definition.name} (empty: later): `);
  const file = await askLine(`File with the ${what} of ${definition.name}, PEM (empty: later): `);
  // There is no shell between them and us.
  return file === '' ? '' : (await readText(file.replace(/^~(?=\/)/, homedir()))).trimEnd();
}

/** What keeps a connection from signing in, and what to do about it. */
function sayWhatIsMissing({ terminal }: Cli, connection: Connection): void {
  const { name, definition, secrets, legacy } = connection;
  for (const secret of secrets) {
    if (secret.source !== null) continue;
    terminal.warn(
      `The ${whatIs(definition, secret)} of ${name} is not set: slipway secret set ${secret.name}`,
    );
  }
  for (const host of untrusted(connection)) terminal.warn(untrustedText(name, host));
  if (legacy !== null) terminal.warn(`${name}: ${legacy}`);
}
