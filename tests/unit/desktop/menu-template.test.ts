import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuCommands } from '../../../src/shared/shell.ts';
import { isKnownExternalUrl } from '../../../src/main/desktop/external-url.ts';
import { menuTemplate } from '../../../src/main/desktop/menu-template.ts';

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

/** Chooses every item that is not a role's, and tells what that did. */
function chooseAll(platform: NodeJS.Platform) {
  const sent: string[] = [];
  const opened: string[] = [];
  const items = flatten(
    menuTemplate(
      platform,
      {
        send: command => sent.push(command),
        openExternal: url => opened.push(url),
        setStartAtLogin: () => undefined,
      },
      null,
    ),
  );
  for (const item of items) Reflect.apply(item.click ?? (() => undefined), undefined, []);
  return { items, sent, opened };
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', platform => {
  test('sends every command there is, once', () => {
    expect(chooseAll(platform).sent.sort()).toEqual([...menuCommands].sort());
  });

  test('opens only pages the system browser may be sent to', () => {
    const { opened } = chooseAll(platform);
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.filter(url => !isKnownExternalUrl(url))).toEqual([]);
  });

  test('uses no key twice', () => {
    const accelerators = chooseAll(platform).items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });

  test('has a way to quit', () => {
    const roles = chooseAll(platform).items.map(({ role }) => role);
    expect(roles).toContain(platform === 'darwin' ? 'appMenu' : 'quit');
  });
});
