import { Button, SegmentedControl, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { Job, JobVersion } from '../../../../shared/contract/jobs.ts';
import { DiffView } from '../../../ui/diff-view.tsx';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { ChangesList } from '../../environments/page/changes-list.tsx';
import { definitionChanges } from '../definition-changes.ts';
import { definitionYaml } from '../definition-text.ts';
import { openJobDialog } from '../dialogs/dialog-state.ts';
import { editAsDraft } from '../job-actions.tsx';
import { comparedVersion, type ComparedWith } from './compared.ts';
import classes from './history.module.css';

interface Props {
  job: Job;
  version: JobVersion;
  /** All of them, newest first. */
  versions: readonly JobVersion[];
}

/** What a definition changed and says, and how to have it again. */
export function VersionDetails({ job, version, versions }: Props) {
  const [comparedWith, setComparedWith] = useState<ComparedWith>('previous');
  const [asText, setAsText] = useState(false);
  const other = comparedVersion(versions, version, comparedWith);
  const hasOther = versions.length > 1;
  const changes = other ? definitionChanges(other.definition, version.definition) : [];
  const yaml = definitionYaml(version.definition).trimEnd();
  return (
    <section className={classes.details} aria-label={`Definition ${version.number}`}>
      <header className={classes.head}>
        <h2>Definition {version.number}</h2>
        <span className={classes.gap} />
        <Tooltip label={version.live ? 'It is the live one' : 'Runs use it from then on'}>
          <Button
            aria-disabled={version.live || undefined}
            data-disabled={version.live || undefined}
            onClick={() => !version.live && openJobDialog({ kind: 'activate', job, version })}
          >
            Activate…
          </Button>
        </Tooltip>
        <Button onClick={() => void editAsDraft(job, version)}>Edit as draft</Button>
      </header>
      {hasOther && (
        <div className={classes.compare}>
          <SegmentedControl<ComparedWith>
            aria-label="What it is compared with"
            data={[
              { value: 'previous', label: 'What it changed' },
              { value: 'live', label: 'Compared with live' },
            ]}
            value={comparedWith}
            onChange={setComparedWith}
          />
          {other && (
            <Button variant="subtle" color="gray" onClick={() => setAsText(!asText)}>
              {asText ? 'As a list' : 'As text'}
            </Button>
          )}
        </div>
      )}
      {other === undefined ? (
        <p className={classes.note}>
          {comparedWith === 'live'
            ? 'This is the live definition.'
            : 'The first one: nothing came before it.'}
        </p>
      ) : asText ? (
        <div className={classes.diff}>
          <DiffView
            before={definitionYaml(other.definition)}
            after={definitionYaml(version.definition)}
            beforeLabel={`Definition ${other.number}`}
            afterLabel={`Definition ${version.number}`}
            inline={false}
          />
        </div>
      ) : changes.length === 0 ? (
        <p className={classes.note}>It says the same as definition {other.number}.</p>
      ) : (
        <div className={classes.changes}>
          <p className={classes.note}>
            From definition {other.number} to definition {version.number}:
          </p>
          <ChangesList changes={changes} />
        </div>
      )}
      {!(asText && other) && <CodeView plain sql={yaml} label={`Definition ${version.number} as YAML`} />}
    </section>
  );
}
