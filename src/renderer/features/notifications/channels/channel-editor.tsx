import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconSend } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useMemo, useRef } from 'react';
import type { Channel } from '../../../../shared/contract/notifications.ts';
import { api, queryClient } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { useCommands } from '../../../commands.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { SaveBar } from '../../environments/page/save-bar.tsx';
import { DeliveryList } from '../deliveries/delivery-list.tsx';
import { DefinitionFile } from '../edit/definition-file.tsx';
import { Overtaken } from '../edit/overtaken.tsx';
import { engineProblems } from '../edit/problems.ts';
import { useFormFocus } from '../../environments/edit/use-form-focus.ts';
import classes from '../notifications.module.css';
import { channelsHref } from '../notifications-data.ts';
import { channelKinds } from '../words.ts';
import { ChannelFields } from './channel-fields.tsx';
import { channelLabels, formOf } from './channel-form.ts';
import { ChannelMenuItems } from './channel-menu.tsx';
import { SendingRules } from './sending-rules.tsx';
import { TestResult, useChannelTest } from './test-result.tsx';
import { useChannelForm } from './use-channel-form.ts';

const tabs = [
  { key: 'settings', label: 'Settings' },
  { key: 'deliveries', label: 'Deliveries' },
  { key: 'yaml', label: 'YAML' },
];
const fieldNames = Object.keys(channelLabels);

/** One channel: its settings, what was sent through it, its file. Edits are kept until they are saved or discarded. */
export function ChannelEditor({ channel }: { channel: Channel }) {
  const panelId = useId();
  const wanted = useSearch().get('tab');
  const tab = tabs.find(({ key }) => key === wanted) ?? tabs[0];
  const saved = useMemo(() => formOf(channel.definition), [channel.definition]);
  const edit = useChannelForm(channel.id, saved);
  const test = useChannelTest();
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields);
  const isEdited = edit.edited && (edit.changes.length > 0 || edit.broken);
  const save = useMutation(
    api.channels.apply.mutationOptions({
      onSuccess: ({ created: _created, ...now }) => {
        queryClient.setQueryData(api.channels.get.queryKey({ input: { channel: String(now.id) } }), now);
        edit.discard();
        showToast(`${now.name} saved`);
      },
      onError: error => edit.refuse(engineProblems(callFailure(error).problems, fieldNames).fields),
    }),
  );
  const submit = () => {
    edit.check();
    showProblems();
    if (edit.broken || !isEdited || save.isPending) return;
    save.mutate({ definition: edit.definition, id: channel.id, revision: channel.revision });
  };
  const runTest = () => {
    changeSearch({ tab: null });
    if (!test.isPending) test.mutate({ channel: String(channel.id) });
  };
  const discard = () => {
    edit.discard();
    save.reset();
  };
  useCommands([
    {
      id: 'channel.save',
      title: `Save ${channel.name}`,
      group: 'This channel',
      shortcut: 'mod+s',
      disabled: isEdited ? undefined : 'Nothing was changed',
      run: submit,
    },
    {
      id: 'channel.test',
      title: `Send a test to ${channel.name}`,
      group: 'This channel',
      icon: IconSend,
      run: runTest,
    },
  ]);

  return (
    <div className={classes.page}>
      <BreadcrumbBar
        crumbs={[{ label: 'Notifications', href: channelsHref }, { label: channel.name }]}
        marks={
          <>
            <span>{channelKinds[channel.kind].word}</span>
            <span>
              changed <RelativeTime at={channel.updated_at} />
            </span>
          </>
        }
      >
        <Tooltip label="Send a test message now, once">
          <Button
            leftSection={<IconSend size={sizes.iconSmall} aria-hidden />}
            loading={test.isPending}
            onClick={runTest}
          >
            Test
          </Button>
        </Tooltip>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label="More about this channel">
              <IconDots size={sizes.icon} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <ChannelMenuItems channel={channel} opened />
          </Menu.Dropdown>
        </Menu>
      </BreadcrumbBar>
      <PanelTabs
        label="Parts of the channel"
        panelId={panelId}
        tabs={tabs}
        current={tab?.key ?? ''}
        onShow={key => changeSearch({ tab: key === 'settings' ? null : key })}
      />
      <div id={panelId} role="tabpanel" aria-label={tab?.label} className={classes.panel}>
        {tab?.key === 'deliveries' ? (
          <DeliveryList
            filter={{ channel: String(channel.id) }}
            empty="Nothing was sent through it yet."
            oneChannel
          />
        ) : tab?.key === 'yaml' ? (
          <DefinitionFile kind="channel" definition={edit.definition} edited={isEdited} />
        ) : (
          <div ref={fields} className={classes.settings}>
            {edit.overtaken && <Overtaken name={channel.name} onDiscard={discard} />}
            {!test.isIdle && <TestResult test={test} edited={isEdited} onAgain={runTest} />}
            <ChannelFields form={edit.form} set={edit.set} problems={edit.problems} />
            <SendingRules channel={channel} />
            {save.error && <ErrorPanel trouble={troubleOf(save.error, `${channel.name} was not saved`)} />}
          </div>
        )}
      </div>
      {isEdited && (
        <SaveBar
          changes={edit.changes}
          problems={Object.keys(edit.problems).length}
          onDiscard={discard}
          onSave={submit}
          verb="Save channel"
          saving={save.isPending}
        />
      )}
    </div>
  );
}
