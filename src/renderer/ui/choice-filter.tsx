import { Button, type ButtonProps, type ComboboxItem, ComboboxPopover } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps, ReactNode } from 'react';
import classes from './choice-filter.module.css';
import { sizes } from './theme.ts';

export interface Choice {
  value: string;
  label: string;
}

/** What a list is filtered by, as a button; with a ground where something is chosen. */
export function FilterButton({
  label,
  shown,
  ...button
}: { label: string /** What is chosen; empty for nothing. */; shown: string } & ButtonProps &
  ComponentProps<'button'>) {
  return (
    <Button
      {...button}
      className={classes.button}
      data-set={shown !== '' || undefined}
      aria-label={`${label}: ${shown === '' ? 'any' : shown}`}
      rightSection={<IconChevronDown size={12} aria-hidden />}
    >
      <span className={classes.label}>{label}</span>
      {shown !== '' && <span className={classes.value}>{shown}</span>}
    </Button>
  );
}

interface Props {
  /** What is filtered by: "State". */
  label: string;
  choices: readonly Choice[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** One at a time; choosing it again lets it go. */
  single?: boolean;
  /** How a choice looks in the list. */
  render?: (choice: Choice) => ReactNode;
}

/** More choices than this are searched by typing. */
const searchFrom = 9;

/** A button that says what a list is filtered by, and opens the choices. */
export function ChoiceFilter({ label, choices, value, onChange, single = false, render }: Props) {
  const labels = value.map(chosen => choices.find(choice => choice.value === chosen)?.label ?? chosen);
  const shown = labels.length > 2 ? `${labels.length} chosen` : labels.join(', ');
  const button = (
    <ComboboxPopover.Target>
      <FilterButton label={label} shown={shown} />
    </ComboboxPopover.Target>
  );
  const shared = {
    data: [...choices],
    searchable: choices.length >= searchFrom,
    nothingFoundMessage: 'Nothing found',
    maxDropdownHeight: 10 * sizes.row,
    withAlignedLabels: true,
    comboboxProps: { width: 'max-content', position: 'bottom-start', classNames: { dropdown: classes.menu } },
    ...(render
      ? {
          renderOption: ({ option, checked }: { option: ComboboxItem; checked?: boolean }) => (
            <span className={classes.choice}>
              <IconCheck
                size={12}
                className={classes.check}
                data-checked={checked || undefined}
                aria-hidden
              />
              {render(option)}
            </span>
          ),
        }
      : {}),
  } as const;
  if (single) {
    return (
      <ComboboxPopover
        {...shared}
        value={value[0] ?? null}
        onChange={next => onChange(next === null ? [] : [next])}
      >
        {button}
      </ComboboxPopover>
    );
  }
  return (
    <ComboboxPopover {...shared} multiple value={[...value]} onChange={onChange}>
      {button}
    </ComboboxPopover>
  );
}
