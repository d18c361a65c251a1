import { useMemo, useState } from 'react';
import type { Run } from '../../../../shared/contract/runs.ts';
import { isTerminal } from '../../../../shared/domain/run-state.ts';
import { troubleOf } from '../../../call-error.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useDeviceState } from '../../../ui/ui-state.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { filterLines, type LogLevel, type TimeStyle } from './log-lines.ts';
import { LogList } from './log-list.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import classes from './log.module.css';
import type { FeedState } from './run-feed.ts';

/** Everything the run wrote down. */
export function LogView({ run, feed }: { run: Run; feed: FeedState }) {
  const [level, setLevel] = useDeviceState<LogLevel>('log.level', 'debug');
  const [times, setTimes] = useDeviceState<TimeStyle>('log.times', 'local');
  const [search, setSearch] = useState('');
  const lines = useMemo(() => filterLines(feed.lines, level, search), [feed.lines, level, search]);
  const active = !isTerminal(run.state);
  return (
    <div className={classes.view}>
      <LogToolbar
        run={run}
        all={feed.lines}
        shown={lines}
        level={level}
        onLevel={setLevel}
        times={times}
        onTimes={setTimes}
        search={search}
        onSearch={setSearch}
      />
      {feed.error !== undefined && (
        <ErrorPanel trouble={troubleOf(feed.error, 'The log could not be read to its end')} />
      )}
      {lines.length > 0 ? (
        <LogList
          lines={lines}
          active={active}
          times={times}
          search={search}
          startMs={Date.parse(run.times.created_at)}
        />
      ) : feed.lines.length > 0 ? (
        <EmptyState>No line fits: {feed.lines.length} are hidden by level or search.</EmptyState>
      ) : feed.ended || feed.error !== undefined ? (
        <EmptyState>The run wrote nothing to its log.</EmptyState>
      ) : active && feed.state !== null ? (
        <EmptyState>Nothing has been written yet.</EmptyState>
      ) : (
        <Waiting label="Loading the log" />
      )}
    </div>
  );
}
