import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconChevronLeft, IconChevronRight, IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FireStatus } from '../../../../shared/contract/fires.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { fireLooks } from '../../../parts/fire-outcome.tsx';
import { useNow } from '../../../ui/clock.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { absoluteTime, localZone, timeOfDay } from '../../../ui/time.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { useWeek } from './use-week.ts';
import {
  addDays,
  askedWeek,
  cellKey,
  dateKey,
  type WeekFire,
  type WeekGroup,
  weekGrid,
  weekStart,
} from './week-grid.ts';
import classes from './week.module.css';

const shownInCell = 3;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const dayText = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const lastDayText = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const looks = ['dispatched', 'coalesced', 'skipped', 'missed', 'coming'] as const;

/** Past and coming fires of all jobs by day and hour. A table, so that it can be read without being seen. */
export function WeekView() {
  const [openedMs] = useState(() => Date.now());
  const fromMs = askedWeek(useSearch().get('week'), openedMs);
  const week = useWeek(fromMs, openedMs);
  const status = useQuery(api.fires.status.queryOptions()).data;
  const days = Array.from({ length: 7 }, (_, index) => addDays(fromMs, index));
  const show = (ms: number) =>
    changeSearch({ week: weekStart(ms) === weekStart(openedMs) ? null : dateKey(ms) });
  return (
    <>
      <div className={classes.bar}>
        <Tooltip label="The week before">
          <ActionIcon aria-label="The week before" onClick={() => show(addDays(fromMs, -7))}>
            <IconChevronLeft size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="The week after">
          <ActionIcon aria-label="The week after" onClick={() => show(addDays(fromMs, 7))}>
            <IconChevronRight size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Button disabled={fromMs === weekStart(openedMs)} onClick={() => show(openedMs)}>
          This week
        </Button>
        <span className={classes.range}>
          {dayText.format(fromMs)} to {lastDayText.format(addDays(fromMs, 6))}, {localZone()}
        </span>
        <ul className={classes.legend} aria-label="Outcomes">
          {looks.map(look => {
            const { word, tone, icon: Icon } = fireLooks[look];
            return (
              <li key={look} data-tone={tone}>
                <Icon size={sizes.iconSmall} aria-hidden /> {word}
              </li>
            );
          })}
        </ul>
      </div>
      {week.changes.map(change => (
        <p key={change.time_zone} className={classes.note} data-tone="warning">
          <IconAlertTriangle size={sizes.iconSmall} aria-hidden /> Clocks of {change.time_zone} change from{' '}
          {change.from} to {change.to} at {absoluteTime(Date.parse(change.at), change.time_zone)}.
        </p>
      ))}
      {status?.paused && (
        <p className={classes.note} data-tone="warning">
          <IconPlayerPause size={sizes.iconSmall} aria-hidden /> All jobs are paused: what is coming starts
          nothing until they are resumed.
        </p>
      )}
      {week.isPastCut && (
        <p className={classes.note} data-tone="warning">
          More fired in this week than is drawn here: the ledger has all of it.
        </p>
      )}
      {week.comingUntilMs !== null && (
        <p className={classes.note} data-tone="warning">
          More is coming in this week than is drawn here: up to {absoluteTime(week.comingUntilMs)} all of it
          is.
        </p>
      )}
      {week.error ? (
        <ErrorPanel trouble={troubleOf(week.error, 'The week could not be read')}>
          <Button onClick={week.retry}>Try again</Button>
        </ErrorPanel>
      ) : week.isPending ? (
        <Waiting lines={12} label="Loading the week" />
      ) : (
        <>
          {week.fires.length === 0 && (
            <NothingFires isPast={addDays(fromMs, 7) <= openedMs} status={status} onShow={show} />
          )}
          <Grid days={days} fires={week.fires} />
        </>
      )}
    </>
  );
}

interface NothingProps {
  isPast: boolean;
  status: FireStatus | undefined;
  onShow: (ms: number) => void;
}

/** Why the week is empty: it is over, no job has a schedule, or none that is not paused fires in it. */
function NothingFires({ isPast, status, onShow }: NothingProps) {
  if (!status) return null;
  const { schedules, next } = status;
  if (isPast) return <p className={classes.note}>Nothing fired in this week.</p>;
  if (schedules === 0) {
    return (
      <p className={classes.note}>
        Nothing fires in this week. A job starts by itself once it has a schedule:{' '}
        <AreaLink to="/jobs">choose a job</AreaLink> and edit “Starts”.
      </p>
    );
  }
  return (
    <p className={classes.note}>
      No schedule is to start a job in this week; those of paused jobs are left out.
      {next !== null && (
        <>
          {' '}
          The next fire is that of <AreaLink to={`/jobs/${next.job_id}`}>{next.job}</AreaLink>, at{' '}
          {absoluteTime(Date.parse(next.due_at))}.{' '}
          <Button variant="subtle" onClick={() => onShow(Date.parse(next.due_at))}>
            Show that week
          </Button>
        </>
      )}
    </p>
  );
}

const minuteMs = 60_000;

function Grid({ days, fires }: { days: readonly number[]; fires: readonly WeekFire[] }) {
  const nowMs = useNow();
  const minute = Math.floor(nowMs / minuteMs) * minuteMs;
  // What was to come when the week was read has been since: the ledger tells of it.
  const cells = useMemo(
    () => weekGrid(fires.filter(({ look, atMs }) => look !== 'coming' || atMs > minute)),
    [fires, minute],
  );
  const today = dateKey(nowMs);
  const now = new Date(nowMs);
  const scroller = useRef<HTMLElement>(null);
  // What one wants to see of this week is around now, however much fired in the night.
  useEffect(() => {
    const box = scroller.current;
    const line = box?.querySelector('[data-now]');
    if (!box || !line) return;
    const below = line.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop = below - box.clientHeight / 2;
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also by keyboard
    <section ref={scroller} className={classes.scroller} tabIndex={0} aria-label="The week by day and hour">
      <table className={classes.table}>
        <caption>
          <VisuallyHidden>Fires by day and hour, in {localZone()}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th scope="col" className={classes.hour}>
              <VisuallyHidden>Hour</VisuallyHidden>
            </th>
            {days.map(day => (
              <th key={day} scope="col" data-today={dateKey(day) === today || undefined}>
                {dayText.format(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.map(hour => (
            <tr key={hour}>
              <th scope="row" className={classes.hour}>
                {String(hour).padStart(2, '0')}:00
              </th>
              {days.map(day => {
                const key = dateKey(day);
                const isNow = key === today && hour === now.getHours();
                return (
                  <td key={day} data-today={key === today || undefined}>
                    <Cell groups={cells.get(cellKey(key, hour)) ?? []} />
                    {isNow && (
                      <span
                        data-now
                        className={classes.now}
                        style={{ top: `${(100 * now.getMinutes()) / 60}%` }}
                        title={`Now, ${timeOfDay(nowMs)}`}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ groups }: { groups: readonly WeekGroup[] }) {
  const [open, setOpen] = useState(false);
  if (groups.length === 0) return null;
  const shown = open ? groups : groups.slice(0, shownInCell);
  return (
    <ul className={classes.cell}>
      {shown.map(group => (
        <Fires key={group.key} group={group} />
      ))}
      {groups.length > shown.length && (
        <li>
          <button type="button" className={classes.more} onClick={() => setOpen(true)}>
            {formatCount(groups.length - shown.length)} more
          </button>
        </li>
      )}
    </ul>
  );
}

function Fires({ group }: { group: WeekGroup }) {
  const { word, icon: Icon, tone } = fireLooks[group.look];
  const time = timeOfDay(group.atMs).slice(0, 5);
  const title = `${group.job}, ${word}${group.count > 1 ? ` ${formatCount(group.count)} times, first` : ''} at ${absoluteTime(group.atMs)}${group.note === null ? '' : `; ${group.note}`}`;
  return (
    <li className={classes.fire} data-tone={tone} title={title}>
      <AreaLink
        to={group.run === null ? `/jobs/${group.jobId}` : `/runs/${group.run}`}
        className={classes.link}
      >
        <Icon size={12} aria-hidden />
        <VisuallyHidden>{word}</VisuallyHidden>
        <span className={classes.time}>{time}</span>
        <span className={classes.job}>{group.job}</span>
        {group.count > 1 && <span className={classes.time}>×{formatCount(group.count)}</span>}
      </AreaLink>
    </li>
  );
}
