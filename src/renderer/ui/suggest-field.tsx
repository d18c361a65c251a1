import { Combobox, Loader, TextInput, type TextInputProps, useCombobox } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import { formatCount } from './numbers.ts';
import classes from './suggest-field.module.css';
import { sizes } from './theme.ts';

/** What there is to choose from, as far as it is known. */
export interface Suggestions {
  state: 'unknown' | 'loading' | 'failed' | 'ready';
  names: readonly string[];
  /** In place of the list while there is none: why. */
  message?: ReactNode;
  /** What can be done about the list itself, below it: "Ask again". */
  action?: { label: string; run: () => void };
}

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'onFocus' | 'onBlur' | 'onClick'> {
  value: string;
  onChange: (value: string) => void;
  suggestions: Suggestions;
  /** The list is looked at: time to ask for it. */
  onOpen?: () => void;
  onClose?: () => void;
  /** What choosing nothing means: "none: the user's default". */
  noneLabel: string;
}

/** More names than this are found by typing. */
const longest = 100;
/** No name looks like this. */
const none = '\u0000none';
const act = '\u0000act';

/** A text field that suggests names, all of them at first, then those with what is typed in them; anything can be typed. */
export function SuggestField(props: Props) {
  const { value, onChange, suggestions, onOpen, onClose, noneLabel, ...field } = props;
  const { state, names, action } = suggestions;
  // What stood there when the list was opened is no search.
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => {
      setSearch('');
      onOpen?.();
    },
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      onClose?.();
    },
  });
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return names.filter(name => name.toLowerCase().includes(wanted));
  }, [names, search]);
  const submit = (chosen: string) => {
    if (chosen === act) {
      combobox.resetSelectedOption();
      action?.run();
      return;
    }
    onChange(chosen === none ? '' : chosen);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={submit} transitionProps={{ transition: 'fade', duration: 80 }}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...field}
          value={value}
          autoComplete="off"
          rightSection={
            state === 'loading' ? (
              <Loader size={12} aria-hidden />
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
        <Combobox.Options className={classes.options} aria-label={label(field.label)}>
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
          {action && state !== 'loading' && (
            <Combobox.Option value={act} className={classes.action}>
              {action.label}
            </Combobox.Option>
          )}
        </Combobox.Options>
        <Combobox.Footer className={classes.foot}>
          <output>{combobox.dropdownOpened && told(suggestions, found.length, search)}</output>
        </Combobox.Footer>
      </Combobox.Dropdown>
    </Combobox>
  );
}

const label = (text: ReactNode) => (typeof text === 'string' ? text : undefined);

function told({ state, names, message }: Suggestions, found: number, search: string): ReactNode {
  if (state !== 'ready') return message;
  if (names.length === 0) return 'There is nothing to choose from; what is typed is taken as it is.';
  if (found === 0) return `No “${search.trim()}” among ${formatCount(names.length)}; it is taken as typed.`;
  if (found > longest) return `${formatCount(found - longest)} more: type to find them.`;
  return names.length === found
    ? `${formatCount(found)} to choose from`
    : `${formatCount(found)} of ${formatCount(names.length)}`;
}
