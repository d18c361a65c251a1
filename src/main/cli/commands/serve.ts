import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Served, ServeOptions } from '../../headless/serve.ts';
import { build, hasPage, isBuildStale, pageSources } from '../../system/build.ts';
import type { Cli } from '../cli.ts';
import { act, describe } from '../command.ts';
import { exitCodes, toSlipwayError } from '../errors.ts';
import { wholeNumber } from '../inputs.ts';

interface Options {
  port?: number;
  open?: boolean;
  build: boolean;
}

/** How long a command that has the workspace for a moment is waited for. */
const patienceMs = 15_000;
const retryMs = 200;

export function define(command: Command): void {
  describe(command, 'Serve the page and the API of a workspace on this machine', {
    about:
      'Prints one line: the address, with the token in it. Programs send the token as "Authorization: Bearer TOKEN"; $SLIPWAY_TOKEN chooses it. Ends with Ctrl-C or SIGTERM; runs are then cancelled. Other commands attach to it.',
    examples: ['serve --open', 'serve --port 4000 --workspace ./flights', 'serve --json'],
  })
    .option('--port <n>', 'the port on 127.0.0.1 (default: a free one)', wholeNumber)
    .option('--open', 'open the page in the browser')
    .option('--no-build', 'serve the page as it was last built, also when its sources have changed')
    .action(
      act<[], Options>(async (cli, _, { port, open, build: mayBuild }) => {
        if (mayBuild) await preparePage(cli);
        const { directory } = cli;
        const served = await start(cli, { directory, port, open });
        cli.closeAtEnd(() => served.close());
        cli.interruptedCode = exitCodes.done;
        cli.onInterrupt = () => 'Ending …';
        const { url, token, pageUrl: page_url } = served;
        cli.terminal.result({ url, token, page_url, workspace: directory, pid: process.pid }, () => page_url);
        cli.terminal.say(`Serving ${directory}. Ctrl-C ends it.`);
        // Until a signal comes.
        await new Promise(() => {});
      }),
    );
}

async function preparePage({ terminal }: Cli): Promise<void> {
  if (!isBuildStale(pageSources)) return;
  terminal.say(hasPage() ? 'The page is older than its sources: building it …' : 'Building the page …');
  if (await build()) return;
  terminal.warn(
    hasPage() ? 'the build failed; serving the page as it was' : 'the build failed; there is only the API',
  );
}

async function start({ terminal }: Cli, options: ServeOptions): Promise<Served> {
  const [{ attach }, { serve }] = await Promise.all([
    import('../session.ts'),
    import('../../headless/serve.ts'),
  ]);
  const giveUp = performance.now() + patienceMs;
  let said = false;
  for (;;) {
    // Throws where somebody has the workspace who does not answer.
    await (await attach(options.directory))?.close();
    try {
      return await serve(options);
    } catch (cause) {
      if (!isPassing(cause) || performance.now() > giveUp) throw cause;
      if (!said) terminal.say('A command has the workspace; waiting for its end …');
      said = true;
      await delay(retryMs);
    }
  }
}

/** The workspace is taken by a command, which ends soon, or by something that is just starting or ending. */
function isPassing(cause: unknown): boolean {
  const { code, details } = toSlipwayError(cause);
  const { port, host } = details.related ?? {};
  return code === 'conflict' && port === undefined && (host === undefined || host === 'cli');
}
