import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';

const dayMs = 86_400_000;
/** Offsets of this many days are remembered in a zone: ten years, and the days around. */
const maxRemembered = 4_096;

/** What clocks on the wall show in one place. Local times are milliseconds as if they were UTC. */
export interface Zone {
  readonly name: string;
  /** Local time minus UTC at an instant, in ms. */
  offsetAt(instant: number): number;
  /** Whether no clock is changed from the day before to the day after a local day; its offset if so. */
  steadyOffset(localMidnight: number): number | null;
  /** When clocks show a local time: no instant in a gap, two in an overlap. In order. */
  instantsOf(local: number): number[];
  /** The first instant after a gap that a local time falls into. */
  endOfGap(local: number): number;
}

const zones = new Map<string, Zone>();

/** A zone by its IANA name, as the platform knows it. Throws `validation` where it does not. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    throw validationError([
      {
        path: 'time_zone',
        message: `"${name}" is no time zone; give an IANA name such as Europe/Berlin, America/New_York or UTC`,
      },
    ]);
  }
  const zone = createZone(name, format);
  zones.set(name, zone);
  return zone;
}

function createZone(name: string, format: Intl.DateTimeFormat): Zone {
  /** By day since the epoch: the offset when that day begins in UTC. */
  const remembered = new Map<number, number>();

  const exactOffset = (instant: number): number => parseOffset(format.format(instant));

  function offsetOfDay(day: number): number {
    let offset = remembered.get(day);
    if (offset === undefined) {
      offset = exactOffset(day * dayMs);
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(day, offset);
    }
    return offset;
  }

  /** Asking the platform costs a hundred times what looking up the two ends of the day does. */
  function offsetAt(instant: number): number {
    const day = Math.floor(instant / dayMs);
    const offset = offsetOfDay(day);
    return offset === offsetOfDay(day + 1) ? offset : exactOffset(instant);
  }

  /** Offsets on either side of any change of clocks near a local time. */
  const around = (local: number): [number, number] => {
    const day = Math.floor(local / dayMs);
    // A local day lies within the UTC days from the one before to the one after it.
    return [offsetOfDay(day - 1), offsetOfDay(day + 2)];
  };

  function instantsOf(local: number): number[] {
    const [before, after] = around(local);
    const found = [before, after].map(offset => local - offset).filter(at => at + offsetAt(at) === local);
    return [...new Set(found)].sort((a, b) => a - b);
  }

  return {
    name,
    offsetAt,
    instantsOf,
    steadyOffset(localMidnight) {
      const [before, after] = around(localMidnight);
      return before === after ? before : null;
    },
    endOfGap(local) {
      const [before, after] = around(local);
      // With the offset from before the gap the time has not come yet when the clocks change, with that from after it has.
      let [low, high] = [local - Math.max(before, after) - dayMs, local - Math.min(before, after) + dayMs];
      while (high - low > 1_000) {
        const middle = Math.floor((low + high) / 2_000) * 1_000;
        if (offsetAt(middle) === before) low = middle;
        else high = middle;
      }
      return high;
    },
  };
}

/** `1/1/1970, GMT+05:45` in ms. */
function parseOffset(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  if (!text.includes('GMT')) throw new SlipwayError('internal', `"${text}" has no offset`);
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -ms : ms;
}
