import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';

const electronPackage = new URL('../../../node_modules/electron/', import.meta.url);
const standInExecutable = fileURLToPath(new URL('electron', import.meta.url));

/** Electron's binary, where it was downloaded; looks at files only, since importing `electron` starts the download. */
function electronBinary(): string | undefined {
  const pathFile = new URL('path.txt', electronPackage);
  if (process.env['SLIPWAY_TEST_HOST'] === 'stand-in' || !existsSync(pathFile)) return undefined;
  const binary = fileURLToPath(new URL(`dist/${readFileSync(pathFile, 'utf8')}`, electronPackage));
  return existsSync(binary) ? binary : undefined;
}

/** Which host tests run the desktop application in; `SLIPWAY_TEST_HOST=stand-in` forces the latter. */
export function electronHost(): 'electron' | 'stand-in' {
  return electronBinary() === undefined ? 'stand-in' : 'electron';
}

/** What to start for an instance without Playwright. */
export function electronExecutable(): string {
  return electronBinary() ?? standInExecutable;
}

export interface LaunchOptions {
  /** Directory with a package.json, or the main script itself. */
  app: string;
  /** Directory for everything the application keeps; the caller removes it. */
  userData: string;
  args?: string[];
  env?: Record<string, string>;
  /** For tests of the stand-in itself. */
  host?: 'electron' | 'stand-in';
}

/** Starts a desktop application under Playwright; close it with `close()`. */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  const { app, userData, args = [], env, host = electronHost() } = options;
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return await _electron.launch({
    ...(host === 'stand-in' && { executablePath: standInExecutable }),
    args: [`--user-data-dir=${userData}`, app, ...args],
    env: { ...Object.fromEntries(inherited), ...env },
    timeout: 30_000,
  });
}

/** Chooses an item of the application's menu, as in `['File', 'New model']`. Works on Electron and the stand-in. */
export async function clickMenuItem(app: ElectronApplication, labels: string[]): Promise<void> {
  await app.evaluate(({ Menu, BrowserWindow }, path) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [depth, label] of path.entries()) {
      const item = items.find(candidate => candidate.label.replace('&', '') === label);
      if (!item) {
        const known = items.map(candidate => candidate.label).join(', ');
        throw new Error(`No menu item "${path.slice(0, depth + 1).join(' > ')}"; there is: ${known}`);
      }
      if (depth < path.length - 1) items = item.submenu?.items ?? [];
      else {
        const [window] = BrowserWindow.getAllWindows();
        item.click(undefined, BrowserWindow.getFocusedWindow() ?? window, window?.webContents);
      }
    }
  }, labels);
}
