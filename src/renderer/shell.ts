import { runCommand } from './commands.ts';
import { navigate } from './location.ts';
import type { ShellMessage } from '../shared/shell.ts';
import { showToast } from './ui/notices.ts';

/** What the desktop's menu and links ask of the page. */
export function onShellMessage(message: ShellMessage): void {
  if (message.type === 'open_run') navigate(`/runs/${message.run}`);
  else if (message.type === 'open_runs') navigate('/runs');
  else if (message.type === 'open_wake_plan') navigate('/schedule/missed');
  else if (message.type === 'open_deliveries') navigate('/notifications/deliveries');
  else if (!runCommand(message.command)) showToast('That is not possible here');
}
