import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { currentAddress, navigate } from '../../../location.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { computeProfileHref, computeProfilesHref } from '../environments-data.ts';
import { discardProfileEdit } from './use-profile-edit.ts';

/** Deletes a compute profile that no environment uses; names what uses it otherwise. */
export async function removeProfile({ id, name, environments }: ComputeProfile): Promise<void> {
  const title = `${name} was not deleted`;
  if (environments.length > 0) {
    explain({
      title,
      message: `${counted(environments.length, 'environment')} ${environments.length === 1 ? 'uses' : 'use'} ${name}:`,
      problems: environments,
      hint: 'Choose another compute profile in them first, or none',
    });
    return;
  }
  const body = <p>No environment uses it. This cannot be undone.</p>;
  const question = { title: `Delete ${name}?`, body, verb: 'Delete compute profile', danger: true };
  if (!(await confirm(question))) return;
  try {
    await client.computeProfiles.remove({ compute_profile: String(id) });
    discardProfileEdit(id);
    if (currentAddress().startsWith(computeProfileHref(id))) navigate(computeProfilesHref, { replace: true });
    showToast(`${name} deleted`);
  } catch (error) {
    explain(troubleOf(error, title));
  }
}
