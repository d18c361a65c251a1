import { Button, Combobox, Loader, TextInput, type TextInputProps, useCombobox } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { formatCount } from './numbers.ts';
import classes from './suggest-field.module.css';
import { sizes } from './theme.ts';

/** What there is to choose from, as far as it is known. */
export interface Suggestions {
  state: 'unknown' | 'loading' | 'failed' | 'ready';
  names: readonly string[];
  /** In place of the list while there is none: why, and what can be done about it. */
  message?: ReactNode;
  /** Asks anew; offered where the list is there or could not be had. */
  reload?: () => void;
}

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'onFocus' | 'onBlur' | 'onClick'> {
  value: string;
  onChange: (value: string) => void;
  suggestions: Suggestions;
  /** The list is looked at: time to ask for it. */
  onOpen?: () => void;
  /** What choosing nothing means: "none: the user's default". */
  noneLabel: string;
}

/** More names than this are found by typing. */
const longest = 100;
/** No name looks like this. */
const none = '\u0000none';

/** A text field that suggests names, all of them at first, then those with what is typed in them; anything can be typed. */
export function SuggestField(props: Props) {
  const { value, onChange, suggestions, onOpen, noneLabel, ...field } = props;
  const { state, names, message, reload } = suggestions;
  // What stood there when the list was opened is no search.
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({
    onDropdownOpen: () => {
      setSearch('');
      onOpen?.();
    },
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return names.filter(name => name.toLowerCase().includes(wanted));
  }, [names, search]);
  const isListed = state === 'ready' && names.length > 0;
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={chosen => {
        onChange(chosen === none ? '' : chosen);
        combobox.closeDropdown();
      }}
      transitionProps={{ transition: 'fade', duration: 80 }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...field}
          ref={input}
          value={value}
          autoComplete="off"
          rightSection={
            state === 'loading' ? (
              <Loader size={12} aria-label="Loading" />
            ) : (
              <IconChevronDown size={sizes.iconSmall} aria-hidden />
            )
          }
          rightSectionPointerEvents="none"
          onChange={event => {
            const typed = event.currentTarget.value;
            onChange(typed);
            combobox.openDropdown();
            setSearch(typed);
            combobox.resetSelectedOption();
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        {isListed ? (
          <Combobox.Options className={classes.options} aria-label={String(field.label ?? '')}>
            {search === '' && (
              <Combobox.Option value={none} active={value === ''} className={classes.none}>
                {noneLabel}
              </Combobox.Option>
            )}
            {found.slice(0, longest).map(name => (
              <Combobox.Option key={name} value={name} active={name === value} className={classes.option}>
                {name}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        ) : null}
        {/* A button that takes the focus would close what it is in. */}
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
        <div className={classes.foot} onMouseDown={event => event.preventDefault()}>
          <output className={classes.message}>
            {told({ ...suggestions, message }, found.length, search)}
          </output>
          {reload && state !== 'loading' && (
            <Button
              variant="subtle"
              color="gray"
              tabIndex={-1}
              className={classes.reload}
              onClick={() => {
                reload();
                input.current?.focus();
              }}
            >
              {state === 'failed' ? 'Try again' : 'Ask again'}
            </Button>
          )}
        </div>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function told({ state, names, message }: Suggestions, found: number, search: string): ReactNode {
  if (state !== 'ready') return message;
  if (names.length === 0)
    return message ?? 'There is nothing to choose from; what is typed is taken as it is.';
  if (found === 0) return `No “${search.trim()}” among ${formatCount(names.length)}; it is taken as typed.`;
  if (found > longest) return `${formatCount(found - longest)} more: type to find them.`;
  return names.length === found
    ? formatCount(names.length)
    : `${formatCount(found)} of ${formatCount(names.length)}`;
}
