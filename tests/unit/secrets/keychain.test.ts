import { describe, expect, test } from 'vitest';
import type { ChildExit, ChildHandle } from '../../../src/main/processes/child.ts';
import { answerMs, createKeychain, patienceMs } from '../../../src/main/secrets/keychain/client.ts';
import { classify, KeychainError } from '../../../src/main/secrets/keychain/problems.ts';
import type { Request } from '../../../src/main/secrets/keychain/protocol.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** The keychain's process, which answers what the test says. */
class Child implements ChildHandle {
  readonly pid = 1;
  readonly requests: Request[] = [];
  killed = false;
  held: boolean | undefined;
  private listener: (answer: unknown) => void = () => {};
  private onEnd: (exit: ChildExit) => void = () => {};

  post(message: unknown): void {
    this.requests.push(message as Request);
  }
  onMessage(listener: (answer: unknown) => void): void {
    this.listener = listener;
  }
  onExit(listener: (exit: ChildExit) => void): void {
    this.onEnd = listener;
  }
  kill(): void {
    this.killed = true;
    queueMicrotask(() => this.end());
  }
  hold(held: boolean): void {
    this.held = held;
  }
  end(): void {
    this.onEnd({ code: null, signal: 'SIGKILL' });
  }
  /** Answers the newest question, or the one at a place. */
  answer(answer: { result: unknown } | { problem: string }, at = this.requests.length - 1): void {
    this.listener({ id: this.requests[at]?.id, ...answer });
  }
}

function setUp() {
  const clock = new FakeClock();
  const children: Child[] = [];
  const keychain = createKeychain({
    clock,
    entry: new URL('file:///keychain.js'),
    spawn() {
      const child = new Child();
      children.push(child);
      return child;
    },
  });
  const child = (at = children.length - 1) => {
    const found = children[at];
    if (!found) throw new Error('no process was started');
    return found;
  };
  return { clock, keychain, children, child };
}

const problemOf = async (work: Promise<unknown>): Promise<string> => {
  const cause = await work.catch((error: unknown) => error);
  if (!(cause instanceof KeychainError)) throw new Error(`no problem of the keychain: ${String(cause)}`);
  return cause.problem;
};

describe('the keychain’s process', () => {
  test('is started by the first question, answers in any order, and keeps nobody waiting while it is idle', async () => {
    const { keychain, children, child } = setUp();
    expect(children).toHaveLength(0);
    const asked = [
      keychain.get('a'),
      keychain.set('b', 'x'),
      keychain.delete('c'),
      keychain.has('d'),
      keychain.check(),
    ];
    expect(children).toHaveLength(1);
    expect(child().held).toBe(true);
    for (const [at, result] of [null, true, true, null, 'value'].entries())
      child().answer({ result }, 4 - at);
    expect(await Promise.all(asked)).toEqual(['value', undefined, true, true, undefined]);
    expect(child().held).toBe(false);
    await keychain.close();
  });

  test.each(['none', 'locked', 'denied', 'failed', 'too_long'] as const)(
    'tells that it is %s',
    async problem => {
      const { keychain, child } = setUp();
      const asked = problemOf(keychain.set('a', 'x'));
      child().answer({ problem });
      expect(await asked).toBe(problem);
      await keychain.close();
    },
  );

  test('that does not answer is killed, and whoever waits is told; the next question starts another', async () => {
    const { clock, keychain, children, child } = setUp();
    const asked = [problemOf(keychain.get('a')), problemOf(keychain.set('b', 'x'))];
    clock.advance(answerMs);
    expect(await Promise.all(asked)).toEqual(['silent', 'silent']);
    expect(child().killed).toBe(true);
    const again = keychain.get('a');
    expect(children).toHaveLength(2);
    child().answer({ result: 'value' });
    expect(await again).toBe('value');
    await keychain.close();
    expect(clock.pending).toBe(0);
  });

  test('has more time than those who only want to know: the question goes on, and is asked once', async () => {
    const { clock, keychain, children, child } = setUp();
    const asked = [problemOf(keychain.has('a')), problemOf(keychain.has('a'))];
    clock.advance(patienceMs);
    expect(await Promise.all(asked)).toEqual(['silent', 'silent']);
    expect(child().requests).toHaveLength(1);
    // A person has answered the keychain's dialog meanwhile.
    const later = keychain.has('a');
    child().answer({ result: true });
    expect(await later).toBe(true);
    expect(children).toHaveLength(1);
    await keychain.close();
    expect(clock.pending).toBe(0);
  });

  test('that was silent is not asked again at once by those who only want to know', async () => {
    const { clock, keychain, children } = setUp();
    const asked = problemOf(keychain.get('a'));
    clock.advance(answerMs);
    await asked;
    expect(await problemOf(keychain.has('a'))).toBe('silent');
    expect(await problemOf(keychain.check())).toBe('silent');
    expect(children).toHaveLength(1);
    clock.advance(30_000);
    const later = keychain.has('a');
    expect(children).toHaveLength(2);
    children[1]?.answer({ result: false });
    expect(await later).toBe(false);
    await keychain.close();
  });

  test('that dies fails what it was asked; the next question starts another', async () => {
    const { keychain, children, child } = setUp();
    const asked = problemOf(keychain.get('a'));
    child().end();
    expect(await asked).toBe('failed');
    const again = keychain.get('a');
    expect(children).toHaveLength(2);
    child().answer({ result: null });
    expect(await again).toBeNull();
    await keychain.close();
  });

  test('is ended when nothing was asked for a while, and with the engine', async () => {
    const { clock, keychain, children, child } = setUp();
    const asked = keychain.get('a');
    child().answer({ result: null });
    await asked;
    clock.advance(60_000);
    expect(child().killed).toBe(true);
    const again = problemOf(keychain.get('a'));
    expect(children).toHaveLength(2);
    await keychain.close();
    expect(await again).toBe('none');
    expect(child().killed).toBe(true);
    expect(await problemOf(keychain.get('a'))).toBe('none');
    expect(clock.pending).toBe(0);
  });
});

// The library's own words, and those of the services below it.
test.each([
  ['Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time', 'none'],
  ['Platform failure: DBus error: Failed to connect to socket /tmp/nope: No such file or directory', 'none'],
  [
    'Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files',
    'none',
  ],
  ["Couldn't access platform storage: No DBus session or Secret Service provider found", 'none'],
  ["Couldn't access platform storage: A specified logon session does not exist.", 'none'],
  ['Cannot find native binding. npm has a bug related to optional dependencies', 'none'],
  ["Couldn't access platform storage: Secret Service: object locked", 'locked'],
  ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", 'locked'],
  ['Platform failure: User interaction is not allowed.', 'locked'],
  ['Platform failure: DBus error: org.freedesktop.DBus.Error.AccessDenied: Rejected send message', 'denied'],
  ['Platform failure: User canceled the operation.', 'denied'],
  ['Platform failure: The user name or passphrase you entered is not correct.', 'denied'],
  ["Attribute 'password' is longer than platform limit of 2560 chars", 'too_long'],
  ['Platform failure: Secret Service: no result found', 'failed'],
])('"%s" means %s', (text, problem) => expect(classify(text)).toBe(problem));
