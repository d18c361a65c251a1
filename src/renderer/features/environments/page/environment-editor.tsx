import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconPlugConnected } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useId, useMemo, useState } from 'react';
import type { Environment, EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { useCommands } from '../../../commands.ts';
import { changeSearch, navigate, useSearch } from '../../../location.ts';
import { EngineBadge } from '../../../parts/engine-badge.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { askedOfSomebody } from '../connections/authenticators.ts';
import type { Problems } from '../edit/problems.ts';
import { newConnectionHref, useJobsIn } from '../environments-data.ts';
import { useEnvironmentEdit } from '../form/edits.ts';
import { definitionOf } from '../form/environment-form.ts';
import { formChanges } from '../form/form-changes.ts';
import { formProblems } from '../form/form-problems.ts';
import { useFormConnection } from '../form/use-form-connection.ts';
import { EnvironmentMenuItems } from '../list/environment-menu.tsx';
import { TestPanel } from '../test/test-panel.tsx';
import { useEnvironmentTest } from '../test/use-environment-test.ts';
import { JobsTab } from './jobs-tab.tsx';
import { OvertakenNotice } from './overtaken-notice.tsx';
import classes from './page.module.css';
import { SaveBar } from './save-bar.tsx';
import { SaveEnvironment } from './save-environment.tsx';
import { Settings } from './settings.tsx';
import { YamlTab } from './yaml-tab.tsx';

const noProblems: Problems = {};

/** One environment: its settings, the jobs in it, its file. Edits are kept until they are saved or discarded. */
export function EnvironmentEditor({ environment }: { environment: Environment }) {
  const panelId = useId();
  const tab = useSearch().get('tab') ?? 'settings';
  const { form, saved, overtaken, set, takeNote, discard } = useEnvironmentEdit(environment);
  useWantedConnection(set);
  const environments = useEnvironments();
  const connection = useFormConnection(form);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState(noProblems);
  const [saving, setSaving] = useState(false);
  const test = useEnvironmentTest();
  const [tested, setTested] = useState<{ subject: string; definition: EnvironmentDefinition }>();

  const definition = useMemo(() => definitionOf(form), [form]);
  const changes = useMemo(() => formChanges(definitionOf(saved), definition), [saved, definition]);
  const found = useMemo(
    () =>
      formProblems(
        form,
        environments.filter(({ id }) => id !== environment.id).map(({ name }) => name),
      ),
    [form, environments, environment.id],
  );
  const problems = { ...refused, ...(tried ? found.missing : {}), ...found.wrong };
  const isBroken = Object.keys(found.wrong).length + Object.keys(found.missing).length > 0;
  const isEdited = form !== saved && (changes.length > 0 || isBroken);

  const runTest = async () => {
    changeSearch({ tab: null });
    if (test.isPending || (await connection.trust.ask()) === null) return;
    const subject = isEdited ? `${environment.name} as it was typed` : `${environment.name} as it was saved`;
    setTested({ subject, definition });
    test.run({ environment: isEdited ? definition : String(environment.id) });
  };
  const save = () => {
    setTried(true);
    if (!isBroken && changes.length > 0) setSaving(true);
  };
  const giveUp = () => {
    discard();
    setTried(false);
    setRefused(noProblems);
  };
  useCommands([
    {
      id: 'environment.save',
      title: `Save ${environment.name}…`,
      group: 'This environment',
      shortcut: 'mod+s',
      disabled: isEdited ? undefined : 'Nothing was changed',
      run: save,
    },
    {
      id: 'environment.test',
      title: `Test ${environment.name}`,
      group: 'This environment',
      words: 'connection reach sign in',
      icon: IconPlugConnected,
      run: () => void runTest(),
    },
  ]);
  const { data: jobs } = useJobsIn(environment.id);

  return (
    <div className={classes.page} data-hue={form.colour}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Environments', href: '/environments' },
          { label: environment.name, shown: <EnvironmentChip environment={environment} /> },
        ]}
        marks={
          <>
            <EngineBadge engine={environment.engine} />
            <span className={classes.changed}>
              changed <RelativeTime at={environment.updated_at} />
            </span>
          </>
        }
      >
        <Tooltip
          label={isEdited ? 'Test what is typed, without saving it' : 'Try to reach everything it names'}
        >
          <Button
            leftSection={<IconPlugConnected size={sizes.iconSmall} aria-hidden />}
            disabled={test.isPending}
            onClick={() => void runTest()}
          >
            Test
          </Button>
        </Tooltip>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label="More about this environment">
              <IconDots size={sizes.icon} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <EnvironmentMenuItems environment={environment} opened />
          </Menu.Dropdown>
        </Menu>
      </BreadcrumbBar>
      <PanelTabs
        label="Parts of the environment"
        panelId={panelId}
        tabs={[
          { key: 'settings', label: 'Settings' },
          {
            key: 'jobs',
            label: 'Used by',
            badge: jobs && <span className={classes.count}>{jobs.length}</span>,
          },
          { key: 'yaml', label: 'YAML' },
        ]}
        current={tab}
        onShow={key => changeSearch({ tab: key === 'settings' ? null : key })}
      />
      <div id={panelId} role="tabpanel" aria-label={tab} className={classes.panel}>
        {tab === 'jobs' ? (
          <JobsTab environment={environment} />
        ) : tab === 'yaml' ? (
          <YamlTab definition={definition} position={environment.position} edited={isEdited} />
        ) : (
          <Settings
            environment={environment}
            form={form}
            connection={connection}
            onNewConnection={() => navigate(`${newConnectionHref}?for=${environment.id}`)}
            problems={problems}
            set={next => {
              setRefused(noProblems);
              set(next);
            }}
          >
            {overtaken && (
              <OvertakenNotice
                overtaken={overtaken}
                at={environment.updated_at}
                onDiscard={giveUp}
                onKeep={takeNote}
              />
            )}
            {!test.isIdle && (
              <TestPanel
                test={test}
                subject={`${tested?.subject ?? ''}${tested?.definition === definition ? '' : '; changed since'}`}
                asked={connection.definition && askedOfSomebody(connection.definition)}
                onAgain={() => void runTest()}
              />
            )}
          </Settings>
        )}
      </div>
      {isEdited && (
        <SaveBar changes={changes} problems={Object.keys(problems).length} onDiscard={giveUp} onSave={save} />
      )}
      {saving && (
        <SaveEnvironment
          environment={environment}
          form={form}
          definition={definition}
          changes={changes}
          overtaken={overtaken !== undefined}
          onProblems={setRefused}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  );
}

/** `?connection=prod_loader`: one that was just made for this environment. */
function useWantedConnection(set: (changes: { connection: string }) => void): void {
  const wanted = useSearch().get('connection');
  const take = useEffectEvent((connection: string) => {
    set({ connection });
    changeSearch({ connection: null });
  });
  useEffect(() => {
    if (wanted !== null) take(wanted);
  }, [wanted]);
}
