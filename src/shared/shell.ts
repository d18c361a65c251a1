/**
 * What the desktop's shell, its preload and the page have agreed on: everything between them besides the API.
 */

/** The message with which the page asks for its ports, and is answered with them: the engine's, then the shell's. */
export const portsChannel = 'slipway:ports';

/** What the application menu can ask of the page. */
export const menuCommands = [
  'model.new',
  'job.new',
  'edit.find',
  'palette.open',
  'view.side_bar',
  'view.bottom_panel',
  'theme.system',
  'theme.light',
  'theme.dark',
  'go.back',
  'go.forward',
  'go.models',
  'go.jobs',
  'go.runs',
  'go.promote',
  'go.environments',
  'go.notifications',
  'help.shortcuts',
] as const;
export type MenuCommand = (typeof menuCommands)[number];

/** The messages the page receives on its second port; it sends none. */
export type ShellMessage =
  | { type: 'command'; command: MenuCommand }
  | { type: 'open_run'; run: number }
  | { type: 'open_runs' }
  | { type: 'open_wake_plan' }
  | { type: 'open_deliveries' };
