import { readFileSync, statSync } from 'node:fs';
import inspector from 'node:inspector';
import { registerHooks } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startDevToolsProxy } from './browser/devtools-proxy.ts';
import { app } from './main/app.ts';
import { routeRequests } from './main/request-router.ts';
import { startChromium } from './main/runtime.ts';
import { watchTargets } from './main/targets.ts';

/** Entry of the `electron` launcher beside this file: `electron [switches] <directory or script> [arguments]`. */
const commandLine = process.argv.slice(2);
const electronModule = new URL('electron.ts', import.meta.url).href;

function findEntry(target: string): string {
  const path = resolve(target);
  if (!statSync(path).isDirectory()) {
    app.describe({ name: 'app', version: '0.0.0', path: dirname(path) });
    return path;
  }
  const manifest: Partial<Record<string, string>> = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  );
  const { name = 'app', productName = name, version = '0.0.0', main = 'index.js' } = manifest;
  app.describe({ name: productName, version, path });
  return join(path, main);
}

async function boot(): Promise<void> {
  for (const argument of commandLine) app.commandLine.parse(argument);
  const target = commandLine.find(argument => !argument.startsWith('-'));
  if (target === undefined || app.commandLine.hasSwitch('version')) {
    process.stdout.write(`Electron stand-in on Node ${process.versions.node} (not Electron)\n`);
    process.exit();
  }
  const entry = findEntry(target);
  process.argv.splice(1, 1);
  Object.assign(process, { type: 'browser', defaultApp: true });
  Object.defineProperty(process.versions, 'electron', { value: '0.0.0-standin', enumerable: true });
  registerHooks({
    resolve: (specifier, context, next) =>
      /^electron(\/main|\/common)?$/.test(specifier)
        ? { url: electronModule, shortCircuit: true }
        : next(specifier, context),
  });
  if (app.commandLine.hasSwitch('inspect')) {
    inspector.open(Number(app.commandLine.getSwitchValue('inspect') || 9229), '127.0.0.1');
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

  // As in Electron, everything the entry imports has run before `ready`; what it sets still reaches Chromium.
  await import(pathToFileURL(entry).href);
  if (app.ending) return;
  const profile = join(app.getPath('sessionData'), 'standin-chromium');
  const chromium = await startChromium(profile, app.commandLine.forChromium());
  Object.defineProperty(process.versions, 'chrome', { value: chromium.version, enumerable: true });
  await Promise.all([routeRequests(), watchTargets()]);
  if (app.commandLine.hasSwitch('remote-debugging-port')) {
    const port = Number(app.commandLine.getSwitchValue('remote-debugging-port'));
    process.stderr.write(`DevTools listening on ${await startDevToolsProxy(port, chromium.devToolsUrl)}\n`);
  }
  if (!app.ending) app.becomeReady();
}

boot().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
