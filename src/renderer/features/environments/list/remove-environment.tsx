import type { Environment } from '../../../../shared/contract/environments.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { currentAddress, navigate } from '../../../location.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { environmentHref, jobsIn } from '../environments-data.ts';
import { discardEdit } from '../form/edits.ts';

/** Deletes an environment that nothing uses; names what uses it otherwise. */
export async function removeEnvironment(environment: Environment): Promise<void> {
  const { id, name } = environment;
  const title = `${name} was not deleted`;
  try {
    const users = await jobsIn(id);
    if (users.length > 0) {
      explain({
        title,
        message: `${counted(users.length, 'job')} ${users.length === 1 ? 'runs' : 'run'} in ${name}:`,
        problems: users.map(job => job.name),
        hint: 'Delete these jobs or move them to another environment first',
      });
      return;
    }
    const sure = await confirm({
      title: `Delete ${name}?`,
      body: (
        <p>
          Its settings, source mapping and variables are deleted. The connection {environment.connection}{' '}
          stays. This cannot be undone.
        </p>
      ),
      verb: 'Delete environment',
      danger: true,
      typedName: name,
    });
    if (!sure) return;
    await client.environments.remove({ environment: String(id) });
    discardEdit(id);
    if (currentAddress().startsWith(environmentHref(id))) navigate('/environments', { replace: true });
    showToast(`${name} deleted`);
  } catch (error) {
    explain(troubleOf(error, title));
  }
}
