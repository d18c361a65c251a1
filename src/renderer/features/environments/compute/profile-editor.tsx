import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { useCommands } from '../../../commands.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { useFormFocus } from '../edit/use-form-focus.ts';
import { computeProfileCrumbs } from '../environments-data.ts';
import { EnvironmentTable } from '../list/environment-table.tsx';
import { OvertakenNotice } from '../page/overtaken-notice.tsx';
import { SaveBar } from '../page/save-bar.tsx';
import classes from './compute.module.css';
import { ProfileFields } from './profile-fields.tsx';
import { ProfileMenuItems } from './profile-menu.tsx';
import { ProfileYaml } from './profile-yaml.tsx';
import { SaveProfile, useSaveProfile } from './save-profile.tsx';
import { useProfileEdit } from './use-profile-edit.ts';

/** One compute profile: what it says, who uses it, its file. Edits are kept until they are saved or discarded. */
export function ProfileEditor({ profile }: { profile: ComputeProfile }) {
  const panelId = useId();
  const tab = useSearch().get('tab') ?? 'settings';
  const edit = useProfileEdit(profile);
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields);
  const [reviewing, setReviewing] = useState(false);
  const save = useSaveProfile({ profile, edit, onDone: () => setReviewing(false) });
  const users = profile.environments;

  const submit = () => {
    edit.check();
    showProblems();
    if (edit.broken || edit.changes.length === 0 || save.isPending) return;
    if (users.length > 0) setReviewing(true);
    else save.mutate();
  };
  const discard = () => {
    edit.discard();
    save.reset();
  };
  useCommands([
    {
      id: 'compute_profile.save',
      title: `Save ${profile.name}`,
      group: 'This compute profile',
      shortcut: 'mod+s',
      disabled: edit.edited ? undefined : 'Nothing was changed',
      run: submit,
    },
  ]);
  return (
    <div className={classes.page}>
      <BreadcrumbBar
        crumbs={[...computeProfileCrumbs, { label: profile.name }]}
        marks={
          <span>
            changed <RelativeTime at={profile.updated_at} />
          </span>
        }
      >
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label="More about this compute profile">
              <IconDots size={sizes.icon} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <ProfileMenuItems profile={profile} opened />
          </Menu.Dropdown>
        </Menu>
      </BreadcrumbBar>
      <PanelTabs
        label="Parts of the compute profile"
        panelId={panelId}
        tabs={[
          { key: 'settings', label: 'Settings' },
          {
            key: 'users',
            label: 'Used by',
            badge: <span className={classes.count}>{users.length}</span>,
          },
          { key: 'yaml', label: 'YAML' },
        ]}
        current={tab}
        onShow={key => changeSearch({ tab: key === 'settings' ? null : key })}
      />
      <div id={panelId} role="tabpanel" aria-label={tab} className={classes.panel}>
        {tab === 'users' ? (
          <Users profile={profile} />
        ) : tab === 'yaml' ? (
          <ProfileYaml definition={edit.definition} edited={edit.edited} />
        ) : (
          <div ref={fields} className={classes.settings}>
            {edit.overtaken && (
              <OvertakenNotice
                overtaken={edit.overtaken}
                at={profile.updated_at}
                onDiscard={discard}
                onKeep={edit.takeNote}
              />
            )}
            <ProfileFields form={edit.form} set={edit.set} problems={edit.problems} users={users} />
            {!reviewing && save.trouble}
          </div>
        )}
      </div>
      {edit.edited && (
        <SaveBar
          changes={edit.changes}
          problems={Object.keys(edit.problems).length}
          onDiscard={discard}
          onSave={submit}
          verb={users.length > 0 ? 'Review and save…' : 'Save compute profile'}
          saving={save.isPending}
        />
      )}
      {reviewing && (
        <SaveProfile
          profile={profile}
          edit={edit}
          save={save}
          onClose={() => {
            save.reset();
            setReviewing(false);
          }}
        />
      )}
    </div>
  );
}

function Users({ profile: { name, environments } }: { profile: ComputeProfile }) {
  const users = useEnvironments().filter(environment => environments.includes(environment.name));
  if (environments.length === 0) {
    return (
      <EmptyState>No environment uses {name} yet: one chooses it under “Compute and limits”.</EmptyState>
    );
  }
  return <EnvironmentTable label={`Environments with ${name}`} environments={users} />;
}
