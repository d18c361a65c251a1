import type { LogLine } from '../../../../shared/contract/runs.ts';

export type LogLevel = LogLine['level'];
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export type TimeStyle = 'local' | 'utc' | 'relative';

/** The lines of a level and above that have all words. */
export function filterLines(lines: readonly LogLine[], level: LogLevel, search: string): readonly LogLine[] {
  const from = logLevels.indexOf(level);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (from === 0 && words.length === 0) return lines;
  return lines.filter(line => {
    if (logLevels.indexOf(line.level) < from) return false;
    const text = `${line.step ?? ''} ${line.message}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}

/** The stretches of a text that are words of the search, and those between, in order. */
export function marked(text: string, search: string): { text: string; found: boolean }[] {
  const words = search.split(/\s+/).filter(Boolean);
  if (words.length === 0) return [{ text, found: false }];
  const pattern = new RegExp(
    words.map(word => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'gi',
  );
  const parts: { text: string; found: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), found: false });
    parts.push({ text: match[0], found: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), found: false });
  return parts;
}

/** `06:00:12.345`, or since the run was created `+1:02.345`. */
export function lineTime(at: string, style: TimeStyle, startMs: number): string {
  const ms = Date.parse(at);
  if (style === 'utc') return at.slice(11, 23);
  if (style === 'relative') return sinceText(ms - startMs);
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`;
}

function sinceText(ms: number): string {
  const positive = Math.max(0, ms);
  const minutes = Math.floor(positive / 60_000);
  const hours = Math.floor(minutes / 60);
  const seconds = ((positive % 60_000) / 1_000).toFixed(3).padStart(6, '0');
  return hours > 0
    ? `+${hours}:${String(minutes % 60).padStart(2, '0')}:${seconds}`
    : `+${minutes}:${seconds}`;
}

/** Lines as text, for the clipboard and for files: times in UTC, so that they mean the same everywhere. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(({ at, level, step, message }) => {
      const place = step === null ? '' : ` [${step}]`;
      return `${at} ${level.toUpperCase().padEnd(5)}${place} ${message}\n`;
    })
    .join('');
}
