import { constants } from 'node:os';
import type { Command } from 'commander';
import { Cli, type CommonOptions } from './cli.ts';
import { exitCodes, report, toSlipwayError } from './errors.ts';
import { flush } from './output/terminal.ts';

/** Signals that end a command; what it has opened is closed first. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface VerbOptions {
  /** More than the summary says, for its help. */
  about?: string;
  examples: string[];
}

/** A command below a noun: `verb(model, 'show <model>', …)`. */
export function verb(noun: Command, usage: string, summary: string, options: VerbOptions): Command {
  return describe(noun.helpCommand(false).command(usage), summary, options);
}

/** Help and common options of a command that does something. */
export function describe(command: Command, summary: string, { about, examples }: VerbOptions): Command {
  const lines = examples.map(example => `  $ slipway ${example}`);
  return withCommonOptions(
    command.summary(summary).description(about === undefined ? `${summary}.` : `${summary}.\n\n${about}`),
  ).addHelpText('after', `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`);
}

export const commonGroup = 'Common options:';

export function withCommonOptions(command: Command): Command {
  return command
    .optionsGroup(commonGroup)
    .option('--workspace <dir>', 'the workspace (default: $SLIPWAY_WORKSPACE, else that of your user)')
    .option('--json', 'one JSON document on stdout instead of words')
    .option('--debug', 'show where in Slipway an error came from')
    .helpOption('-h, --help', 'show this help')
    .optionsGroup('Options:');
}

/**
 * What a command does: gets its arguments and options as parsed, returns its exit code unless that is 0. Whatever it opened
 * is closed afterwards, also when it fails or is interrupted.
 */
export function act<Arguments extends unknown[], Options extends object = object>(
  handler: (
    cli: Cli,
    args: Arguments,
    options: Options & CommonOptions,
    // oxlint-disable-next-line typescript/no-invalid-void-type -- most return nothing
  ) => Promise<number | void>,
): (...parsed: unknown[]) => Promise<void> {
  return async (...parsed) => {
    const command = parsed.at(-1) as Command;
    const options = command.optsWithGlobals<Options & CommonOptions>();
    const cli = new Cli(options);
    const interruption = watchSignals();
    const outcome = handler(cli, command.processedArgs as Arguments, options)
      .then(code => code ?? exitCodes.done)
      .catch(cause => {
        if (interruption.signal === undefined) return report(cli.terminal, cause, options.debug === true);
        return exitCodes.failed;
      });
    let code = await Promise.race([outcome, interruption.happened]);
    if (interruption.signal !== undefined) {
      sayInterrupted(cli);
      code = cli.interruptedCode ?? code;
    }
    const closed = cli.close({ now: interruption.signal !== undefined }).catch(cause => {
      // The result has been told; this comes on top.
      cli.terminal.say(`error: ${toSlipwayError(cause).message}`);
      if (code === exitCodes.done) code = exitCodes.failed;
    });
    if (interruption.signal === undefined) {
      // While an engine of our own waits for its runs it can still be interrupted.
      const signalled = await Promise.race([closed, interruption.happened]);
      if (signalled !== undefined) {
        code = signalled;
        cli.terminal.say('Ending now: runs are cancelled …');
        await cli.close({ now: true });
      }
    } else await closed;
    await flush();
    // Not by itself: what was given up may still wait for an answer.
    process.exit(code);
  };
}

function sayInterrupted(cli: Cli): void {
  const message = cli.onInterrupt();
  cli.terminal.clearStatus();
  if (message !== undefined) cli.terminal.say(message);
  cli.terminal.mute();
}

/** The first signal asks the command to end, a second one ends it there and then. */
function watchSignals(): { happened: Promise<number>; signal: NodeJS.Signals | undefined } {
  const { promise, resolve } = Promise.withResolvers<number>();
  const watch = { happened: promise, signal: undefined as NodeJS.Signals | undefined };
  for (const signal of endings) {
    process.on(signal, () => {
      const code = 128 + constants.signals[signal];
      if (watch.signal !== undefined) process.exit(code);
      watch.signal = signal;
      resolve(code);
    });
  }
  return watch;
}
