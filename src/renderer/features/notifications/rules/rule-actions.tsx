import type { Rule } from '../../../../shared/contract/notifications.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { currentAddress, navigate } from '../../../location.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { discardUnsaved } from '../../../ui/ui-state.ts';
import { ruleHref, rulesHref } from '../notifications-data.ts';

/** Turns a rule on or off, and nothing else of it. */
export function switchRule({ id, name, revision, definition }: Rule): void {
  const { enabled: _, ...rest } = definition;
  const isOn = definition.enabled !== false;
  once(`rule_switch_${id}`, async () => {
    try {
      await client.rules.apply({ definition: isOn ? { ...rest, enabled: false } : rest, id, revision });
      showToast(`${name} is ${isOn ? 'off' : 'on'}`);
    } catch (error) {
      explain(troubleOf(error, `${name} was not turned ${isOn ? 'off' : 'on'}`));
    }
  });
}

export async function removeRule({ id, name, definition }: Rule): Promise<void> {
  const body = (
    <p>
      {definition.channels.join(', ')} {definition.channels.length === 1 ? 'gets' : 'get'} nothing more from
      it. What it has told already is still delivered. This cannot be undone.
    </p>
  );
  if (!(await confirm({ title: `Delete ${name}?`, body, verb: 'Delete rule', danger: true }))) return;
  try {
    await client.rules.remove({ rule: String(id) });
    discardUnsaved(`notifications/rule/${id}`);
    if (currentAddress().startsWith(ruleHref(id))) navigate(rulesHref, { replace: true });
    showToast(`${name} deleted`);
  } catch (error) {
    explain(troubleOf(error, `${name} was not deleted`));
  }
}
