import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { client } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { useCommands } from '../../../commands.ts';
import { navigate } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { NewBar } from '../edit/new-bar.tsx';
import { useFormFocus } from '../edit/use-form-focus.ts';
import { computeProfileCrumbs, computeProfileHref, computeProfilesHref } from '../environments-data.ts';
import classes from './compute.module.css';
import { ProfileFields } from './profile-fields.tsx';
import { engineProblems } from './profile-problems.ts';
import { useNewProfile } from './use-profile-edit.ts';

const nobody: readonly string[] = [];

/** A compute profile being made. */
export function NewProfile() {
  const edit = useNewProfile();
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields, true);
  const create = useMutation({
    // Revision 0: never over one of the same name that somebody else has just made.
    mutationFn: () => client.computeProfiles.apply({ definition: edit.definition, revision: 0 }),
    onSuccess: made => {
      edit.discard();
      showToast(`${made.name} created`);
      navigate(computeProfileHref(made.id), { replace: true });
    },
    onError: error => edit.refuse(engineProblems(callFailure(error).problems, edit.form).fields),
  });
  const submit = () => {
    edit.check();
    showProblems();
    if (!edit.broken && !create.isPending) create.mutate();
  };
  useCommands([
    {
      id: 'compute_profile.create',
      title: 'Create compute profile',
      group: 'This compute profile',
      shortcut: 'mod+s',
      run: submit,
    },
  ]);
  return (
    <div className={classes.page}>
      <BreadcrumbBar crumbs={[...computeProfileCrumbs, { label: 'New compute profile' }]} />
      <div ref={fields} className={classes.settings}>
        <ProfileFields form={edit.form} set={edit.set} problems={edit.problems} users={nobody} />
        {create.error && (
          <ErrorPanel trouble={troubleOf(create.error, 'The compute profile was not created')} />
        )}
      </div>
      <NewBar
        verb="Create compute profile"
        pending={create.isPending}
        onCancel={() => {
          edit.discard();
          navigate(computeProfilesHref);
        }}
        onCreate={submit}
      />
    </div>
  );
}
