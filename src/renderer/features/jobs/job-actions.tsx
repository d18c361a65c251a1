import type { Job, JobSummary, JobVersion } from '../../../shared/contract/jobs.ts';
import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { currentAddress, navigate } from '../../location.ts';
import { openRunNow } from '../../parts/run-now.ts';
import { confirm, explain } from '../../ui/dialogs.tsx';
import { showToast } from '../../ui/notices.ts';
import { counted } from '../../ui/numbers.ts';
import { once } from '../../ui/once.ts';
import { ChangesList } from '../environments/page/changes-list.tsx';
import { definitionChanges } from './definition-changes.ts';
import { discardJobEdit } from './edit/use-job-edit.ts';
import { editHref, jobHref, notRunnable } from './jobs-data.ts';

/** Starts a job as it is. In a protected environment that takes a second look: the dialog. */
export function runAtOnce(job: JobSummary): void {
  if (notRunnable(job) === undefined) once(`at_once:${job.id}`, () => startAsItIs(job));
}

async function startAsItIs(job: JobSummary): Promise<void> {
  try {
    const environment = await client.environments.get({ environment: String(job.environment_id) });
    if (environment.protected) {
      openRunNow({ jobId: job.id });
      return;
    }
    const run = await client.jobs.run({ job: String(job.id) });
    showToast(`Run #${run.id} of ${run.job} started`);
  } catch (error) {
    explain(troubleOf(error, `${job.name} was not started`));
  }
}

/** Asks first; says what stays. */
export async function deleteJob(job: JobSummary): Promise<void> {
  const title = `${job.name} was not deleted`;
  try {
    const environment = await client.environments.get({ environment: String(job.environment_id) });
    const sure = await confirm({
      title: `Delete ${job.name}?`,
      body: (
        <>
          <p>
            Nothing will run it in <b>{job.environment}</b> any more. Its definition and the history of it go
            with it. This cannot be undone.
          </p>
          <p>
            Its runs stay to be looked at
            {job.target === null ? '.' : `, and so does ${job.target} with what it holds.`}
          </p>
        </>
      ),
      verb: 'Delete job',
      danger: true,
      ...(environment.protected ? { typedName: job.name } : {}),
    });
    if (!sure) return;
    await client.jobs.remove({ job: String(job.id) });
    if (currentAddress().startsWith(jobHref(job.id))) navigate('/jobs', { replace: true });
    showToast(`${job.name} deleted`);
  } catch (error) {
    explain(troubleOf(error, title));
  }
}

/** Whether a condition compares a source with what the last success had found. */
export function asksForChange({ definition }: Pick<Job, 'definition'>): boolean {
  return (definition?.conditions ?? []).some(({ freshness }) => freshness?.changed_since_last_success);
}

/** Lets all sources of a job count as changed; says first what that means. */
export async function forgetSources(job: JobSummary): Promise<void> {
  const sure = await confirm({
    title: `Forget what ${job.name} knows of its sources?`,
    body: (
      <p>
        Its conditions compare them with what its last success had found. With its next run all of them count
        as changed; a run that is under way does not change that.
      </p>
    ),
    verb: 'Forget sources',
  });
  if (!sure) return;
  try {
    const { forgotten } = await client.jobs.resetConditions({ job: String(job.id) });
    showToast(
      forgotten === 0
        ? `${job.name} knew of no source`
        : `${job.name} has forgotten ${counted(forgotten, 'source')}`,
    );
  } catch (error) {
    explain(troubleOf(error, `${job.name} has forgotten nothing`));
  }
}

/** Makes an earlier definition the draft and opens it; asks first when that would replace another draft. */
export async function editAsDraft(job: Job, version: JobVersion): Promise<void> {
  const definition = { ...version.definition, name: job.name };
  try {
    if (job.draft !== null) {
      const sure = await confirm({
        title: `Make definition ${version.number} the draft?`,
        body: (
          <>
            <p>The unpublished draft of {job.name} is replaced:</p>
            <ChangesList changes={definitionChanges(job.draft, definition)} />
          </>
        ),
        verb: 'Replace the draft',
        danger: true,
      });
      if (!sure) return;
    }
    await client.jobs.apply({ definition, id: job.id, revision: job.revision, publish: false });
    discardJobEdit(String(job.id));
    navigate(editHref(job.id));
  } catch (error) {
    explain(troubleOf(error, `Definition ${version.number} was not made the draft`));
  }
}
