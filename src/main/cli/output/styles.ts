import type { WriteStream } from 'node:tty';

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  strike: [9, 29],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  gray: [90, 39],
} as const;

export type StyleName = keyof typeof codes;
/** Colours a text, or leaves it alone where colours are not wanted. */
export type Paint = (style: StyleName, text: string) => string;

export const plain: Paint = (_style, text) => text;

/** Colours only on a terminal, and not where somebody said no (https://no-color.org). */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>, environment: NodeJS.ProcessEnv): Paint {
  if (!stream.isTTY || environment.NO_COLOR || environment.TERM === 'dumb') return plain;
  return (style, text) => {
    const [on, off] = codes[style];
    return text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`;
  };
}
