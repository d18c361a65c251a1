/* oxlint-disable unicorn/require-post-message-target-origin -- ports, not windows */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineHost, ShowMessage } from '../../../src/main/desktop/engine-host.ts';
import { startDesktop } from '../../../src/main/desktop/desktop.ts';
import { createUtilitySpawn } from '../../../src/main/desktop/utility-process.ts';
import type { ChildHandle } from '../../../src/main/processes/child.ts';
import { createScriptedEngine } from './scripted-engine.ts';

/** The shell with an engine that only echoes; tests/integration/desktop.test.ts drives it. */
const { DESKTOP_TEST_PRELOAD = '', DESKTOP_TEST_LOG = '', DESKTOP_TEST_ENGINE } = process.env;
const note = (line: string) => appendFileSync(DESKTOP_TEST_LOG, `${line}\n`);

/** What the engine answers to the shell's own calls; tests change it in this process. */
const scripted = createScriptedEngine(note);
Object.assign(globalThis, { scripted });

/** An executor that stops listening after its first message. */
function startChild(): ChildHandle {
  const spawn = createUtilitySpawn({ write: (_level, message) => note(message) });
  const child = spawn({
    name: 'child',
    entry: new URL('child.ts', import.meta.url),
    environment: { CHILD_WORD: 'blue' },
  });
  child.onMessage(message => note(`child said ${JSON.stringify(message)}`));
  child.onExit(() => note('child ended'));
  child.post('hello');
  return child;
}

async function openEngine(show: ShowMessage): Promise<EngineHost> {
  scripted.show = show;
  const child = DESKTOP_TEST_ENGINE === 'with a child' ? startChild() : undefined;
  if (DESKTOP_TEST_ENGINE === 'taken') throw new Error('The workspace is in use elsewhere');
  return {
    connect: async () => ({ client: scripted.client, showsMessages: true, close: async () => {} }),
    async wake() {
      note('woken');
    },
    activeRuns: () => scripted.activeRuns,
    serve(port) {
      note('served a port');
      port.on('message', ({ data }) => {
        if (data === 'kill the child') child?.kill();
        else port.postMessage({ echo: data });
      });
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
