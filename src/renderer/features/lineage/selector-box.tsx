import { TextInput, Tooltip } from '@mantine/core';
import { IconHelpCircle, IconSearch } from '@tabler/icons-react';
import { type Ref, useEffect, useState } from 'react';
import { sizes } from '../../ui/theme.ts';
import classes from './lineage.module.css';

const typingMs = 350;

export const selectorHelp =
  'orders: a model · stg_*: all of these · +orders: and all it reads · orders+: and all that read it · 2+orders+1: so many steps · label:, owner:, job:, target:, source: with a name · a blank means or, a comma and';

/** What is shown, written as dbt's people write it; the address follows a moment after the typing. */
export function SelectorBox({
  select,
  error,
  onSelect,
  field,
}: {
  select: string;
  /** What is wrong with it. */
  error: string | undefined;
  onSelect: (select: string) => void;
  field: Ref<HTMLInputElement>;
}) {
  const [typed, setTyped] = useState(select);
  const [told, setTold] = useState(select);
  if (told !== select) {
    setTold(select);
    setTyped(select);
  }
  useEffect(() => {
    if (typed.trim() === select.trim()) return undefined;
    const timer = setTimeout(() => onSelect(typed), typingMs);
    return () => clearTimeout(timer);
  }, [typed, select, onSelect]);
  return (
    <TextInput
      ref={field}
      className={classes.selector}
      aria-label="Selector: what is shown"
      placeholder="Everything, or +orders, label:finance, 1+orders+1 …"
      leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
      rightSection={
        <Tooltip label={selectorHelp} multiline maw={420} events={{ hover: true, focus: true, touch: true }}>
          <button type="button" className={classes.help} aria-label="What can be written here">
            <IconHelpCircle size={sizes.iconSmall} aria-hidden />
          </button>
        </Tooltip>
      }
      spellCheck={false}
      autoComplete="off"
      error={typed.trim() === select.trim() ? error : undefined}
      value={typed}
      onChange={event => setTyped(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') onSelect(typed);
        if (event.key !== 'Escape' || typed === '') return;
        setTyped('');
        onSelect('');
        event.stopPropagation();
        event.preventDefault();
      }}
    />
  );
}
