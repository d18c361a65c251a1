import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { Connection, ConnectionDefinition } from '../../shared/contract/connections.ts';
import type { Client } from '../../shared/contract/index.ts';
import { type NamedSecret, secretsOf } from '../../shared/domain/connection-secrets.ts';
import { SlipwayError, validationError } from '../../shared/domain/errors.ts';
import { foreignHosts } from '../../shared/domain/hosts.ts';
import { secretKindWords } from '../../shared/domain/secrets.ts';
import { askHidden, askLine, askSecret, canAsk } from './ask.ts';
import type { Cli } from './cli.ts';
import { collect, readText } from './inputs.ts';
import { untrusted, untrustedText } from './output/connection.ts';
import { placeText } from './output/secrets.ts';

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
  const value = await askSecret(`${secretKindWords[named.kind]} of ${definition.name}: `);
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
  if (hosts.length > 0) await client.connections.trust({ connection, hosts });
  // Last, as it may fail: without a keychain somebody has to choose first.
  if (secret !== null) await keep(cli, client, secret);
  const { name, secrets } = await client.connections.get({ connection });
  if (canAsk()) {
    // One that cannot be looked for, as in a vault that is locked, may be there.
    for (const named of secrets.filter(({ source, problem }) => source === null && problem === null)) {
      const value = await askFor(name, named);
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
  const set = await client.secrets.set({ secret: name, value });
  cli.terminal.say(`Set ${set.name} ${placeText(set)}`);
}

/** Empty where they would rather give it later. A private key has many lines: it is a file that is asked for. */
async function askFor(connection: string, { kind }: Pick<NamedSecret, 'kind'>): Promise<string> {
  const what = secretKindWords[kind];
  if (kind !== 'private_key') return await askHidden(`${what} of ${connection} (empty: later): `);
  const file = await askLine(`File with the ${what} of ${connection}, PEM (empty: later): `);
  // There is no shell between them and us.
  return file === '' ? '' : (await readText(file.replace(/^~(?=\/)/, homedir()))).trimEnd();
}

/** What keeps a connection from signing in, and what to do about it. */
function sayWhatIsMissing({ terminal }: Cli, connection: Connection): void {
  const { name, secrets, legacy } = connection;
  for (const secret of secrets) {
    const what = `The ${secretKindWords[secret.kind]} of ${name}`;
    if (secret.problem !== null) terminal.warn(`${what} cannot be read: ${secret.problem}`);
    else if (secret.source === null) terminal.warn(`${what} is not set: slipway secret set ${secret.name}`);
  }
  for (const host of untrusted(connection)) terminal.warn(untrustedText(name, host));
  if (legacy !== null) terminal.warn(`${name}: ${legacy}`);
}
