import { runCommand } from './commands.ts';
import { navigate } from './location.ts';
import { showToast } from './ui/notices.ts';

/**
 * What the desktop's menu, tray and links ask of the page. The same shapes as `ShellMessage` in the desktop's
 * `commands.ts`; anything else is ignored.
 */
export function onShellMessage(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('type' in message)) return;
  if (message.type === 'command' && 'command' in message && typeof message.command === 'string') {
    if (!runCommand(message.command)) showToast('That is not possible here');
  }
  if (message.type === 'open_run' && 'run' in message && Number.isSafeInteger(message.run)) {
    navigate(`/runs/${String(message.run)}`);
  }
}
