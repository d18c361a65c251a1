import type { ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import { parseDuration } from '../../../../shared/domain/duration.ts';
import { engineWords } from '../../../parts/engine-words.ts';
import type { Change } from '../form/form-changes.ts';
import { authenticatorWords } from './authenticators.ts';

type Read = (definition: ConnectionDefinition) => string | undefined;
type Snowflake = Extract<ConnectionDefinition, { engine: 'snowflake' }>;

const ofSnowflake =
  (read: (definition: Snowflake) => string | undefined): Read =>
  definition =>
    definition.engine === 'snowflake' ? read(definition) : undefined;

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

/** What a connection consists of, in the order of the form and as it is called there. */
const facts: readonly (readonly [what: string, read: Read, isSame?: (a: string, b: string) => boolean])[] = [
  ['Engine', ({ engine }) => engineWords[engine]],
  ['Name', ({ name }) => name],
  ['Description', ({ description }) => description],
  ['Account', ofSnowflake(({ account }) => account)],
  ['User', ofSnowflake(({ user }) => user)],
  ['Signs in with', ofSnowflake(({ authenticator }) => authenticatorWords[authenticator].word)],
  ['Secret', ofSnowflake(({ secret }) => secret)],
  ['Passphrase', ofSnowflake(({ passphrase_secret }) => passphrase_secret)],
  [
    'Second device',
    ofSnowflake(({ authenticator, mfa = true }) => (authenticator === 'password' ? yesNo(mfa) : undefined)),
  ],
  ['Token address', ofSnowflake(({ oauth }) => oauth?.token_url)],
  ['Client ID', ofSnowflake(({ oauth }) => oauth?.client_id)],
  ['Scope', ofSnowflake(({ oauth }) => oauth?.scope)],
  ['Access URL', ofSnowflake(({ access_url }) => access_url)],
  ['Proxy', ofSnowflake(({ network }) => network?.proxy)],
  ['Sign-in timeout', ofSnowflake(({ network }) => network?.sign_in_timeout), sameDuration],
];

/** What saving `next` over `saved` changes, in the order of the form. */
export function connectionChanges(saved: ConnectionDefinition, next: ConnectionDefinition): Change[] {
  return facts.flatMap(([what, read, isSame]) => {
    const [from, to] = [read(saved), read(next)];
    if (from === to || (from !== undefined && to !== undefined && isSame?.(from, to))) return [];
    return [{ what, from: from ?? null, to: to ?? null }];
  });
}

/** `60s` and `1m` are the same duration. */
function sameDuration(a: string, b: string): boolean {
  const ms = parseDuration(a);
  return ms !== undefined && ms === parseDuration(b);
}
