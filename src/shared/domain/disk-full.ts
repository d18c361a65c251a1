import { SlipwayError } from './errors.ts';

/** How the file system and SQLite say it; the last is the file beside a database that could not grow. */
const codes = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'];

/** Whether something could not be written because there is no space left on its disk. */
export function isDiskFull(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && codes.includes(String(cause.code));
}

/** Says which file needs space, what did not happen for want of it, and what to do. */
export function diskFullError(file: string, consequence: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    'unavailable',
    `The disk that holds ${file} is full: ${consequence}`,
    { hint: 'Free some space and try again; what was saved before is intact' },
    cause,
  );
}

/** The same for a failure of the file system that nobody has put into words; `undefined` for any other. */
export function asDiskFullError(cause: unknown): SlipwayError | undefined {
  if (!isDiskFull(cause)) return undefined;
  // Of a copy, `path` is what was read.
  const { dest, path } = cause as { dest?: string; path?: string };
  return diskFullError(dest ?? path ?? 'the workspace', 'it could not be written', cause);
}
