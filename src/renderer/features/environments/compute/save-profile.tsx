import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AffectedEnvironment, ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { api, client, queryClient } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { EngineBadge } from '../../../parts/engine-badge.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { ChangesList } from '../page/changes-list.tsx';
import pageClasses from '../page/page.module.css';
import classes from './compute.module.css';
import { affectedChanges } from './profile-changes.ts';
import { engineProblems } from './profile-problems.ts';
import type { useProfileEdit } from './use-profile-edit.ts';

type Edit = ReturnType<typeof useProfileEdit>;

interface ProfileSaving {
  mutate: () => void;
  reset: () => void;
  isPending: boolean;
  /** Why it was refused, where that has no field of its own. */
  trouble: ReactNode;
}

interface SavingOptions {
  profile: ComputeProfile;
  edit: Edit;
  onDone: () => void;
}

export function useSaveProfile({ profile, edit, onDone }: SavingOptions): ProfileSaving {
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: () =>
      client.computeProfiles.apply({
        definition: edit.definition,
        id: profile.id,
        revision: profile.revision,
      }),
    onSuccess: ({ created: _created, affects: _affects, ...saved }) => {
      const input = { compute_profile: String(saved.id) };
      queryClient.setQueryData(api.computeProfiles.get.queryKey({ input }), saved);
      edit.discard();
      showToast(`${saved.name} saved`);
      onDone();
    },
    onError: cause => {
      const { fields, rest } = engineProblems(callFailure(cause).problems, edit.form);
      edit.refuse(fields);
      if (Object.keys(fields).length > 0 && rest.length === 0) onDone();
    },
  });
  return {
    mutate: () => mutate(),
    reset,
    isPending,
    trouble: error && <ErrorPanel trouble={troubleOf(error, `${profile.name} was not saved`)} />,
  };
}

interface Props {
  profile: ComputeProfile;
  edit: Edit;
  save: ProfileSaving;
  onClose: () => void;
}

/** Shows what saving a profile changes in the environments that use it, before it is done. */
export function SaveProfile({ profile, edit, save, onClose }: Props) {
  useFocusBack();
  const plan = useQuery({
    ...api.computeProfiles.plan.queryOptions({ input: { definition: edit.definition, id: profile.id } }),
    retry: false,
  });
  const users = profile.environments.length;
  return (
    <Modal opened onClose={onClose} title={`Save ${profile.name}`} size={sizes.dialogWide}>
      <div className={pageClasses.dialog}>
        <p>
          {counted(edit.changes.length, 'change')}. Limits of concurrency hold at once, the rest for runs that
          are created from now on.
          {edit.overtaken !== undefined &&
            ' It was also changed elsewhere since you began; what is listed is upon that.'}
        </p>
        <ChangesList changes={edit.changes} />
        <h3>
          Used by {counted(users, 'environment')}: {profile.environments.join(', ')}
        </h3>
        {plan.data ? (
          <Affected affects={plan.data.affects} />
        ) : plan.error ? (
          <ErrorPanel trouble={troubleOf(plan.error, 'What changes there could not be found out')} />
        ) : (
          <Waiting lines={users} label="Finding out what changes" />
        )}
        {save.trouble}
        <div className={pageClasses.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" data-autofocus loading={save.isPending} onClick={save.mutate}>
            Save compute profile
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** What changes of what holds in each environment. */
function Affected({ affects }: { affects: readonly AffectedEnvironment[] }) {
  const environments = useEnvironments();
  return (
    <ul className={classes.affected} aria-label="What changes in the environments">
      {affects.map(affected => {
        const changes = affectedChanges(affected);
        const colour = environments.find(({ id }) => id === affected.environment_id)?.colour ?? 'gray';
        return (
          <li key={affected.environment_id}>
            <span className={classes.affectedHead}>
              <EnvironmentChip
                environment={{ name: affected.environment, colour, protected: affected.protected }}
              />
              <EngineBadge engine={affected.engine} />
              {changes.length === 0 && <span className={classes.dim}>nothing changes here</span>}
            </span>
            {changes.length > 0 && (
              <ul className={classes.affectedChanges}>
                {changes.map(({ what, from, to }) => (
                  <li key={what}>
                    {what}: <del>{from ?? 'nothing'}</del> → {to ?? 'nothing'}
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}
