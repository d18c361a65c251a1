import { Button, Popover, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { changeSearch } from '../../../location.ts';
import { FilterButton } from '../../../ui/choice-filter.tsx';
import { localZone } from '../../../ui/time.ts';
import {
  fromLocalInput,
  localInput,
  type RunFilter,
  runFilterSearch,
  type Span,
  spans,
} from './run-filter.ts';
import classes from './runs-overview.module.css';

const set = (changes: Partial<RunFilter>) => changeSearch(runFilterSearch(changes));

/** A span of time that ends now, or a range. */
export function TimeFilter({ filter }: { filter: RunFilter }) {
  const [opened, setOpened] = useState(false);
  const { span, since, until } = filter;
  const ranged = since !== null || until !== null;
  const shown = span !== null ? spans[span].label : ranged ? 'a range' : '';
  const choose = (changes: Partial<RunFilter>) => {
    set(changes);
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <FilterButton label="Time" shown={shown} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={classes.range}>
          <SpanButton chosen={shown === ''} onClick={() => choose({ since: null, until: null })}>
            Any time
          </SpanButton>
          {Object.entries(spans).map(([key, { label }]) => (
            <SpanButton key={key} chosen={span === key} onClick={() => choose({ span: key as Span })}>
              {label}
            </SpanButton>
          ))}
        </div>
        <div className={classes.range} data-parted>
          <TextInput
            type="datetime-local"
            label="From"
            value={localInput(since)}
            onChange={event => set({ since: fromLocalInput(event.currentTarget.value) })}
          />
          <TextInput
            type="datetime-local"
            label="Until"
            value={localInput(until)}
            onChange={event => set({ until: fromLocalInput(event.currentTarget.value) })}
          />
          <p className={classes.zone}>Times in {localZone()}</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function SpanButton({
  chosen,
  onClick,
  children,
}: {
  chosen: boolean;
  onClick: () => void;
  children: string;
}) {
  return (
    <Button
      variant="subtle"
      color="gray"
      justify="space-between"
      fw={400}
      aria-pressed={chosen}
      rightSection={chosen ? <IconCheck size={12} aria-hidden /> : undefined}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
