import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useMemo, useRef } from 'react';
import type { Rule } from '../../../../shared/contract/notifications.ts';
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
import { DefinitionFile } from '../edit/definition-file.tsx';
import { Overtaken } from '../edit/overtaken.tsx';
import { engineProblems } from '../edit/problems.ts';
import { useFormFocus } from '../../environments/edit/use-form-focus.ts';
import classes from '../notifications.module.css';
import { channelsHref, rulesHref } from '../notifications-data.ts';
import { RuleFields } from './rule-fields.tsx';
import { formOf, ruleLabels } from './rule-form.ts';
import { RuleMenuItems } from './rule-menu.tsx';
import { useRuleForm } from './use-rule-form.ts';

const tabs = [
  { key: 'settings', label: 'Settings' },
  { key: 'yaml', label: 'YAML' },
];
const fieldNames = Object.keys(ruleLabels);

/** One rule and its file. Edits are kept until they are saved or discarded. */
export function RuleEditor({ rule }: { rule: Rule }) {
  const panelId = useId();
  const tab = useSearch().get('tab') === 'yaml' ? 'yaml' : 'settings';
  const saved = useMemo(() => formOf(rule.definition), [rule.definition]);
  const edit = useRuleForm(rule.id, saved);
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields);
  const isEdited = edit.edited && (edit.changes.length > 0 || edit.broken);
  const save = useMutation(
    api.rules.apply.mutationOptions({
      onSuccess: async ({ name }) => {
        // What is shown as saved until the list comes would else be what it was before.
        await queryClient.invalidateQueries({ queryKey: api.rules.list.key() });
        edit.discard();
        showToast(`${name} saved`);
      },
      onError: error => edit.refuse(engineProblems(callFailure(error).problems, fieldNames).fields),
    }),
  );
  const submit = () => {
    edit.check();
    showProblems();
    if (edit.broken || !isEdited || save.isPending) return;
    save.mutate({ definition: edit.definition, id: rule.id, revision: rule.revision });
  };
  const discard = () => {
    edit.discard();
    save.reset();
  };
  useCommands([
    {
      id: 'rule.save',
      title: `Save ${rule.name}`,
      group: 'This rule',
      shortcut: 'mod+s',
      disabled: isEdited ? undefined : 'Nothing was changed',
      run: submit,
    },
  ]);
  return (
    <div className={classes.page}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Notifications', href: channelsHref },
          { label: 'Rules', href: rulesHref },
          { label: rule.name },
        ]}
        marks={
          <>
            {rule.definition.enabled === false && <span>off</span>}
            <span>
              changed <RelativeTime at={rule.updated_at} />
            </span>
          </>
        }
      >
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label="More about this rule">
              <IconDots size={sizes.icon} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <RuleMenuItems rule={rule} opened />
          </Menu.Dropdown>
        </Menu>
      </BreadcrumbBar>
      <PanelTabs
        label="Parts of the rule"
        panelId={panelId}
        tabs={tabs}
        current={tab}
        onShow={key => changeSearch({ tab: key === 'settings' ? null : key })}
      />
      <div id={panelId} role="tabpanel" aria-label={tab} className={classes.panel}>
        {tab === 'yaml' ? (
          <DefinitionFile kind="rule" definition={edit.definition} edited={isEdited} />
        ) : (
          <div ref={fields} className={classes.settings}>
            {edit.overtaken && <Overtaken name={rule.name} onDiscard={discard} />}
            <RuleFields form={edit.form} set={edit.set} problems={edit.problems} known={edit.known} />
            {save.error && <ErrorPanel trouble={troubleOf(save.error, `${rule.name} was not saved`)} />}
          </div>
        )}
      </div>
      {isEdited && (
        <SaveBar
          changes={edit.changes}
          problems={Object.keys(edit.problems).length}
          onDiscard={discard}
          onSave={submit}
          verb="Save rule"
          saving={save.isPending}
        />
      )}
    </div>
  );
}
