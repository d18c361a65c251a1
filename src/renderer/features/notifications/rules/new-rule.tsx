import { useMutation } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { useCommands } from '../../../commands.ts';
import { navigate, useSearch } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { NewBar } from '../../environments/edit/new-bar.tsx';
import { engineProblems } from '../edit/problems.ts';
import { useFormFocus } from '../../environments/edit/use-form-focus.ts';
import classes from '../notifications.module.css';
import { channelsHref, rulesHref, useChannels } from '../notifications-data.ts';
import { RuleFields } from './rule-fields.tsx';
import { emptyRule, ruleLabels } from './rule-form.ts';
import { useRuleForm } from './use-rule-form.ts';

const fieldNames = Object.keys(ruleLabels);

/** A rule being made; `?channel=` is the name of the channel it begins with, else the only one there is. */
export function NewRule() {
  const { channels } = useChannels();
  const asked = useSearch().get('channel');
  const only = channels.length === 1 ? channels[0]?.name : undefined;
  const channel = asked ?? only;
  const begun = useMemo(
    () => ({ ...emptyRule, channels: channel === undefined ? [] : [channel] }),
    [channel],
  );
  const edit = useRuleForm(`new/${asked ?? ''}`, begun);
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields, true);
  const create = useMutation(
    api.rules.apply.mutationOptions({
      onSuccess: made => {
        edit.discard();
        showToast(`${made.name} created`);
        navigate(rulesHref, { replace: true });
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
    { id: 'rule.create', title: 'Create rule', group: 'This rule', shortcut: 'mod+s', run: submit },
  ]);
  return (
    <div className={classes.page}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Notifications', href: channelsHref },
          { label: 'Rules', href: rulesHref },
          { label: 'New rule' },
        ]}
      />
      <div ref={fields} className={classes.settings}>
        <RuleFields form={edit.form} set={edit.set} problems={edit.problems} known={edit.known} />
        {create.error && <ErrorPanel trouble={troubleOf(create.error, 'The rule was not created')} />}
      </div>
      <NewBar
        verb="Create rule"
        pending={create.isPending}
        onCancel={() => {
          edit.discard();
          navigate(rulesHref);
        }}
        onCreate={submit}
      />
    </div>
  );
}
