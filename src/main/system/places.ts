import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether TypeScript runs directly (development, tests) rather than as built files in `out/main`. */
const fromSource = import.meta.url.endsWith('.ts');
const here = dirname(fileURLToPath(import.meta.url));
/** The project, or the installed application. */
export const root = fromSource ? resolve(here, '../../..') : resolve(here, '../..');

/** Files that are started as processes of their own; the build gives each the name used here. */
const entries = {
  analysis: 'src/main/analysis/main.ts',
  'executor-duckdb': 'src/main/executors/duckdb/main.ts',
  'executor-snowflake': 'src/main/executors/snowflake/main.ts',
  keychain: 'src/main/secrets/keychain/main.ts',
  upkeep: 'src/main/upkeep/main.ts',
} as const;

export function entryPoint(name: keyof typeof entries): URL {
  const file = fromSource ? join(root, entries[name]) : join(here, `${name}.js`);
  return new URL(`file://${file}`);
}

/** The page as it was built. */
export const rendererDirectory = join(root, 'out/renderer');
export const sampleDefinitions = join(root, 'resources/sample');

/** The package with the sample's data; a folder that does not exist when it is not installed. */
export function sampleData(): string {
  try {
    const program = createRequire(import.meta.url).resolve('vega-datasets');
    return resolve(dirname(program), '../data');
  } catch {
    return join(root, 'resources/sample/data');
  }
}

/** Where a person's workspace is unless they say otherwise. */
export function defaultWorkspace(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.SLIPWAY_WORKSPACE) return resolve(environment.SLIPWAY_WORKSPACE);
  if (process.platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), 'Slipway', 'workspace');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Slipway/workspace');
  return join(environment.XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'slipway', 'workspace');
}

/** Where a person's passphrase vault is unless they say otherwise: theirs, whatever the workspace, as the keychain is. */
export function defaultVault(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.SLIPWAY_VAULT_FILE) return resolve(environment.SLIPWAY_VAULT_FILE);
  if (process.platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), 'Slipway', 'vault');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Slipway/vault');
  return join(environment.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'slipway', 'vault');
}

/** Longest path of a Unix socket that every system takes, in bytes. */
const maxSocketPath = 100;

/**
 * Where the engine of a workspace listens. In the workspace itself where the path is short enough; otherwise in a
 * directory that only this user can open. The same for everyone who asks.
 */
export function socketPath(directory: string): string {
  const real = existsSync(directory) ? realpathSync(directory) : resolve(directory);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\slipway-${hash}`;
  const inside = join(real, 'engine.sock');
  if (Buffer.byteLength(inside) <= maxSocketPath) return inside;
  const { uid } = userInfo();
  return join(process.env.XDG_RUNTIME_DIR ?? join(tmpdir(), `slipway-${uid}`), `slipway-${hash}.sock`);
}
