import type { Secret } from '../../../shared/contract/secrets.ts';
import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { confirm, explain } from '../../ui/dialogs.tsx';
import { showToast } from '../../ui/notices.ts';

/** `connection wh`, `channel chat` */
export function usersOf({ used_by: { connections, channels } }: Secret): string[] {
  return [...connections.map(name => `connection ${name}`), ...channels.map(name => `channel ${name}`)];
}

/** Given by the warehouse, not by a person: it can be removed, which signs out, and not set. */
export function isSessionToken({ kinds }: Secret): boolean {
  return kinds.length > 0 && kinds.every(kind => kind === 'session_token');
}

export const removeVerb = (secret: Secret) => (isSessionToken(secret) ? 'Sign out' : 'Remove secret');

/** Removes a secret from wherever it is kept, after saying who cannot do without it. */
export async function removeSecret(secret: Secret): Promise<void> {
  const { name } = secret;
  const question = isSessionToken(secret)
    ? {
        title: `Sign out of ${secret.used_by.connections.join(', ')}?`,
        body: <p>The next sign-in asks a person again. Runs that cannot ask fail until then.</p>,
      }
    : { title: `Remove ${name}?`, body: <RemoveText secret={secret} /> };
  if (!(await confirm({ ...question, verb: removeVerb(secret), danger: true }))) return;
  try {
    const { from, problem } = await client.secrets.remove({ secret: name });
    showToast(isSessionToken(secret) ? 'Signed out' : `${name} removed from the ${from.join(' and the ')}`);
    if (problem !== null) showToast(`${problem}, so it was not asked: it may hold ${name}, too`);
  } catch (error) {
    explain(troubleOf(error, `${name} was not removed`));
  }
}

function RemoveText({ secret }: { secret: Secret }) {
  const { connections, channels } = secret.used_by;
  return (
    <>
      {connections.length > 0 && (
        <p>
          {named('Connection', connections)} cannot sign in without it: tests and runs in{' '}
          {connections.length === 1 ? 'its' : 'their'} environments fail.
        </p>
      )}
      {channels.length > 0 && <p>{named('Channel', channels)} can deliver nothing without it.</p>}
      {connections.length + channels.length === 0 && <p>Nothing uses it.</p>}
      <p>Its value is gone then: Slipway has no other copy.</p>
    </>
  );
}

function named(what: string, names: readonly string[]): string {
  return `${what}${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
}
