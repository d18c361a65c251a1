import type { Connection } from '../../../../shared/contract/connections.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { currentAddress, navigate } from '../../../location.ts';
import { isKept } from '../../../parts/secrets/words.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { connectionHref, connectionsHref } from '../environments-data.ts';
import { discardConnectionEdit } from './use-connection-edit.ts';

/** Deletes a connection that no environment uses; names what uses it otherwise. */
export async function removeConnection(connection: Connection): Promise<void> {
  const { id, name, environments, secrets } = connection;
  const title = `${name} was not deleted`;
  if (environments.length > 0) {
    explain({
      title,
      message: `${counted(environments.length, 'environment')} ${environments.length === 1 ? 'uses' : 'use'} ${name}:`,
      problems: environments,
      hint: 'Move them to another connection first',
    });
    return;
  }
  const kept = secrets.filter(isKept).map(secret => secret.name);
  const body = (
    <p>
      No environment uses it.{' '}
      {kept.length > 0 &&
        `${kept.join(' and ')} ${kept.length === 1 ? 'stays' : 'stay'} set: secrets are removed apart. `}
      This cannot be undone.
    </p>
  );
  if (!(await confirm({ title: `Delete ${name}?`, body, verb: 'Delete connection', danger: true }))) return;
  try {
    await client.connections.remove({ connection: String(id) });
    discardConnectionEdit(id);
    if (currentAddress().startsWith(connectionHref(id))) navigate(connectionsHref, { replace: true });
    showToast(`${name} deleted`);
  } catch (error) {
    explain(troubleOf(error, title));
  }
}
