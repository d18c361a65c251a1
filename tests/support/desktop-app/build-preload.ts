import { join, resolve } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build } from 'vite';

/** Builds the preload as the application's own build does, into `directory`; returns its path. */
export async function buildPreload(directory: string): Promise<string> {
  const root = resolve(import.meta.dirname, '../../..');
  const { config } = await resolveConfig(
    {
      root,
      configFile: join(root, 'electron.vite.config.ts'),
      build: { outDir: directory },
      logLevel: 'error',
    },
    'build',
    'production',
  );
  await build(config?.preload);
  return join(directory, 'preload/preload.cjs');
}
