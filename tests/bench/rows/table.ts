import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from '../../../scripts/chromium.ts';
import type { Row, Side } from '../harness.ts';

const page = resolve(import.meta.dirname, '../table/page.tsx');

/** AG Grid's own bundle, where the peers are installed. */
function peerScript(): string | undefined {
  const modules = resolve(import.meta.dirname, '../peers/node_modules');
  const file = join(modules, 'ag-grid-community/dist/ag-grid-community.min.js');
  return existsSync(file) ? file : undefined;
}

export const table: Row = {
  name: 'table',
  workload:
    '100,000 rows of 8 columns in the grid of results, in Chromium: shown (paint_ms), their middle jumped to (jump_ms), 100 rows put before them (prepend_ms)',
  figure: 'ms',
  unit: 'ms',
  goal: '≤ 1.5 × floor. Each of the three ends with a drawn frame, of which there are 60 a second',
  async sides(directory) {
    const executablePath = findChromium();
    if (executablePath === undefined)
      throw new Error('No Chromium is installed; name one in SLIPWAY_CHROMIUM');
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [react()],
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: directory,
        lib: {
          entry: page,
          formats: ['iife'],
          name: 'bench',
          fileName: () => 'page.js',
          cssFileName: 'page',
        },
      },
    });
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await chromium.launch({ executablePath, args });
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await tab.addStyleTag({ path: join(directory, 'page.css') });
    const peer = peerScript();
    if (peer !== undefined) await tab.addScriptTag({ path: peer });
    await tab.addScriptTag({ path: join(directory, 'page.js') });
    const side = (name: string, what: string): Side => ({
      name,
      what,
      measure: () => tab.evaluate<Record<string, number>>(`measure(${JSON.stringify(name)})`),
    });
    return [
      {
        ...side(
          'ours',
          'the grid of results: sorting, resizing, pinning, selection, roles for screen readers',
        ),
        close: () => browser.close(),
      },
      side('floor', 'the rows in view as text in boxes, drawn anew on every scroll: nothing else'),
      ...(peer === undefined
        ? []
        : [side('AG Grid', 'the community edition as it comes, told of new rows by a transaction')]),
    ];
  },
};
