import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconPlugConnected } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import type { Connection, ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import { useCommands } from '../../../commands.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { EngineBadge } from '../../../parts/engine-badge.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { useFormFocus } from '../edit/use-form-focus.ts';
import { connectionCrumbs, namesInShort } from '../environments-data.ts';
import { OvertakenNotice } from '../page/overtaken-notice.tsx';
import { SaveBar } from '../page/save-bar.tsx';
import { TestPanel } from '../test/test-panel.tsx';
import { useEnvironmentTest } from '../test/use-environment-test.ts';
import { askedOfSomebody } from './authenticators.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { ConnectionMenuItems } from './connection-menu.tsx';
import { ConnectionUsers } from './connection-users.tsx';
import { ConnectionYaml } from './connection-yaml.tsx';
import classes from './connections.module.css';
import { SaveConnection, useSaveConnection } from './save-connection.tsx';
import { TrustNotice } from './trust.tsx';
import { useConnectionEdit } from './use-connection-edit.ts';
import { useTrust } from './use-trust.ts';

/** One connection: its settings, what uses it, its file. Edits are kept until they are saved or discarded. */
export function ConnectionEditor({ connection }: { connection: Connection }) {
  const panelId = useId();
  const tab = useSearch().get('tab') ?? 'settings';
  const edit = useConnectionEdit(connection);
  const { form, definition, edited } = edit;
  const trust = useTrust({
    definition,
    saved: connection,
    trusted: edit.trusted,
    onTrusted: edit.setTrusted,
  });
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields);
  const [reviewing, setReviewing] = useState(false);
  const save = useSaveConnection({ connection, edit, onDone: () => setReviewing(false) });
  const test = useEnvironmentTest();
  const [tested, setTested] = useState<{ subject: string; definition: ConnectionDefinition }>();
  const users = connection.environments;

  const submit = () => {
    edit.check();
    showProblems();
    if (edit.broken || edit.changes.length === 0 || save.isPending) return;
    if (users.length > 0) setReviewing(true);
    else save.mutate();
  };
  const runTest = async () => {
    changeSearch({ tab: null });
    edit.check();
    showProblems();
    if (edit.broken || test.isPending) return;
    const trust_hosts = await trust.ask();
    if (trust_hosts === null) return;
    setTested({ subject: `${connection.name} as it ${edited ? 'is typed' : 'is saved'}`, definition });
    test.run(
      edited
        ? { environment: { name: form.name.trim(), connection: definition }, trust_hosts }
        : { environment: { name: connection.name, connection: connection.name } },
    );
  };
  const discard = () => {
    edit.discard();
    save.reset();
  };
  useCommands([
    {
      id: 'connection.save',
      title: `Save ${connection.name}`,
      group: 'This connection',
      shortcut: 'mod+s',
      disabled: edited ? undefined : 'Nothing was changed',
      run: submit,
    },
    {
      id: 'connection.test',
      title: `Test ${connection.name}`,
      group: 'This connection',
      words: 'reach sign in',
      icon: IconPlugConnected,
      run: () => void runTest(),
    },
  ]);

  return (
    <div className={classes.page}>
      <BreadcrumbBar
        crumbs={[...connectionCrumbs, { label: connection.name }]}
        marks={
          <>
            <EngineBadge engine={connection.engine} />
            <span>
              changed <RelativeTime at={connection.updated_at} />
            </span>
          </>
        }
      >
        <Tooltip label={edited ? 'Sign in as it is typed, without saving it' : 'Try to reach it and sign in'}>
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
            <ActionIcon aria-label="More about this connection">
              <IconDots size={sizes.icon} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <ConnectionMenuItems connection={connection} opened />
          </Menu.Dropdown>
        </Menu>
      </BreadcrumbBar>
      <PanelTabs
        label="Parts of the connection"
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
          <ConnectionUsers connection={connection} />
        ) : tab === 'yaml' ? (
          <ConnectionYaml definition={definition} edited={edited} />
        ) : (
          <div ref={fields} className={classes.settings}>
            <TrustNotice name={form.name} hosts={trust.untrusted} onTrust={() => void trust.ask()} />
            {edit.overtaken && (
              <OvertakenNotice
                overtaken={edit.overtaken}
                at={connection.updated_at}
                onDiscard={discard}
                onKeep={edit.takeNote}
              />
            )}
            {!test.isIdle && (
              <TestPanel
                test={test}
                subject={`${tested?.subject ?? ''}${tested?.definition === definition ? '' : '; changed since'}`}
                asked={askedOfSomebody(definition)}
                onAgain={() => void runTest()}
              />
            )}
            <ConnectionFields
              form={form}
              set={edit.set}
              problems={edit.problems}
              engineFixed={
                users.length === 0
                  ? undefined
                  : `${namesInShort(users)} ${users.length === 1 ? 'uses' : 'use'} it: for another engine, make another connection.`
              }
            />
            {save.trouble}
          </div>
        )}
      </div>
      {edited && (
        <SaveBar
          changes={edit.changes}
          problems={Object.keys(edit.problems).length}
          onDiscard={discard}
          onSave={submit}
          verb={users.length > 0 ? 'Review and save…' : 'Save connection'}
          saving={save.isPending}
        />
      )}
      {reviewing && (
        <SaveConnection
          connection={connection}
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
