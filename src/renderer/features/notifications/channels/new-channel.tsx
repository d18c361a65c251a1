import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { useCommands } from '../../../commands.ts';
import { navigate } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { NewBar } from '../../environments/edit/new-bar.tsx';
import { engineProblems } from '../edit/problems.ts';
import { useFormFocus } from '../../environments/edit/use-form-focus.ts';
import classes from '../notifications.module.css';
import { channelHref, channelsHref } from '../notifications-data.ts';
import { ChannelFields } from './channel-fields.tsx';
import { channelLabels, emptyChannel } from './channel-form.ts';
import { useChannelForm } from './use-channel-form.ts';

const fieldNames = Object.keys(channelLabels);

/** A channel being made; what was typed stays while one looks at something else. */
export function NewChannel() {
  const edit = useChannelForm(undefined, emptyChannel);
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields, true);
  const create = useMutation(
    api.channels.apply.mutationOptions({
      onSuccess: made => {
        edit.discard();
        showToast(`${made.name} created`);
        navigate(channelHref(made.id), { replace: true });
      },
      onError: error => edit.refuse(engineProblems(callFailure(error).problems, fieldNames).fields),
    }),
  );
  const submit = () => {
    edit.check();
    showProblems();
    // Revision 0: never over one of the same name that somebody else has just made.
    if (!edit.broken && !create.isPending) create.mutate({ definition: edit.definition, revision: 0 });
  };
  useCommands([
    { id: 'channel.create', title: 'Create channel', group: 'This channel', shortcut: 'mod+s', run: submit },
  ]);
  return (
    <div className={classes.page}>
      <BreadcrumbBar crumbs={[{ label: 'Notifications', href: channelsHref }, { label: 'New channel' }]} />
      <div ref={fields} className={classes.settings}>
        <ChannelFields isNew form={edit.form} set={edit.set} problems={edit.problems} />
        {create.error && <ErrorPanel trouble={troubleOf(create.error, 'The channel was not created')} />}
      </div>
      <NewBar
        verb="Create channel"
        pending={create.isPending}
        onCancel={() => {
          edit.discard();
          navigate(channelsHref);
        }}
        onCreate={submit}
      />
    </div>
  );
}
