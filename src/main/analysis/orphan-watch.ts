import { Worker } from 'node:worker_threads';

const everyMs = 1_000;

/**
 * Ends this process soon after its parent, even while its main thread is busy with a text that never ends and so cannot
 * see the channel close. A thread of its own looks; where the process has another parent than it had, that one is gone.
 */
export function endWithParent(): void {
  const watch = `
    const parent = ${process.ppid};
    const gone = () => {
      if (process.ppid !== parent) return true;
      try { process.kill(parent, 0); return false; } catch (cause) { return cause.code === 'ESRCH'; }
    };
    setInterval(() => { if (gone()) process.kill(process.pid, 'SIGKILL'); }, ${everyMs});`;
  new Worker(watch, { eval: true, execArgv: [], env: {} }).unref();
}
