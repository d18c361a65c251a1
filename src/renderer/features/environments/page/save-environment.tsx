import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Environment, EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { api, queryClient } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { useJobsIn } from '../environments-data.ts';
import { discardEdit } from '../form/edits.ts';
import type { EnvironmentForm } from '../form/environment-form.ts';
import type { Change } from '../form/form-changes.ts';
import { engineProblems } from '../form/form-problems.ts';
import type { Problems } from '../edit/problems.ts';
import { ChangesList } from './changes-list.tsx';
import classes from './page.module.css';

interface Props {
  environment: Environment;
  form: EnvironmentForm;
  definition: EnvironmentDefinition;
  changes: readonly Change[];
  /** Somebody saved another state meanwhile. */
  overtaken: boolean;
  onClose: () => void;
  /** What the engine found wrong, by field. */
  onProblems: (problems: Problems) => void;
}

/** Shows what saving changes, saves, and says why where it is refused. */
export function SaveEnvironment(props: Props) {
  const { environment, form, definition, changes, overtaken, onClose, onProblems } = props;
  useFocusBack();
  const unprotects = environment.protected && !form.protected;
  const [typed, setTyped] = useState('');
  const { data: jobs } = useJobsIn(environment.id);
  const save = useMutation(
    api.environments.apply.mutationOptions({
      onSuccess: ({ created: _created, ...saved }) => {
        const input = { environment: String(saved.id) };
        queryClient.setQueryData(api.environments.get.queryKey({ input }), saved);
        discardEdit(saved.id);
        showToast(`${saved.name} saved`);
        onClose();
      },
      onError: error => {
        const { fields, rest } = engineProblems(callFailure(error).problems, form);
        if (Object.keys(fields).length === 0) return;
        onProblems(fields);
        if (rest.length === 0) onClose();
      },
    }),
  );
  return (
    <Modal opened onClose={onClose} title={`Save ${environment.name}`} size={sizes.dialogWide}>
      <div className={classes.dialog} data-hue={environment.colour}>
        <p>
          {counted(changes.length, 'change')}, for every run that starts from now on.
          {overtaken && ' It was also changed elsewhere since you began; what is listed is upon that.'}
        </p>
        <ChangesList changes={changes} />
        {unprotects && (
          <Unprotecting environment={environment} typed={typed} onType={setTyped} jobs={jobs?.length ?? 0} />
        )}
        {save.error && <ErrorPanel trouble={troubleOf(save.error, `${environment.name} was not saved`)} />}
        <div className={classes.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            data-autofocus={!unprotects || undefined}
            color={unprotects ? 'red' : undefined}
            disabled={unprotects && typed.trim() !== environment.name}
            loading={save.isPending}
            onClick={() => save.mutate({ definition, id: environment.id, revision: environment.revision })}
          >
            {unprotects ? 'Save without protection' : 'Save environment'}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface UnprotectingProps {
  environment: Environment;
  jobs: number;
  typed: string;
  onType: (typed: string) => void;
}

/** What it means that an environment is protected no longer; its name is typed, as when a promotion is approved. */
function Unprotecting({ environment: { name }, jobs, typed, onType }: UnprotectingProps) {
  return (
    <>
      <p data-tone="danger" className={classes.notice}>
        {name} loses its protection: what runs in {jobs === 1 ? 'its 1 job' : `its ${counted(jobs, 'job')}`}{' '}
        can then be changed without a promotion, and nobody has to approve. The audit records who did this.
      </p>
      <TextInput
        label={`Type ${name} to go on`}
        value={typed}
        onChange={event => onType(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </>
  );
}
