import type { Job, JobDefinition } from '../../../../shared/contract/jobs.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { ChangesList } from '../../environments/page/changes-list.tsx';
import { definitionChanges } from '../definition-changes.ts';
import { definitionYaml } from '../definition-text.ts';
import { PlanOfEdit } from '../plan/plan-of-edit.tsx';
import classes from './edit.module.css';

interface Props {
  job: Job | null;
  definition: JobDefinition;
  /** Something in it is wrong or missing. */
  broken: boolean;
}

/** What publishing would change, what a run would do, and the definition as it stands, as a file. */
export function EditAside({ job, definition, broken }: Props) {
  const live = job?.definition ?? null;
  const changes = live ? definitionChanges(live, definition) : [];
  return (
    <aside className={classes.aside} aria-label="What publishing would change">
      {live && (
        <>
          <h2>Compared with the live definition</h2>
          {changes.length === 0 ? (
            <p>Nothing is different.</p>
          ) : (
            <div className={classes.changes}>
              <ChangesList changes={changes} />
            </div>
          )}
        </>
      )}
      <h2>What a run would do</h2>
      <div className={classes.planned}>
        <PlanOfEdit job={job} definition={definition} broken={broken} />
      </div>
      <h2>As a file</h2>
      <CodeView plain sql={definitionYaml(definition).trimEnd()} label="YAML" />
    </aside>
  );
}
