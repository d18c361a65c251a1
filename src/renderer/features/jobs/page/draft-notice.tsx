import { Button } from '@mantine/core';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { ChangesList } from '../../environments/page/changes-list.tsx';
import { changesInShort } from '../../environments/form/form-changes.ts';
import { definitionChanges } from '../definition-changes.ts';
import { openJobDialog } from '../dialogs/dialog-state.ts';
import { editHref } from '../jobs-data.ts';
import classes from './job-page.module.css';

/** Says that there is something unpublished, and what can be done with it. */
export function DraftNotice({ job }: { job: Job }) {
  if (job.draft === null) return null;
  const changes = job.definition ? definitionChanges(job.definition, job.draft) : [];
  const { draft } = job;
  return (
    <div className={classes.notice} data-tone="warning">
      <p>
        {job.definition === null
          ? 'Only a draft: it can run once it is published.'
          : `Unpublished changes: ${changesInShort(changes)}. Runs use the live definition.`}
      </p>
      <Button onClick={() => navigate(editHref(job.id))}>Edit draft</Button>
      {job.definition !== null && <Button onClick={() => void discardDraft(job)}>Discard…</Button>}
      <Button variant="filled" onClick={() => openJobDialog({ kind: 'publish', job, definition: draft })}>
        Publish…
      </Button>
    </div>
  );
}

async function discardDraft(job: Job): Promise<void> {
  if (job.definition === null || job.draft === null) return;
  const sure = await confirm({
    title: `Discard the draft of ${job.name}?`,
    body: (
      <>
        <p>These changes are lost; the live definition stays as it is.</p>
        <ChangesList changes={definitionChanges(job.definition, job.draft)} />
      </>
    ),
    verb: 'Discard draft',
    danger: true,
  });
  if (!sure) return;
  try {
    await client.jobs.discardDraft({ job: String(job.id) });
    showToast('The draft is discarded');
  } catch (error) {
    explain(troubleOf(error, 'The draft was not discarded'));
  }
}
