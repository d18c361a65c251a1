import { Menu } from 'electron';
import { menuTemplate, type MenuActions } from './menu-template.ts';

export function showMenu(actions: MenuActions, startAtLogin: boolean | null): void {
  const template = menuTemplate(process.platform, actions, startAtLogin);
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
