/** Dates, times and timestamps. A part is year, quarter, month, week, day, hour, minute, second and so on. */
export const dateFunctions = `
ADD_MONTHS(date, months) # So many months later; the last day of a month stays the last
CONVERT_TIMEZONE(source_zone, target_zone, timestamp) # What clocks of one zone show, in another
CONVERT_TIMEZONE(target_zone, timestamp) # The same moment in another zone
DATE(value [, format]) # The date of a value
DATEADD(part, count, date) # So many years, days, hours later
DATEDIFF(part, from, to) # How many boundaries of years, days, hours lie between
DATEFROMPARTS(year, month, day) # A date of its parts; month 13 is next year's first
DATE_FROM_PARTS(year, month, day) # A date of its parts; month 13 is next year's first
DATE_PART(part, date) # One part of a date as a number
DATE_TRUNC(part, date) # The beginning of the year, month, week, hour
DAY(date) # Day of the month
DAYNAME(date) # Mon, Tue, …
DAYOFMONTH(date) # Day of the month
DAYOFWEEK(date) # Day of the week, Sunday is 0 unless WEEK_START says otherwise
DAYOFWEEKISO(date) # Day of the week, Monday is 1
DAYOFWEEK_ISO(date) # Day of the week, Monday is 1
DAYOFYEAR(date) # Day of the year
EXTRACT(part FROM date) # One part of a date as a number
HOUR(timestamp) # Hour, 0 to 23
LAST_DAY(date [, part]) # Last day of the month, or of another part
MINUTE(timestamp) # Minute
MONTH(date) # Month, 1 to 12
MONTHNAME(date) # Jan, Feb, …
MONTHS_BETWEEN(date, other) # Months between two dates, with a fraction of 31 days
NEXT_DAY(date, day) # The next such day of the week, after the date
PREVIOUS_DAY(date, day) # The last such day of the week, before the date
QUARTER(date) # Quarter, 1 to 4
SECOND(timestamp) # Second
TIME(value [, format]) # The time of a value
TIMEADD(part, count, time) # So many hours, minutes later
TIMEDIFF(part, from, to) # How many boundaries of hours, minutes lie between
TIMEFROMPARTS(hour, minute, second [, nanosecond]) # A time of its parts
TIMESTAMPADD(part, count, timestamp) # So many years, days, hours later
TIMESTAMPDIFF(part, from, to) # How many boundaries of years, days, hours lie between
TIMESTAMPFROMPARTS(year, month, day, hour, minute, second [, nanosecond] [, zone]) # A timestamp of its parts
TIMESTAMP_FROM_PARTS(date, time) # A timestamp of a date and a time
TIMESTAMP_FROM_PARTS(year, month, day, hour, minute, second [, nanosecond] [, zone]) # A timestamp of its parts
TIMESTAMP_LTZ_FROM_PARTS(year, month, day, hour, minute, second [, nanosecond]) # A timestamp in the session's zone
TIMESTAMP_NTZ_FROM_PARTS(date, time) # A timestamp without a zone of a date and a time
TIMESTAMP_NTZ_FROM_PARTS(year, month, day, hour, minute, second [, nanosecond]) # A timestamp without a zone
TIMESTAMP_TZ_FROM_PARTS(year, month, day, hour, minute, second [, nanosecond] [, zone]) # A timestamp with a zone
TIME_FROM_PARTS(hour, minute, second [, nanosecond]) # A time of its parts
TIME_SLICE(date, length, part [, 'START' or 'END']) # Beginning or end of the slice a date falls into
TRUNC(date, part) # The beginning of the year, month, week, hour
WEEK(date) # Week of the year, as WEEK_OF_YEAR_POLICY says
WEEKISO(date) # ISO week of the year
WEEKOFYEAR(date) # Week of the year, as WEEK_OF_YEAR_POLICY says
YEAR(date) # Year
YEAROFWEEK(date) # The year a week belongs to
YEAROFWEEKISO(date) # The year an ISO week belongs to
`;
