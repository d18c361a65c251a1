import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How long what was closed may take to be gone, in ms. */
const settleWithinMs = 5_000;
/** Things that keep a process alive, or a port or file open. Timers of the test runner come and go and are not counted. */
const kinds = new Set(['TCPServerWrap', 'TCPSocketWrap', 'PipeWrap', 'ProcessWrap', 'MessagePort', 'Worker']);

/**
 * Remembers what this process has open. The function it returns fails when there is more by then: child processes, sockets,
 * servers, message ports, and files below `directory`.
 */
export function watchLeaks(directory: string, withinMs: number = settleWithinMs): () => Promise<void> {
  const before = open(directory);
  return async () => {
    const until = performance.now() + withinMs;
    // Sockets and processes end with the event loop, which turns here.
    while (performance.now() < until && leaked(before, open(directory)).length > 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    const left = leaked(before, open(directory));
    if (left.length > 0) throw new Error(`Left behind: ${left.join(', ')}`);
  };
}

function leaked(before: string[], now: string[]): string[] {
  const known = [...before];
  return now.filter(thing => {
    const index = known.indexOf(thing);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

function open(directory: string): string[] {
  return [
    ...process.getActiveResourcesInfo().filter(kind => kinds.has(kind)),
    ...children().map(child => `process ${child}`),
    ...files(directory).map(file => `file ${file}`),
  ];
}

function children(): string[] {
  if (process.platform === 'linux') return linuxChildren();
  if (process.platform === 'win32') return [];
  const { stdout, pid } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([child, parent]) => parent === String(process.pid) && child !== String(pid))
    .map(([child = '']) => child);
}

function linuxChildren(): string[] {
  return readdirSync('/proc/self/task').flatMap(thread => {
    try {
      return readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean);
    } catch {
      // A thread that has just ended.
      return [];
    }
  });
}

/** Only Linux tells. */
function files(directory: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const file = readlinkSync(`/proc/self/fd/${fd}`);
      return file.startsWith(directory) ? [file] : [];
    } catch {
      return [];
    }
  });
}
