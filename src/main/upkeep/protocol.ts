import type { ErrorCode, ErrorDetails } from '../../shared/domain/errors.ts';

/** The one thing a process of ours is started for. */
export type Request = { work: 'check'; file: string } | { work: 'copy'; file: string; copy: string };

export type Answer =
  | { kind: 'problems'; problems: string[] }
  | { kind: 'copied' }
  | { kind: 'error'; error: { code: ErrorCode; message: string; details: ErrorDetails } };
