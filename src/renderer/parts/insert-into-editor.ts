import { navigate } from '../location.ts';
import { copyText } from '../ui/copy.ts';
import { scopedState } from '../ui/ui-state.ts';

let waiting: string | undefined;

/**
 * Puts a text where the caret is in the model that was last looked at, and shows it. Where no model is open, the text goes to
 * the clipboard.
 */
export function insertIntoEditor(text: string, what: string): void {
  const { models } = scopedState.get<Record<string, string>>('places.last', {});
  const place = models === undefined ? undefined : /^\/models\/\d+/.exec(models)?.[0];
  if (place === undefined) {
    void copyText(text, `No model is open: ${what}`);
    return;
  }
  waiting = text;
  navigate(place);
}

/** For the editor that is shown next: the text that waits for it, once. */
export function takeInsertion(): string | undefined {
  const text = waiting;
  waiting = undefined;
  return text;
}
