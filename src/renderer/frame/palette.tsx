/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- a combobox as in ARIA's Authoring Practices: the field keeps the focus and handles the keys */
import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../ui/class-names.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { sizes } from '../ui/theme.ts';
import classes from './palette.module.css';
import { type PaletteEntry, usePaletteEntries } from './palette-entries.ts';

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** One field that finds every object and every command. */
export function Palette({ opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      size={sizes.palette}
      padding={0}
      title="Search everything"
      classNames={{ header: classes.header }}
    >
      {opened && <Search onClose={onClose} />}
    </Modal>
  );
}

function Search({ onClose }: { onClose: () => void }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const entries = usePaletteEntries(query);
  const active = Math.min(chosen, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const take = (entry: PaletteEntry | undefined) => {
    if (!entry || entry.disabled !== undefined) return;
    onClose();
    // After the dialog has given the focus back, so that what runs can take it.
    setTimeout(entry.run, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) setChosen(Math.max(0, Math.min(entries.length - 1, active + step)));
    else if (event.key === 'Enter') take(entries[active]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classes.field}>
        <IconSearch size={sizes.icon} aria-hidden />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-label="Search everything"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={entries.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder="Search models, runs, commands…"
          spellCheck={false}
          onKeyDown={onKeyDown}
          value={query}
          onChange={event => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
        />
        <KeyHint keys="Escape" />
      </div>
      <div ref={list} id={id} role="listbox" aria-label="Results" className={classes.list}>
        {entries.map((entry, index) => (
          <Row
            key={entry.key}
            id={`${id}-${index}`}
            entry={entry}
            index={index}
            active={index === active}
            onTake={() => take(entry)}
          />
        ))}
      </div>
      {entries.length === 0 && <output className={classes.nothing}>Nothing is called “{query}”.</output>}
    </>
  );
}

interface RowProps {
  id: string;
  entry: PaletteEntry;
  index: number;
  active: boolean;
  onTake: () => void;
}

function Row({ id, entry, index, active, onTake }: RowProps) {
  const { icon: Icon } = entry;
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={entry.disabled !== undefined || undefined}
      data-index={index}
      className={classNames(classes.row, active && classes.active)}
      onClick={onTake}
    >
      <span className={classes.icon}>{Icon && <Icon size={sizes.icon} aria-hidden />}</span>
      <span className={classes.title}>
        <Marked text={entry.title} at={entry.at} />
      </span>
      {(entry.disabled ?? entry.detail) && (
        <span className={classes.detail}>{entry.disabled ?? entry.detail}</span>
      )}
      <span className={classes.kind}>{entry.kind}</span>
      {entry.shortcut && <KeyHint keys={entry.shortcut} />}
    </div>
  );
}

/** The letters that matched stand out. */
function Marked({ text, at }: { text: string; at: readonly number[] }) {
  const marked = new Set(at);
  return Array.from(text, (letter, index) => (marked.has(index) ? <b key={index}>{letter}</b> : letter));
}
