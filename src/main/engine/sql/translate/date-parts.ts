/** Snowflake's names for parts of dates and times ("Supported date and time parts"), by the name DuckDB has. */
const names: Record<string, string> = {
  year: 'YEAR Y YY YYY YYYY YR YEARS YRS',
  quarter: 'QUARTER Q QTR QTRS QUARTERS',
  month: 'MONTH MM MON MONS MONTHS',
  week: 'WEEK W WK WEEKOFYEAR WOY WY WEEKS WEEK_ISO WEEKISO WEEKOFYEARISO WEEKOFYEAR_ISO',
  day: 'DAY D DD DAYS DAYOFMONTH',
  dayofweek: 'DAYOFWEEK WEEKDAY DOW DW',
  isodow: 'DAYOFWEEKISO WEEKDAY_ISO DOW_ISO DW_ISO DAYOFWEEK_ISO ISODOW',
  dayofyear: 'DAYOFYEAR YEARDAY DOY DY',
  isoyear: 'YEAROFWEEK YEAROFWEEKISO ISOYEAR',
  hour: 'HOUR H HH HR HOURS HRS',
  minute: 'MINUTE M MI MIN MINUTES MINS',
  second: 'SECOND S SEC SECONDS SECS',
  millisecond: 'MILLISECOND MS MSEC MILLISECONDS',
  microsecond: 'MICROSECOND US USEC MICROSECONDS',
  nanosecond: 'NANOSECOND NS NSEC NANOSEC NSECOND NANOSECONDS NANOSECS NSECONDS',
  epoch: 'EPOCH_SECOND EPOCH EPOCH_SECONDS',
  epoch_ms: 'EPOCH_MILLISECOND EPOCH_MILLISECONDS EPOCH_MS',
  epoch_us: 'EPOCH_MICROSECOND EPOCH_MICROSECONDS EPOCH_US',
  epoch_ns: 'EPOCH_NANOSECOND EPOCH_NANOSECONDS EPOCH_NS',
  timezone_hour: 'TIMEZONE_HOUR TZH',
  timezone_minute: 'TIMEZONE_MINUTE TZM',
};

const byName = new Map(
  Object.entries(names).flatMap(([part, list]) => list.split(' ').map(name => [name, part] as const)),
);

/** DuckDB's name of a part, whatever way Snowflake lets people write it. */
export function datePart(name: string): string | undefined {
  return byName.get(name.toUpperCase());
}

/** Parts that a date has itself; adding the others to a date makes it a timestamp. */
export const partsOfDates = new Set(['year', 'quarter', 'month', 'week', 'day']);
