import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/shell.ts';
import { loginItemOption } from './login-option.ts';

export interface MenuActions {
  /** Asks the page to do something. */
  send(command: MenuCommand): void;
  openExternal(url: string): void;
  setStartAtLogin: (on: boolean) => void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/**
 * The application menu. Where the page handles a key itself, the page comes first and the accelerator does not fire: the
 * keys here are the same ones, and for people who look for them. `startAtLogin` is null where the system offers no way.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  actions: MenuActions,
  startAtLogin: boolean | null,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => actions.send(command),
    ...(accelerator !== undefined && { accelerator }),
  });
  const link = (label: string, url: string): MenuItemConstructorOptions => ({
    label,
    click: () => actions.openExternal(url),
  });

  const file: MenuItemConstructorOptions[] = [
    item('New model', 'model.new', 'CmdOrCtrl+N'),
    item('New job', 'job.new', 'CmdOrCtrl+Shift+N'),
    separator,
    loginItemOption(startAtLogin, actions.setStartAtLogin),
    separator,
    { role: isMac ? 'close' : 'quit' },
  ];
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo' },
    { role: 'redo' },
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
    separator,
    item('Find', 'edit.find', 'CmdOrCtrl+F'),
  ];
  const view: MenuItemConstructorOptions[] = [
    item('Command palette', 'palette.open', 'CmdOrCtrl+K'),
    separator,
    item('Side bar', 'view.side_bar', 'CmdOrCtrl+B'),
    item('Bottom panel', 'view.bottom_panel', 'CmdOrCtrl+J'),
    {
      label: 'Theme',
      submenu: [
        item('As the system', 'theme.system'),
        item('Light', 'theme.light'),
        item('Dark', 'theme.dark'),
      ],
    },
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    separator,
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ];
  const go: MenuItemConstructorOptions[] = [
    item('Back', 'go.back', isMac ? 'Cmd+[' : 'Alt+Left'),
    item('Forward', 'go.forward', isMac ? 'Cmd+]' : 'Alt+Right'),
    separator,
    item('Models', 'go.models', 'CmdOrCtrl+1'),
    item('Jobs', 'go.jobs', 'CmdOrCtrl+2'),
    item('Runs', 'go.runs', 'CmdOrCtrl+3'),
    item('Promote', 'go.promote', 'CmdOrCtrl+4'),
    item('Environments', 'go.environments', 'CmdOrCtrl+5'),
    item('Notifications', 'go.notifications', 'CmdOrCtrl+6'),
  ];
  const help: MenuItemConstructorOptions[] = [
    item('Keyboard shortcuts', 'help.shortcuts'),
    link('Snowflake documentation', 'https://docs.snowflake.com/'),
    link('DuckDB documentation', 'https://duckdb.org/docs/'),
    ...(isMac ? [] : [separator, { role: 'about' } as const]),
  ];

  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: file },
    { label: 'Edit', submenu: edit },
    { label: 'View', submenu: view },
    { label: 'Go', submenu: go },
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    { label: 'Help', role: 'help', submenu: help },
  ];
}
