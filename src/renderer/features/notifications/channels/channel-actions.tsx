import type { Channel } from '../../../../shared/contract/notifications.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { currentAddress, navigate } from '../../../location.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { discardUnsaved } from '../../../ui/ui-state.ts';
import { channelHref, channelsHref } from '../notifications-data.ts';

/** Sends a test message and says what came of it. */
export async function testChannel({ id, name }: Channel): Promise<void> {
  const title = `${name} did not take the test`;
  try {
    showToast(`Sending a test to ${name}…`);
    const { ok, message, elapsed_ms } = await client.channels.test({ channel: String(id) });
    if (ok) showToast(`${name}: ${message} (${formatDuration(elapsed_ms)})`);
    else explain({ title, message, hint: 'The attempt is in the log of deliveries.' });
  } catch (error) {
    explain(troubleOf(error, title));
  }
}

/** Deletes a channel that no rule sends to; names the rules otherwise. */
export async function removeChannel({ id, name, rules }: Channel): Promise<void> {
  const title = `${name} was not deleted`;
  if (rules.length > 0) {
    explain({
      title,
      message: `${counted(rules.length, 'rule')} ${rules.length === 1 ? 'sends' : 'send'} to ${name}:`,
      problems: rules,
      hint: 'Delete these rules first, or let them send to another channel',
    });
    return;
  }
  const body = (
    <p>
      No rule sends to it. What it still had to deliver is given up; the log of deliveries and its secrets
      stay.
    </p>
  );
  if (!(await confirm({ title: `Delete ${name}?`, body, verb: 'Delete channel', danger: true }))) return;
  try {
    await client.channels.remove({ channel: String(id) });
    discardUnsaved(`notifications/channel/${id}`);
    if (currentAddress().startsWith(channelHref(id))) navigate(channelsHref, { replace: true });
    showToast(`${name} deleted`);
  } catch (error) {
    explain(troubleOf(error, title));
  }
}
