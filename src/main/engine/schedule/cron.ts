import { CronExpressionParser, type CronFieldCollection } from 'cron-parser';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';

/** A cron expression, taken apart: which local days, and which minutes of them. */
export interface Cron {
  /** Minutes after midnight, ascending. */
  times: number[];
  /** Every hour is in it: it follows elapsed time where clocks are changed, and no fixed time of the day. */
  everyHour: boolean;
  /** Whether it fires on a local day, given as its midnight in ms as if it were UTC. */
  matches(localMidnight: number): boolean;
}

const macros = ['@hourly', '@daily', '@weekly', '@monthly', '@yearly', '@annually'];
const fields = [
  { name: 'minute', allowed: '0 to 59' },
  { name: 'hour', allowed: '0 to 23' },
  { name: 'day of the month', allowed: '1 to 31, or L for the last' },
  { name: 'month', allowed: '1 to 12, or JAN to DEC' },
  {
    name: 'day of the week',
    allowed: '0 to 7 (0 and 7 are Sunday), or SUN to SAT; 5L is the last Friday, 1#2 the second Monday',
  },
] as const;
const dayMs = 86_400_000;
/**
 * The rarest day is a 29th of February on a given day of the week ("1#5" in February). It comes every 28 years; where a
 * century has no leap day, as 2100, after 12 or 40. No two of them in the calendar's 400 years are farther apart.
 */
export const longestWaitDays = 366 * 40;

/** Takes a five-field expression or macro apart. Throws `validation` that names the field, and what it may hold. */
export function parseCron(text: string): Cron {
  const trimmed = text.trim();
  const macro = trimmed.startsWith('@');
  const parsed = (macro ? macros.includes(trimmed) : hasOurForm(trimmed)) ? parse(trimmed) : null;
  // Which field is wrong is looked for in what is not understood only: most of the time of parsing would go into it.
  const problem = parsed ? null : macro ? problemOfMacro(trimmed) : problemOfFields(trimmed);
  if (problem !== null) throw validationError([{ path: 'cron', message: problem } satisfies Problem]);
  const cron = parsed && takeApart(parsed);
  if (cron !== null && firesEver(cron)) return cron;
  throw validationError([
    { path: 'cron', message: `"${trimmed}" never fires: no month of it has such a day` } satisfies Problem,
  ]);
}

function problemOfMacro(text: string): string {
  return `"${text}" is unknown; there are ${macros.join(', ')}`;
}

const partsOf = (text: string): string[] => (text === '' ? [] : text.split(/\s+/));

/** "H" and "?" mean something to the parser that is nothing to us, and so do expressions of other than five fields. */
const hasOurForm = (text: string): boolean =>
  partsOf(text).length === fields.length && !partsOf(text).some(isForeign);
const isForeign = (part: string): boolean => /^h/i.test(part) || part.includes('?');

/** Null where each field is valid alone: together they name a day that no month has. */
function problemOfFields(text: string): string | null {
  const parts = partsOf(text);
  if (parts.length !== fields.length) {
    return `has ${parts.length} of ${fields.length} fields: ${fields.map(field => field.name).join(', ')}`;
  }
  for (const [index, { name, allowed }] of fields.entries()) {
    const part = parts[index] ?? '';
    // The parser does not say which field it did not like: each one is tried alone.
    const alone = fields.map((_, other) => (other === index ? part : '*')).join(' ');
    if (isForeign(part) || parse(alone) === null) {
      return `${name} "${part}" is not valid; allowed: ${allowed}, and *, lists (1,3), ranges (1-5), steps (*/2)`;
    }
  }
  return null;
}

function parse(text: string) {
  try {
    return CronExpressionParser.parse(text).fields;
  } catch {
    return null;
  }
}

function takeApart(parsed: CronFieldCollection): Cron {
  const minutes = numbers(parsed.minute.values);
  const hours = numbers(parsed.hour.values);
  const months = new Set(numbers(parsed.month.values));
  const monthDays = new Set(numbers(parsed.dayOfMonth.values));
  const lastDay = parsed.dayOfMonth.hasLastChar;
  const weekDays = new Set(numbers(parsed.dayOfWeek.values).map(day => day % 7));
  const lastWeekDays = new Set(
    parsed.dayOfWeek.values
      .filter(value => typeof value === 'string')
      .map(value => Number.parseInt(value, 10) % 7),
  );
  const { nthDay } = parsed.dayOfWeek;
  // The parser leaves out the days that the months do not have.
  const anyMonthDay = parsed.dayOfMonth.isWildcard || monthDays.size === 31;
  const anyWeekDay = weekDays.size === 7;

  const onMonthDay = (day: Date) => monthDays.has(day.getUTCDate()) || (lastDay && isLastOfMonth(day, 1));
  const onWeekDay = (day: Date) => {
    const week = day.getUTCDay();
    if (lastWeekDays.has(week) && isLastOfMonth(day, 7)) return true;
    return weekDays.has(week) && (nthDay === 0 || Math.ceil(day.getUTCDate() / 7) === nthDay);
  };
  return {
    times: hours.flatMap(hour => minutes.map(minute => hour * 60 + minute)),
    everyHour: hours.length === 24,
    matches(localMidnight) {
      const day = new Date(localMidnight);
      if (!months.has(day.getUTCMonth() + 1)) return false;
      // Where both days are restricted, either will do (crontab(5)).
      if (anyMonthDay) return (anyWeekDay && nthDay === 0) || onWeekDay(day);
      if (anyWeekDay && nthDay === 0) return onMonthDay(day);
      return onMonthDay(day) || onWeekDay(day);
    },
  };
}

const numbers = (values: readonly (number | string)[]): number[] =>
  values.filter(value => typeof value === 'number').sort((a, b) => a - b);

/** So many days later another month has begun. */
function isLastOfMonth(day: Date, days: number): boolean {
  return new Date(day.getTime() + days * dayMs).getUTCMonth() !== day.getUTCMonth();
}

/** Most often the first days tell; only what never fires is asked about all of them (about a millisecond). */
function firesEver(cron: Cron): boolean {
  for (let day = 0; day < longestWaitDays; day++) if (cron.matches(day * dayMs)) return true;
  return false;
}
