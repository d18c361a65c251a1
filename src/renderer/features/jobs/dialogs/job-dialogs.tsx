import { BackfillDialog } from '../intervals/backfill-dialog.tsx';
import { ActivateVersion } from './activate-version.tsx';
import { closeJobDialog, useJobDialog } from './dialog-state.ts';
import { PublishJob } from './publish-job.tsx';
import { RunNowDialog } from './run-now.tsx';

/** The dialogs about jobs; at most one of them is open. */
export function JobDialogs() {
  const dialog = useJobDialog(state => state.dialog);
  return (
    <>
      {dialog?.kind === 'publish' && (
        <PublishJob
          opened
          job={dialog.job}
          definition={dialog.definition}
          onClose={closeJobDialog}
          onPublished={closeJobDialog}
        />
      )}
      {dialog?.kind === 'activate' && (
        <ActivateVersion job={dialog.job} version={dialog.version} onClose={closeJobDialog} />
      )}
      {dialog?.kind === 'backfill' && (
        <BackfillDialog job={dialog.job} range={dialog.range} restate={dialog.restate ?? false} />
      )}
      <RunNowDialog />
    </>
  );
}
