import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutSecrets } from '../../shared/domain/secrets.ts';

/**
 * Shows a page in the person's browser, where there is one. The address holds the token, and other users of the machine can
 * see the arguments of processes: so the browser is given a file only this user can read, which leads to the address.
 * Returns what removes the file.
 */
export function openInBrowser(url: string): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-open-'));
  const file = join(directory, 'slipway.html');
  const target = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const html = `<!doctype html><meta charset="utf-8"><title>Slipway</title><meta http-equiv="refresh" content="0; url=${target}"><a href="${target}">Open Slipway</a>`;
  writeFileSync(file, html, { mode: 0o600 });
  const [command, ...args] = opener(file);
  const child = spawn(command, args, {
    stdio: 'ignore',
    detached: true,
    windowsHide: true,
    env: withoutSecrets(process.env),
  });
  // Without a browser the printed address still works.
  child.on('error', () => {});
  child.unref();
  return () => rmSync(directory, { recursive: true, force: true });
}

function opener(file: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', file];
  if (process.platform === 'win32') return ['explorer.exe', file];
  return ['xdg-open', file];
}
