import classes from './key-hint.module.css';
import { chordParts, shortcutText } from './shortcut.ts';

/** The keys of a shortcut, each as a key. See `shortcut.ts` for how shortcuts are written. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={classes.hint}>
      <span className={classes.spoken}>{shortcutText(keys)}</span>
      {keys.split(' ').map((chord, index) => (
        <span key={chord} aria-hidden className={classes.chord}>
          {index > 0 && <span className={classes.then}>then</span>}
          {chordParts(chord).map(part => (
            <kbd key={part} className={classes.key}>
              {part}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
