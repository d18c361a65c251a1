import type { ComponentType } from 'react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { chordOf, isPlainChord, isTyping } from './ui/shortcut.ts';

/** Something a person can do from the palette, by a shortcut, or from the desktop's menu by its id. */
export interface Command {
  /** Stable: `model.new`, `go.models`. The desktop's menu names commands by it (see `runCommand`). */
  id: string;
  /** Sentence case, a verb first; ends with `…` where more is asked. */
  title: string;
  /** What it belongs to, shown beside it: `Models`, `View`. */
  group: string;
  /** See `ui/shortcut.ts`. */
  shortcut?: string;
  icon?: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;
  /** Further words to find it by. */
  words?: string;
  /** Why it cannot be done now; it is then shown but does nothing. */
  disabled?: string | undefined;
  run: () => void;
}

type Owner = { commands: readonly Command[] };
const owners: Owner[] = [];

/** Offers commands while the calling component is shown. Of two with the same id the one shown last counts. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useRef<Owner>({ commands });
  useLayoutEffect(() => {
    owner.current.commands = commands;
  });
  useEffect(() => {
    const own = owner.current;
    owners.push(own);
    return () => {
      owners.splice(owners.indexOf(own), 1);
    };
  }, []);
}

/** Everything that can be done now, in the order it was offered. */
export function currentCommands(): Command[] {
  const byId = new Map<string, Command>();
  for (const owner of owners) {
    for (const command of owner.commands) byId.set(command.id, command);
  }
  return [...byId.values()];
}

/** Does what a command does; false when it is not offered now or cannot be done. */
export function runCommand(id: string): boolean {
  const command = currentCommands().find(candidate => candidate.id === id);
  if (!command || command.disabled !== undefined) return false;
  command.run();
  return true;
}

const sequenceWithinMs = 1_200;

/** Listens for shortcuts on the whole page. Letters do nothing while somebody types or a dialog is open. */
export function useShortcuts(): void {
  useEffect(() => {
    let before = '';
    let beforeAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat || event.isComposing || /^(Shift|Control|Alt|Meta)$/.test(event.key)) return;
      const chord = chordOf(event);
      const plain = isPlainChord(chord);
      const inDialog = document.querySelector('[role=dialog][aria-modal=true]') !== null;
      if (plain && (isTyping(event.target) || event.defaultPrevented)) return;
      const sequence = event.timeStamp - beforeAt < sequenceWithinMs ? `${before} ${chord}` : chord;
      const command = inDialog ? undefined : (find(sequence) ?? find(chord));
      before = command ? '' : chord;
      beforeAt = event.timeStamp;
      if (!command || command.disabled !== undefined) return;
      event.preventDefault();
      event.stopPropagation();
      command.run();
    };
    // Before the editor and the lists: a shortcut with Ctrl or ⌘ means the same everywhere.
    const options = { capture: true };
    addEventListener('keydown', onKey, options);
    return () => removeEventListener('keydown', onKey, options);
  }, []);
}

function find(shortcut: string): Command | undefined {
  return currentCommands().findLast(command => command.shortcut === shortcut);
}
