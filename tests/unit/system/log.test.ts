import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRedaction } from '../../../src/main/system/redaction.ts';
import { maxLogBytes, openLog } from '../../../src/main/system/log.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A workspace whose log begins with `head` and is this large. */
function withLog(head: string, bytes: number) {
  const directory = temporaryDirectory();
  const file = join(directory, 'logs', 'slipway.log');
  mkdirSync(join(directory, 'logs'));
  writeFileSync(file, head);
  truncateSync(file, bytes);
  return { directory, file };
}

function write(directory: string, message: string): void {
  const log = openLog(directory, createRedaction());
  log.write('info', message);
  log.close();
}

test('a log that has grown large is put aside when it is opened, and one older file is kept', () => {
  const { directory, file } = withLog('first', maxLogBytes + 1);
  write(directory, 'the engine started');
  expect(readFileSync(file, 'utf8')).toMatch(/^\{.*"msg":"the engine started"\}\n$/);
  expect(statSync(`${file}.1`).size).toBe(maxLogBytes + 1);
  writeFileSync(file, 'second');
  truncateSync(file, maxLogBytes + 2);
  write(directory, 'and again');
  expect(readFileSync(`${file}.1`, 'utf8').slice(0, 6)).toBe('second');
  expect(existsSync(`${file}.2`)).toBe(false);
});

test('a log of the allowed size goes on', () => {
  const { directory, file } = withLog('first', maxLogBytes);
  write(directory, 'the engine started');
  expect(statSync(file).size).toBeGreaterThan(maxLogBytes);
  expect(existsSync(`${file}.1`)).toBe(false);
});

test.runIf(existsSync('/dev/full'))('a full disk under the log does not reach those who write to it', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'logs'));
  symlinkSync('/dev/full', join(directory, 'logs', 'slipway.log'));
  const log = openLog(directory, createRedaction());
  for (const message of ['one', 'two', 'three']) log.write('info', message);
  log.close();
});

test('a log that cannot be put aside goes on where it is', () => {
  const { directory, file } = withLog('first', maxLogBytes + 1);
  mkdirSync(join(`${file}.1`, 'in the way'), { recursive: true });
  write(directory, 'the engine started');
  expect(statSync(file).size).toBeGreaterThan(maxLogBytes + 1);
});

test('nothing comes into the log but what is cleaned, and no message without end', () => {
  const { directory, file } = withLog('', 0);
  const redaction = createRedaction();
  redaction.remember('canary-of-the-log');
  const log = openLog(directory, redaction);
  log.write('warn', `refused canary-of-the-log ${'.'.repeat(3_975)}canary-of-the-log`, {
    password: 'x',
    reason: 'canary-of-the-log',
    error: new Error('canary-of-the-log'),
  });
  log.close();
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('canary');
  expect(JSON.parse(text)).toMatchObject({ password: '[redacted]', reason: '[redacted]' });
  expect((JSON.parse(text) as { msg: string }).msg).toHaveLength(4_000);
});
