import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { explain } from '../../ui/dialogs.tsx';
import { showToast } from '../../ui/notices.ts';

export async function lockVault(): Promise<void> {
  try {
    await client.vault.lock({});
    showToast('The vault is locked');
  } catch (error) {
    explain(troubleOf(error, 'The vault was not locked'));
  }
}
