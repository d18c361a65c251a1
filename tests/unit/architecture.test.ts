import { expect, test } from 'vitest';
import { violations } from '../../scripts/architecture.ts';

const module = (path: string, text: string) => ({ path, text });

test('a part imports only what its row allows', () => {
  const found = violations([
    module('main/engine/a.ts', "import { b } from '../executors/b.ts';\nimport pino from 'pino';"),
    module('main/executors/b.ts', "import type { Clock } from '../engine/ports.ts';"),
    module('main/engine/ports.ts', ''),
    module('renderer/page.tsx', "import fs from 'node:fs';\nexport * from '../main/engine/a.ts';"),
    module('preload/preload.ts', "import { ipcRenderer } from 'electron';"),
    module('main/headless/h.ts', "const e = await import('electron');"),
  ]);
  expect(found).toEqual([
    'main/engine/a.ts: main/engine must not import main/executors/b.ts',
    'main/engine/a.ts: main/engine must not import "pino"',
    'renderer/page.tsx: renderer must not import "node:fs"',
    'renderer/page.tsx: renderer must not import main/engine/a.ts',
    'main/headless/h.ts: main/headless must not import "electron"',
  ]);
});

test('circles are found, and shown as a path', () => {
  const found = violations([
    module('shared/a.ts', "import { b } from './b.ts';"),
    module('shared/b.ts', "import { c } from './c.ts';"),
    module('shared/c.ts', "import { a } from './a.ts';"),
  ]);
  expect(found).toEqual(['circle: shared/a.ts → shared/b.ts → shared/c.ts → shared/a.ts']);
});

test('time and chance outside of the ports are found, but not in comments', () => {
  const found = violations([
    module('main/engine/clocked.ts', '// Date.now() is not used\nconst t = Date.now();'),
    module('main/engine/timed.ts', 'setTimeout(f, 1); const d = new Date();'),
    module('main/engine/fine.ts', 'const d = new Date(ms).toISOString();'),
    module('main/system/clock.ts', 'const t = Date.now();'),
  ]);
  expect(found).toEqual([
    'main/engine/clocked.ts: uses Date.now outside of the ports',
    'main/engine/timed.ts: uses new Date() outside of the ports',
    'main/engine/timed.ts: uses a timer outside of the ports',
  ]);
});

test('a file outside of every part is found', () => {
  expect(violations([module('extra/x.ts', '')])).toEqual([
    'extra/x.ts: belongs to no part of the dependency rule',
  ]);
});
