import { parentPort } from 'node:worker_threads';
import { functions } from './functions.ts';
import { loadParsers, parsersLoaded, parsersTrapped } from './parsers.ts';
import { type Answer, asSlipwayError, type Request } from './protocol.ts';

/** Entry of the analysis worker: runs the pure functions, one after the other (analysis.ts is the other side). */
const port = parentPort;
if (port === null) throw new Error('analysis-worker.ts runs as a worker thread only');

const functionsByName: Record<string, (...args: never[]) => unknown> = functions;

async function run({ id, name, args }: Request): Promise<Answer> {
  try {
    const work = functionsByName[name];
    if (work === undefined) throw new Error(`there is no function "${name}"`);
    if (name === 'check' && !parsersLoaded()) await load();
    return { kind: 'result', id, result: await work(...(args as never[])), last: parsersTrapped() };
  } catch (error) {
    const { code, message, details } = asSlipwayError(error);
    return { kind: 'error', id, error: { code, message, details }, last: parsersTrapped() };
  }
}

/** Loading is no part of a request's time. */
async function load(): Promise<void> {
  send({ kind: 'loading' });
  await loadParsers();
  send({ kind: 'ready' });
}

function send(answer: Answer): void {
  port?.postMessage(answer);
}

/** One after the other, although `check` waits for its parsers. */
let previous: Promise<void> = Promise.resolve();
port.on('message', (request: Request) => {
  previous = previous.then(async () => send(await run(request)));
});
send({ kind: 'ready' });
