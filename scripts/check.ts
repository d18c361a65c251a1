import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { readModules, violations } from './architecture.ts';

/** `npm run check`: types, lint, format and the dependency rule, all of them even when one fails. */
const root = resolve(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules/.bin', name);

const tools: [name: string, command: string, ...args: string[]][] = [
  ['types: main', bin('tsc'), '-p', 'tsconfig.json'],
  ['types: shared', bin('tsc'), '-p', 'src/shared'],
  ['types: renderer', bin('tsc'), '-p', 'src/renderer'],
  ['lint', bin('oxlint'), '--type-aware', '--deny-warnings'],
  ['format', bin('biome'), 'format', '--max-diagnostics=20'],
];

function run(name: string, command: string, args: string[]): Promise<boolean> {
  const { promise, resolve: done } = Promise.withResolvers<boolean>();
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  child.on('error', cause => done(report(name, false, String(cause))));
  child.on('close', code => done(report(name, code === 0, output)));
  return promise;
}

function report(name: string, ok: boolean, output: string): boolean {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
  if (!ok) console.log(output.trimEnd());
  return ok;
}

const broken = violations(readModules(root));
const results = [report('dependency rule', broken.length === 0, broken.join('\n'))];
for (const [name, command, ...args] of tools) results.push(await run(name, command, args));
process.exitCode = results.every(Boolean) ? 0 : 1;
