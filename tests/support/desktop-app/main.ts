import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineHost } from '../../../src/main/desktop/engine-host.ts';
import { startDesktop } from '../../../src/main/desktop/desktop.ts';

/** The shell with an engine that only echoes; tests/integration/desktop.test.ts drives it. */
const { DESKTOP_TEST_PRELOAD = '', DESKTOP_TEST_LOG = '', DESKTOP_TEST_ENGINE } = process.env;
const note = (line: string) => appendFileSync(DESKTOP_TEST_LOG, `${line}\n`);

async function openEngine(): Promise<EngineHost> {
  if (DESKTOP_TEST_ENGINE === 'taken') throw new Error('The workspace is in use elsewhere');
  return {
    serve(port) {
      note('served a port');
      port.on('message', ({ data }) => port.postMessage({ echo: data }));
      port.on('close', () => note('port closed'));
      port.start();
    },
    async close() {
      note('closing');
      await Promise.resolve();
      note('closed');
    },
  };
}

startDesktop({ openEngine, pageDirectory: join(import.meta.dirname, 'page'), preload: DESKTOP_TEST_PRELOAD });
