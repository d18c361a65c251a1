import { Combobox, TextInput, Tooltip, useCombobox } from '@mantine/core';
import { IconHelpCircle, IconSearch } from '@tabler/icons-react';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { LineageNode } from '../../../shared/contract/lineage.ts';
import { sizes } from '../../ui/theme.ts';
import classes from './lineage.module.css';
import { completed, completionAt } from './selector-words.ts';

const typingMs = 350;

export const selectorHelp =
  'orders: a model · stg_*: all of these · +orders: and all it reads · orders+: and all that read it · 2+orders+1: so many steps · label:, owner:, job:, target:, source: with a name · a blank means or, a comma and';

/** What is shown, written as dbt's people write it; the address follows a moment after the typing. */
export function SelectorBox({
  select,
  error,
  onSelect,
  field,
  nodes,
  onLook,
}: {
  select: string;
  /** What is wrong with it. */
  error: string | undefined;
  onSelect: (select: string) => void;
  field: RefObject<HTMLInputElement | null>;
  /** All there is to select from, as far as it is known. */
  nodes: readonly LineageNode[];
  /** Names are about to be needed. */
  onLook: () => void;
}) {
  const [typed, setTyped] = useState(select);
  const [told, setTold] = useState(select);
  if (told !== select) {
    setTold(select);
    setTyped(select);
  }
  const [caret, setCaret] = useState(0);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const completion = useMemo(() => completionAt(typed, caret, nodes), [typed, caret, nodes]);
  const offered = combobox.dropdownOpened && completion.names.length > 0;
  // Half a name selects nothing: what is shown stays while one is being chosen.
  const word = typed.slice(completion.from, completion.to);
  const unfinished = offered && !completion.names.includes(word);
  useEffect(() => {
    if (unfinished || typed.trim() === select.trim()) return undefined;
    const timer = setTimeout(() => onSelect(typed), typingMs);
    return () => clearTimeout(timer);
  }, [typed, select, onSelect, unfinished]);
  const take = (name: string) => {
    const next = completed(typed, completion, name);
    setTyped(next.text);
    setCaret(next.caret);
    combobox.resetSelectedOption();
    // Behind "label:" the labels are next.
    if (!name.endsWith(':')) combobox.closeDropdown();
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  return (
    <Combobox store={combobox} onOptionSubmit={take} transitionProps={{ duration: 0 }}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          ref={field}
          className={classes.selector}
          aria-label="Selector: what is shown"
          placeholder="Everything, or +orders, label:finance, 1+orders+1 …"
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          rightSection={
            <Tooltip
              label={selectorHelp}
              multiline
              maw={420}
              events={{ hover: true, focus: true, touch: true }}
            >
              <button type="button" className={classes.help} aria-label="What can be written here">
                <IconHelpCircle size={sizes.iconSmall} aria-hidden />
              </button>
            </Tooltip>
          }
          spellCheck={false}
          autoComplete="off"
          error={typed.trim() === select.trim() ? error : undefined}
          value={typed}
          onFocus={onLook}
          onBlur={() => combobox.closeDropdown()}
          onSelect={event => setCaret(event.currentTarget.selectionEnd ?? 0)}
          onChange={event => {
            setTyped(event.currentTarget.value);
            setCaret(event.currentTarget.selectionEnd ?? 0);
            combobox.resetSelectedOption();
            combobox.openDropdown();
          }}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              // One that is chosen in the list is taken by the list.
              if (offered && combobox.getSelectedOptionIndex() >= 0) return;
              combobox.closeDropdown();
              onSelect(typed);
            }
            if (event.key !== 'Escape' || (typed === '' && !offered)) return;
            event.stopPropagation();
            event.preventDefault();
            // First the list goes, then the text.
            if (offered) return;
            setTyped('');
            onSelect('');
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!offered}>
        <Combobox.Options className={classes.options} aria-label="What can be selected">
          {offered &&
            completion.names.map(name => (
              <Combobox.Option key={name} value={name} className={classes.option}>
                {name}
              </Combobox.Option>
            ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
