import { onlySupported, StrictEmitter, unsupported } from '../strict.ts';
import { BrowserWindow } from './browser-window.ts';
import { defaultLabel, performRole } from './menu-roles.ts';
import type { WebContents } from './web-contents.ts';

type ItemType = 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio';
type ClickHandler = (item: MenuItem, window: BrowserWindow | undefined, event: object) => void;

export interface MenuItemOptions {
  label?: string;
  sublabel?: string;
  toolTip?: string;
  id?: string;
  type?: ItemType;
  role?: string;
  accelerator?: string;
  registerAccelerator?: boolean;
  acceleratorWorksWhenHidden?: boolean;
  enabled?: boolean;
  visible?: boolean;
  checked?: boolean;
  icon?: unknown;
  submenu?: MenuItemOptions[] | Menu;
  click?: ClickHandler;
}

const supportedOptions = [
  'label',
  'sublabel',
  'toolTip',
  'id',
  'type',
  'role',
  'accelerator',
  'registerAccelerator',
  'enabled',
  'visible',
  'acceleratorWorksWhenHidden',
  'checked',
  'icon',
  'submenu',
  'click',
];

export class MenuItem extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return [];
  }
  readonly id: string | undefined;
  readonly role: string | undefined;
  readonly type: ItemType;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: ClickHandler | undefined;

  constructor(options: MenuItemOptions) {
    super();
    onlySupported('MenuItem', options, supportedOptions);
    const { submenu } = options;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu;
    this.id = options.id;
    this.role = options.role?.toLowerCase();
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    this.label = options.label ?? (this.role === undefined ? '' : defaultLabel(this.role));
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.accelerator = options.accelerator;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click;
  }

  /** What choosing the item does; tests call it, as they do in Electron. */
  click(
    event: object = {},
    window: BrowserWindow | null = BrowserWindow.getFocusedWindow(),
    page: WebContents | undefined = window?.webContents,
  ): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.role !== undefined && performRole(this.role, window, page)) return;
    this.#click?.(this, window ?? undefined, event);
  }
}

export class Menu extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['menu-will-show', 'menu-will-close'];
  }
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: (MenuItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }
  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found) return found;
    }
    return null;
  }
  popup(): void {
    throw unsupported('Menu.popup: a native menu cannot be shown');
  }
}
