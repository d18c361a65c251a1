import { BuildDialog } from '../builds/build-dialog.tsx';
import { CancelRunDialog } from './cancel-run.tsx';
import { RetryRunDialog } from './retry-run.tsx';

/** All dialogs about runs. */
export function RunDialogs() {
  return (
    <>
      <CancelRunDialog />
      <RetryRunDialog />
      <BuildDialog />
    </>
  );
}
