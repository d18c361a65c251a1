import type { Tone } from './theme.ts';

export interface Notice {
  id: number;
  atMs: number;
  tone: Tone;
  title: string;
  /** More, in a sentence. */
  message?: string | undefined;
  /** An address of the application that shows what it is about. */
  href?: string | undefined;
  seen: boolean;
}

export type NewNotice = Pick<Notice, 'tone' | 'title' | 'message' | 'href'>;

const keep = 200;
const longestMessage = 600;

/** The notices, newest first, with another one on top: as many and as long as a browser's storage has room for. */
export function withNotice(
  before: readonly Notice[],
  { message, ...notice }: NewNotice,
  atMs: number,
): readonly Notice[] {
  const id = Math.max(0, ...before.map(known => known.id)) + 1;
  const cut =
    message !== undefined && message.length > longestMessage
      ? `${message.slice(0, longestMessage - 1)}…`
      : message;
  return [{ ...notice, message: cut, id, atMs, seen: false }, ...before].slice(0, keep);
}
