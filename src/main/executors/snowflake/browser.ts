import { spawn } from 'node:child_process';

/** Why no browser can be opened here; null where one can. */
export function browserProblem(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string | null {
  if (platform === 'darwin' || platform === 'win32') return null;
  // Without a screen the opener would look for a browser in a terminal that nobody sees.
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== ''
    ? null
    : 'This machine has no screen to open a browser on';
}

/** What opens an address with the user's browser. The address is one argument, and no shell sees it. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform = process.platform,
): [string, string[]] {
  if (platform === 'darwin') return ['open', [url]];
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** Opens the address; rejects when there is nothing here that could. Does not wait for the browser's end. */
export function openBrowser(url: string): Promise<void> {
  if (!/^https?:\/\//.test(url))
    return Promise.reject(new Error('The address to sign in at is no web address'));
  const problem = browserProblem();
  if (problem !== null) return Promise.reject(new Error(problem));
  const [command, args] = browserCommand(url);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => reject(new Error(`No browser can be opened: ${command} is not installed`)));
  child.on('exit', code => {
    if (code !== null && code !== 0)
      reject(new Error(`No browser can be opened: ${command} ended with ${code}`));
  });
  child.on('spawn', () => resolve());
  child.unref();
  return promise;
}
