import { functions } from '../engine/sql/functions.ts';
import { loadParsers, parsersLoaded, parsersTrapped } from '../engine/sql/parsers.ts';
import { keepCompiled } from '../processes/compile-cache.ts';
import { openHostChannel } from '../processes/host-channel.ts';
import { endWithParent } from './orphan-watch.ts';
import { type Answer, asSlipwayError, type Request } from './protocol.ts';

/** Entry of the analysis process: runs the pure functions, one after the other (client.ts is the other side). */
const channel = openHostChannel();
channel.onClose(() => process.exit());
endWithParent();

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
  keepCompiled();
}

function send(answer: Answer): void {
  channel.post(answer);
}

/** One after the other, although `check` waits for its parsers. */
let previous: Promise<void> = Promise.resolve();
channel.onMessage(request => {
  previous = previous.then(async () => send(await run(request as Request)));
});
send({ kind: 'ready' });
