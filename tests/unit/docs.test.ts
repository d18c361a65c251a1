import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'AGENTS.md',
  ...globSync('docs/**/*.md', { cwd: root }).map(page => page.replaceAll('\\', '/')),
];

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

const fence = /^```.*?^```$/gms;

/** Anchors of a page, made of its headings as GitHub does it. */
function anchors(page: string): string[] {
  const headings = read(page)
    .replaceAll(fence, '')
    .matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('the links of %s lead somewhere', page => {
  const broken = [
    ...read(page)
      .replaceAll(fence, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link = '']) => link)
    .filter(link => !/^[a-z]+:/.test(link))
    .filter(link => {
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? join(root, page) : resolve(dirname(join(root, page)), path);
      if (!existsSync(file)) return true;
      if (anchor === undefined) return false;
      return statSync(file).isDirectory() || !anchors(relative(root, file)).includes(anchor);
    });
  expect(broken).toEqual([]);
});

/** The command lines of `slipway` in a page's blocks of code, as words. */
function commandLines(page: string): string[][] {
  const blocks = [...read(page).matchAll(/^```(?:sh)?\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const joined = blocks.join('\n').replaceAll(/\\\n\s*/g, ' ');
  return joined
    .split('\n')
    .flatMap(line => /^\s*(?:for .*; do )?(?:\w+=\S+ )*slipway (.*)$/.exec(line)?.[1] ?? [])
    .map(words);
}

/** As a shell would cut a line, as far as these pages need it: quotes, comments, what comes behind a command. */
function words(line: string): string[] {
  const found: string[] = [];
  for (const [token] of line.matchAll(/#.*$|\|.*$|[|&;<>]+|(?:"[^"]*"|'[^']*'|[^\s"'|&;<>])+/g)) {
    if (/^[#|&;<>]/.test(token)) break;
    found.push(token.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return found;
}

/** The command line's own definition, with nothing behind it. */
async function program(noun: string): Promise<Command> {
  const file = `../../src/main/cli/commands/${noun}.ts`;
  const { define } = (await import(file)) as { define: (this: void, command: Command) => void };
  const slipway = new Command('slipway').enablePositionalOptions();
  const command = slipway.command(noun);
  define(command);
  const below = (each: Command): Command[] => [each, ...each.commands.flatMap(below)];
  for (const each of below(slipway)) {
    each.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    if (each.commands.length === 0) each.action(() => {});
  }
  return slipway;
}

const lines = pages.flatMap(page => commandLines(page).map(args => ({ page, args, line: args.join(' ') })));

test('there are command lines to check', () => expect(lines.length).toBeGreaterThan(50));

test.each(lines)('$page: slipway $line', async ({ args }) => {
  const slipway = await program(args[0] ?? '');
  const outcome = await slipway
    .parseAsync(args, { from: 'user' })
    .then(() => 'parsed')
    .catch((cause: unknown) => {
      if (cause instanceof CommanderError) return cause.exitCode === 0 ? 'parsed' : cause.message;
      throw cause;
    });
  expect(outcome).toBe('parsed');
});
