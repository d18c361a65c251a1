import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { SqlFile, SqlFiles } from '../engine/ports.ts';

/** What the contract takes of SQL, in characters; no character of UTF-8 has more than four bytes. */
const maxCharacters = 1_000_000;
const maxBytes = 4 * maxCharacters;

/**
 * Reads files that people keep their SQL in. Whoever may call the API chooses the path: so that this shows nobody's keys,
 * it takes nothing but regular files that are called `.sql`, and looks behind links.
 */
export const systemSqlFiles: SqlFiles = {
  async read(path: string): Promise<SqlFile> {
    if (!isAbsolute(path)) return unreadable(`"${path}" is no absolute path`);
    try {
      const real = await realpath(path);
      if (!/\.sql$/i.test(path) || !/\.sql$/i.test(real)) return unreadable(`${path} is no .sql file`);
      // Without waiting for somebody to write: it may be a pipe.
      const file = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      try {
        const stat = await file.stat();
        if (!stat.isFile()) return unreadable(`${path} is no file`);
        if (stat.size > maxBytes) return unreadable(`${path} has ${stat.size} bytes: too many for a model`);
        const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile());
        if (text.length > maxCharacters) {
          return unreadable(`${path} has ${text.length} characters; at most ${maxCharacters} are taken`);
        }
        return { state: 'present', path, text, modifiedAtMs: Math.floor(stat.mtimeMs) };
      } finally {
        await file.close();
      }
    } catch (cause) {
      return problem(path, cause);
    }
  },
};

function problem(path: string, cause: unknown): SqlFile {
  if (cause instanceof TypeError) return unreadable(`${path} is not UTF-8 text`);
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return { state: 'missing', message: `There is no file ${path}` };
  if (code === 'EACCES' || code === 'EPERM') return unreadable(`${path}: your user may not read it`);
  return unreadable(`${path} cannot be read (${code ?? 'unknown'})`);
}

function unreadable(message: string): SqlFile {
  return { state: 'unreadable', message };
}
