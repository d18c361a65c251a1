/**
 * Shortcuts are written `mod+shift+Enter`, `?` or, for keys one after the other, `g m`. `mod` is ⌘ on a Mac and Ctrl
 * elsewhere. Keys are those of `KeyboardEvent.key`; letters in lower case.
 */
export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** The keys of a shortcut as people know them: `⌘⇧↵`, `Ctrl+Shift+Enter`, `G then M`. */
export function shortcutText(shortcut: string, mac = isMac): string {
  return shortcut
    .split(' ')
    .map(chord => chordParts(chord, mac).join(mac ? '' : '+'))
    .join(' then ');
}

/** The keys of one chord, for showing each as a key. */
export function chordParts(chord: string, mac = isMac): string[] {
  return chord.split('+').map(key => keyText(key, mac));
}

const named: Record<string, [other: string, mac: string]> = {
  mod: ['Ctrl', '⌘'],
  ctrl: ['Ctrl', '⌃'],
  shift: ['Shift', '⇧'],
  alt: ['Alt', '⌥'],
  Enter: ['Enter', '↵'],
  Escape: ['Esc', 'Esc'],
  ArrowLeft: ['←', '←'],
  ArrowRight: ['→', '→'],
  ArrowUp: ['↑', '↑'],
  ArrowDown: ['↓', '↓'],
  Delete: ['Del', '⌦'],
  Backspace: ['Backspace', '⌫'],
};

function keyText(key: string, mac: boolean): string {
  const names = named[key];
  if (names) return names[mac ? 1 : 0];
  return key.length === 1 ? key.toUpperCase() : key;
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The chord a key press makes, written like a shortcut. */
export function chordOf(event: KeyPress, mac = isMac): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const ctrl = mac && event.ctrlKey;
  const key = plainKey(event);
  // A sign such as `?` has its Shift in it already.
  const shift = event.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key));
  return [mod && 'mod', ctrl && 'ctrl', event.altKey && 'alt', shift && 'shift', key]
    .filter(Boolean)
    .join('+');
}

/** With Alt or on other layouts `key` may be a sign that no shortcut names; letters are then told by their place. */
function plainKey({ key, code, altKey }: KeyPress): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  if (letter && (altKey || !/^[\x20-\x7e]$/.test(key)) && key.length === 1) return letter;
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Whether a key press writes text where it happens, or filters a list there: letters and signs belong to it then. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true], [data-takes-letters], .monaco-editor',
    ) !== null
  );
}

/** Without Ctrl, ⌘ or Alt: such a shortcut must never fire while somebody types. */
export function isPlainChord(chord: string): boolean {
  return !/(^|\+)(mod|ctrl|alt)\+/.test(chord) && !/^F\d/.test(chord);
}
