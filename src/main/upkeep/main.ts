import Database from 'better-sqlite3';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { sqliteCode, storageError } from '../engine/store/open.ts';
import { openHostChannel } from '../processes/host-channel.ts';
import type { Answer, Request } from './protocol.ts';

/** Entry of the process that reads a whole database for the engine: one request, one answer, the end. */
const channel = openHostChannel();
channel.onClose(() => process.exit());

/** A connection of its own: what it reads is one state of the database, while the engine goes on writing. */
function work(request: Request): Answer {
  const db = new Database(request.file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    if (request.work === 'check') return { kind: 'problems', problems: problemsIn(db) };
    db.pragma('synchronous = FULL');
    db.prepare('VACUUM INTO ?').run(request.copy);
    return { kind: 'copied' };
  } finally {
    db.close();
  }
}

function problemsIn(db: Database.Database): string[] {
  try {
    const rows = db.prepare<[], { quick_check: string }>('PRAGMA quick_check(20)').all();
    return rows.map(row => row.quick_check).filter(text => text !== 'ok');
  } catch (cause) {
    // Damage in what SQLite reads first ends the check itself.
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(cause))) return [(cause as Error).message];
    throw cause;
  }
}

function answerTo(request: Request): Answer {
  try {
    return work(request);
  } catch (cause) {
    const { code, message, details } = asSlipwayError(request, cause);
    return { kind: 'error', error: { code, message, details } };
  }
}

function asSlipwayError(request: Request, cause: unknown): SlipwayError {
  const [file, what] = request.work === 'copy' ? [request.copy, 'written'] : [request.file, 'read'];
  return (
    storageError(cause, file) ??
    new SlipwayError('unavailable', `${file} could not be ${what}: ${String(cause)}`, {}, cause)
  );
}

channel.onMessage(request => channel.post(answerTo(request as Request), () => process.exit()));
