import { describe, expect, test } from 'vitest';
import { countFires, firesBetween, nextFire, scheduleOf } from '../../../src/main/engine/schedule/fires.ts';
import { zones } from './zones.ts';

const short = (instant: number) => new Date(instant).toISOString().slice(0, 16);
const fires = (cron: string, zone: string, after: string, until: string) =>
  [...firesBetween(scheduleOf(cron, zone), Date.parse(`${after}Z`), Date.parse(`${until}Z`))].map(short);

/** Three days around each change of clocks, all from the time zone database's past, which does not change any more. */
describe('where clocks are put forward, a time that does not exist fires at the first that does', () => {
  test.each([
    ['Europe/Berlin', '30 2 * * *', ['2025-03-29T01:30', '2025-03-30T01:00', '2025-03-31T00:30']],
    ['Europe/Dublin', '30 1 * * *', ['2025-03-29T01:30', '2025-03-30T01:00', '2025-03-31T00:30']],
    ['America/New_York', '30 2 * * *', ['2025-03-08T07:30', '2025-03-09T07:00', '2025-03-10T06:30']],
    ['America/St_Johns', '30 2 * * *', ['2025-03-08T06:00', '2025-03-09T05:30', '2025-03-10T05:00']],
    ['Australia/Sydney', '30 2 * * *', ['2025-10-03T16:30', '2025-10-04T16:00', '2025-10-05T15:30']],
    ['Australia/Lord_Howe', '15 2 * * *', ['2025-10-03T15:45', '2025-10-04T15:30', '2025-10-05T15:15']],
    ['America/Sao_Paulo', '0 0 * * *', ['2018-11-03T03:00', '2018-11-04T03:00', '2018-11-05T02:00']],
    ['Asia/Tehran', '30 0 * * *', ['2022-03-20T21:00', '2022-03-21T20:30', '2022-03-22T20:00']],
    ['Africa/Cairo', '0 0 * * *', ['2025-04-23T22:00', '2025-04-24T22:00', '2025-04-25T21:00']],
    ['Africa/Casablanca', '30 2 * * *', ['2025-04-05T02:30', '2025-04-06T02:00', '2025-04-07T01:30']],
    ['Pacific/Chatham', '0 3 * * *', ['2025-09-26T14:15', '2025-09-27T14:00', '2025-09-28T13:15']],
    // The 30th of December 2011 was no day there.
    ['Pacific/Apia', '0 9 * * *', ['2011-12-29T19:00', '2011-12-30T10:00', '2011-12-30T19:00']],
    ['Pacific/Apia', '0 0 * * *', ['2011-12-29T10:00', '2011-12-30T10:00', '2011-12-31T10:00']],
  ])('%s, %s', (zone, cron, expected) => {
    const [first = '', , last = ''] = expected;
    const before = new Date(Date.parse(`${first}Z`) - 60_000).toISOString().slice(0, 16);
    expect(fires(cron, zone, before, last)).toEqual(expected);
  });

  test('once, however many times of the schedule fall into the gap', () => {
    expect(fires('*/15 2 * * *', 'Europe/Berlin', '2025-03-29T22:00', '2025-03-30T04:00')).toEqual([
      '2025-03-30T01:00',
    ]);
    expect(fires('30 2,3 * * *', 'Europe/Berlin', '2025-03-29T22:00', '2025-03-30T04:00')).toEqual([
      '2025-03-30T01:00',
      '2025-03-30T01:30',
    ]);
  });
});

describe('where clocks are put back, a fixed time fires when it comes first', () => {
  test.each([
    ['Europe/Berlin', '30 2 * * *', ['2025-10-25T00:30', '2025-10-26T00:30', '2025-10-27T01:30']],
    ['Europe/Dublin', '30 1 * * *', ['2025-10-25T00:30', '2025-10-26T00:30', '2025-10-27T01:30']],
    ['America/New_York', '30 1 * * *', ['2025-11-01T05:30', '2025-11-02T05:30', '2025-11-03T06:30']],
    ['America/St_Johns', '30 1 * * *', ['2025-11-01T04:00', '2025-11-02T04:00', '2025-11-03T05:00']],
    ['Australia/Sydney', '30 2 * * *', ['2025-04-04T15:30', '2025-04-05T15:30', '2025-04-06T16:30']],
    ['Australia/Lord_Howe', '45 1 * * *', ['2025-04-04T14:45', '2025-04-05T14:45', '2025-04-06T15:15']],
    ['America/Sao_Paulo', '30 23 * * *', ['2018-02-17T01:30', '2018-02-18T01:30', '2018-02-19T02:30']],
    ['Asia/Tehran', '30 23 * * *', ['2022-09-20T19:00', '2022-09-21T19:00', '2022-09-22T20:00']],
    ['Africa/Cairo', '30 23 * * *', ['2025-10-29T20:30', '2025-10-30T20:30', '2025-10-31T21:30']],
    ['Africa/Casablanca', '30 2 * * *', ['2021-04-10T01:30', '2021-04-11T01:30', '2021-04-12T02:30']],
    ['Pacific/Chatham', '0 3 * * *', ['2025-04-04T13:15', '2025-04-05T13:15', '2025-04-06T14:15']],
    ['Pacific/Apia', '30 3 * * *', ['2021-04-02T13:30', '2021-04-03T13:30', '2021-04-04T14:30']],
    ['UTC', '30 2 * * *', ['2025-10-25T02:30', '2025-10-26T02:30', '2025-10-27T02:30']],
    ['Asia/Kolkata', '30 6 * * *', ['2025-10-25T01:00', '2025-10-26T01:00', '2025-10-27T01:00']],
  ])('%s, %s', (zone, cron, expected) => {
    const [first = '', , last = ''] = expected;
    const before = new Date(Date.parse(`${first}Z`) - 60_000).toISOString().slice(0, 16);
    expect(fires(cron, zone, before, last)).toEqual(expected);
  });
});

describe('a schedule of every hour follows elapsed time', () => {
  test('through the hour that comes twice', () => {
    expect(fires('0 * * * *', 'Europe/Berlin', '2025-10-25T22:30', '2025-10-26T03:00')).toEqual([
      '2025-10-25T23:00',
      '2025-10-26T00:00',
      '2025-10-26T01:00',
      '2025-10-26T02:00',
      '2025-10-26T03:00',
    ]);
  });

  test('over the hour that is left out', () => {
    expect(fires('0 * * * *', 'Europe/Berlin', '2025-03-29T23:30', '2025-03-30T03:00')).toEqual([
      '2025-03-30T00:00',
      '2025-03-30T01:00',
      '2025-03-30T02:00',
      '2025-03-30T03:00',
    ]);
    expect(fires('*/30 * * * *', 'Europe/Berlin', '2025-03-30T00:00', '2025-03-30T02:00')).toEqual([
      '2025-03-30T00:30',
      '2025-03-30T01:00',
      '2025-03-30T01:30',
      '2025-03-30T02:00',
    ]);
  });

  test('without one more at the moment when clocks are put forward', () => {
    expect(fires('7 * * * *', 'Europe/Berlin', '2025-03-29T23:30', '2025-03-30T02:30')).toEqual([
      '2025-03-30T00:07',
      '2025-03-30T01:07',
      '2025-03-30T02:07',
    ]);
    expect(fires('5,35 * * * *', 'America/New_York', '2025-03-09T06:30', '2025-03-09T08:00')).toEqual([
      '2025-03-09T06:35',
      '2025-03-09T07:05',
      '2025-03-09T07:35',
    ]);
  });

  test('where clocks move by half an hour', () => {
    // 02:00 does not exist: the first instant that does is 02:30, an hour after 01:00.
    expect(fires('0 * * * *', 'Australia/Lord_Howe', '2025-10-04T14:00', '2025-10-04T17:00')).toEqual([
      '2025-10-04T14:30',
      '2025-10-04T15:30',
      '2025-10-04T16:00',
      '2025-10-04T17:00',
    ]);
  });
});

describe('days', () => {
  test.each([
    [
      'the last of the month',
      '0 0 L * *',
      '2024-02-01T00:00',
      '2024-04-30T00:00',
      ['2024-02-29T00:00', '2024-03-31T00:00', '2024-04-30T00:00'],
    ],
    [
      'the last Friday',
      '0 0 * * 5L',
      '2025-01-01T00:00',
      '2025-02-28T00:00',
      ['2025-01-31T00:00', '2025-02-28T00:00'],
    ],
    [
      'the second Monday',
      '0 0 * * MON#2',
      '2025-01-01T00:00',
      '2025-03-01T00:00',
      ['2025-01-13T00:00', '2025-02-10T00:00'],
    ],
    ['29 February', '0 0 29 2 *', '2096-03-01T00:00', '2105-01-01T00:00', ['2104-02-29T00:00']],
    [
      'year ends',
      '59 23 31 DEC *',
      '2024-12-31T00:00',
      '2026-01-01T00:00',
      ['2024-12-31T23:59', '2025-12-31T23:59'],
    ],
    [
      'either of two restricted days',
      '0 0 13 * FRI',
      '2025-06-01T00:00',
      '2025-06-20T00:00',
      ['2025-06-06T00:00', '2025-06-13T00:00', '2025-06-20T00:00'],
    ],
    [
      'Sunday by both of its numbers',
      '0 0 * * 7',
      '2025-06-01T00:00',
      '2025-06-15T00:00',
      ['2025-06-08T00:00', '2025-06-15T00:00'],
    ],
    ['a macro', '@yearly', '2024-06-01T00:00', '2026-06-01T00:00', ['2025-01-01T00:00', '2026-01-01T00:00']],
  ])('%s', (_, cron, after, until, expected) => {
    expect(fires(cron, 'UTC', after, until)).toEqual(expected);
  });
});

describe('a leap day of one day of the week', () => {
  test('comes, if late', () => {
    const first = nextFire(scheduleOf('0 0 * 2 1#5', 'UTC'), Date.parse('2026-03-01T00:00:00Z'));
    expect(short(first ?? 0)).toBe('2044-02-29T00:00');
  });

  test('is found from each of four hundred years, after which the calendar begins again', () => {
    for (let week = 0; week < 7; week++) {
      const schedule = scheduleOf(`0 0 * 2 ${week}#5`, 'UTC');
      let at = Date.UTC(2000, 0, 1);
      for (let count = 0; at < Date.UTC(2400, 0, 1); count++) {
        const next = nextFire(schedule, at);
        expect(next, `${week}, after ${short(at)}`).not.toBeNull();
        at = next ?? Number.POSITIVE_INFINITY;
        expect(short(at)).toContain('-02-29T');
        expect(count).toBeLessThan(20);
      }
    }
  });
});

describe('what is no schedule is refused with the field and what it may hold', () => {
  test.each([
    ['', 'has 0 of 5 fields: minute, hour, day of the month, month, day of the week'],
    ['* * * *', 'has 4 of 5 fields'],
    ['* * * * * *', 'has 6 of 5 fields'],
    ['61 * * * *', 'minute "61" is not valid; allowed: 0 to 59'],
    ['0 24 * * *', 'hour "24" is not valid; allowed: 0 to 23'],
    ['0 0 15W * *', 'day of the month "15W" is not valid'],
    ['0 0 * FOO *', 'month "FOO" is not valid; allowed: 1 to 12, or JAN to DEC'],
    ['0 0 * * 8', 'day of the week "8" is not valid'],
    ['H * * * *', 'minute "H" is not valid'],
    ['*/0 * * * *', 'minute "*/0" is not valid'],
    ['0 0 30 2 *', '"0 0 30 2 *" never fires'],
    ['0 0 31 4,6 *', 'never fires'],
    ['@reboot', '"@reboot" is unknown; there are @hourly'],
  ])('%s', (cron, message) => {
    expect(() => scheduleOf(cron, 'UTC')).toThrow(
      expect.objectContaining({ code: 'validation', message: expect.stringContaining(message) }),
    );
  });

  test('an unknown zone', () => {
    expect(() => scheduleOf('* * * * *', 'Mars/Base')).toThrow(/"Mars\/Base" is no time zone/);
  });
});

test('a year of minutes is counted at once, and as many as come one by one', () => {
  const [from, to] = [Date.parse('2024-12-31T23:17:00Z'), Date.parse('2026-01-01T05:43:00Z')];
  for (const zone of zones) {
    for (const cron of ['* * * * *', '*/15 * * * *', '30 2 * * *', '0 0 * * 1-5', '59 23 L * *']) {
      const schedule = scheduleOf(cron, zone);
      expect(countFires(schedule, from, to), `${cron} ${zone}`).toBe(
        [...firesBetween(schedule, from, to)].length,
      );
    }
  }
});
