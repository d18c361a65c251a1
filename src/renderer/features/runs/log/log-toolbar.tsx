import { ActionIcon, SegmentedControl, Select, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconDownload, IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import type { LogLine, Run } from '../../../../shared/contract/runs.ts';
import { useCommands } from '../../../commands.ts';
import { copyText } from '../../../ui/copy.ts';
import { saveFile } from '../../../ui/files.ts';
import { counted, formatCount } from '../../../ui/numbers.ts';
import { shortcutText } from '../../../ui/shortcut.ts';
import { sizes } from '../../../ui/theme.ts';
import { localZone } from '../../../ui/time.ts';
import { type LogLevel, logLevels, logText, type TimeStyle } from './log-lines.ts';
import classes from './log.module.css';

interface Props {
  run: Run;
  all: readonly LogLine[];
  shown: readonly LogLine[];
  level: LogLevel;
  onLevel: (level: LogLevel) => void;
  times: TimeStyle;
  onTimes: (times: TimeStyle) => void;
  search: string;
  onSearch: (search: string) => void;
}

const levelWords: Record<LogLevel, string> = {
  debug: 'All levels',
  info: 'Info and above',
  warn: 'Warnings and errors',
  error: 'Errors',
};

export function LogToolbar(props: Props) {
  const { run, all, shown, level, onLevel, times, onTimes, search, onSearch } = props;
  const field = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: 'edit.find',
      title: 'Search the log',
      group: 'This run',
      shortcut: 'mod+f',
      icon: IconSearch,
      run: () => field.current?.select(),
    },
  ]);
  return (
    <div className={classes.toolbar}>
      <TextInput
        ref={field}
        className={classes.search}
        aria-label="Search the log"
        placeholder={`Search (${shortcutText('mod+f')})`}
        leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
        spellCheck={false}
        value={search}
        onChange={event => onSearch(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Escape' && search !== '') {
            onSearch('');
            event.preventDefault();
          }
        }}
      />
      <Select
        aria-label="Level"
        w="11rem"
        data={logLevels.map(value => ({ value, label: levelWords[value] }))}
        value={level}
        onChange={value => value && onLevel(value)}
      />
      <SegmentedControl
        aria-label="Times"
        data={[
          { value: 'local', label: 'Local' },
          { value: 'utc', label: 'UTC' },
          { value: 'relative', label: 'Since start' },
        ]}
        value={times}
        onChange={value => onTimes(value)}
      />
      <span className={classes.zone}>{times === 'local' ? localZone() : ''}</span>
      <span className={classes.count}>
        {shown.length === all.length
          ? counted(all.length, 'line')
          : `${formatCount(shown.length)} of ${counted(all.length, 'line')}`}
      </span>
      <Tooltip label="Copy the lines shown">
        <ActionIcon
          aria-label="Copy the lines shown"
          disabled={shown.length === 0}
          onClick={() => void copyText(logText(shown), counted(shown.length, 'line'))}
        >
          <IconCopy size={sizes.icon} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Download the whole log">
        <ActionIcon
          aria-label="Download the whole log"
          disabled={all.length === 0}
          onClick={() => saveFile(`${run.job}-run-${run.id}.log`, 'text/plain', [logText(all)])}
        >
          <IconDownload size={sizes.icon} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
