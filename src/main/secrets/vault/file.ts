import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, realpathSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskFullError, isDiskFull } from '../../../shared/domain/disk-full.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Clock } from '../../engine/ports.ts';
import { type FileLock, takeFileLock } from '../../system/file-lock.ts';

/** How long to wait for another process that is changing the vault, in ms; a change takes a few. */
const lockWithinMs = 10_000;
const lockAgainMs = 20;

/** The file's text; null where there is none. Throws what the file system says. */
export async function readVaultFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

/**
 * Writes the vault so that there is never half of one: readers see the old or the new. For its user alone, as is a directory
 * that has to be made for it. Throws `unavailable`; the old file is then as it was.
 */
export async function writeVaultFile(path: string, text: string): Promise<void> {
  // What is kept elsewhere and linked here stays there.
  const file = existsSync(path) ? realpathSync(path) : path;
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    syncDirectory(dirname(file));
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw writingError(file, cause);
  }
}

/** Does `work` while no other process changes the vault, and no other call of this one. Throws `unavailable`. */
export async function withVaultLock<T>(file: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(file, clock);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function takeLock(file: string, clock: Clock): Promise<FileLock> {
  const giveUp = clock.elapsed() + lockWithinMs;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    for (;;) {
      const lock = takeFileLock(`${file}.lock`);
      if (lock) return lock;
      if (clock.elapsed() > giveUp) break;
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.timer(lockAgainMs, resolve);
      await promise;
    }
  } catch (cause) {
    throw writingError(file, cause);
  }
  throw new SlipwayError(
    'unavailable',
    `Another process is changing the vault ${file}: nothing was changed`,
    {
      hint: 'Try again; if it stays so, look for a Slipway that hangs or is suspended',
    },
  );
}

/** The new name is on the disk, too. Windows and some file systems know no such thing. */
function syncDirectory(directory: string): void {
  try {
    const descriptor = openSync(directory, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The content is safe; after a crash of the machine the old one may be there.
  }
}

function writingError(file: string, cause: unknown): SlipwayError {
  if (isDiskFull(cause)) return diskFullError(file, 'the vault was not changed', cause);
  const { code } = cause as NodeJS.ErrnoException;
  return new SlipwayError(
    'unavailable',
    `The vault ${file} could not be written${code === undefined ? '' : ` (${code})`}: it was not changed`,
    {
      hint: 'Give your user write access to the file and its directory, or choose another with SLIPWAY_VAULT_FILE',
    },
    cause,
  );
}
