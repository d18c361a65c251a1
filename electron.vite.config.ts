import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        // The names are those `src/main/system/places.ts` starts processes by.
        input: {
          main: source('main/desktop/main.ts'),
          cli: source('main/cli/main.ts'),
          'executor-duckdb': source('main/executors/duckdb/main.ts'),
          'executor-snowflake': source('main/executors/snowflake/main.ts'),
          keychain: source('main/secrets/keychain/main.ts'),
          analysis: source('main/analysis/main.ts'),
          upkeep: source('main/upkeep/main.ts'),
        },
        // No folder for shared chunks: the code in them finds its way from `out/main`, wherever it was bundled to.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { preload: source('preload/preload.ts') },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      emptyOutDir: true,
      // electron-vite leaves it out unless told.
      minify: true,
      // It comes from the disk.
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { input: source('renderer/index.html') },
    },
  },
});
