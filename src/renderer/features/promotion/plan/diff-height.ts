/** Pixels; those of the editor. */
const lineHeight = 20;
const padding = 16;
const foldHeight = 24;
/** Higher ones scroll. */
export const tallestDiff = 560;
/** Unchanged lines the editor shows around a change, and how many it does not bother to fold. */
const context = 4;
const notFolded = 6;

/**
 * How high a comparison will be, unchanged stretches folded, as far as its unified form tells: the place it is given until it
 * is there and can be measured.
 */
export function diffHeight(before: string, unified: string, inline: boolean): number {
  const { rows, unchanged, removed, hunks } = readUnified(unified, inline);
  const hidden = before.split('\n').length - unchanged - removed;
  const folds = hidden > notFolded ? hunks + 1 : 0;
  const shown = rows + (folds > 0 ? Math.min(hidden, hunks * 2 * (context - unifiedContext)) : hidden);
  return Math.min(tallestDiff, Math.max(3, shown) * lineHeight + folds * foldHeight + padding);
}

/** Unchanged lines around a change in the unified form. */
const unifiedContext = 3;

function readUnified(unified: string, inline: boolean) {
  let [rows, unchanged, removed, hunks] = [0, 0, 0, 0];
  let block = { removed: 0, added: 0 };
  const endBlock = () => {
    rows += inline ? block.removed + block.added : Math.max(block.removed, block.added);
    removed += block.removed;
    block = { removed: 0, added: 0 };
  };
  for (const line of unified.split('\n')) {
    if (line.startsWith('@@ ')) hunks++;
    if (hunks === 0) continue;
    if (line.startsWith('-')) block.removed++;
    else if (line.startsWith('+')) block.added++;
    else {
      endBlock();
      if (line.startsWith(' ')) {
        rows++;
        unchanged++;
      }
    }
  }
  endBlock();
  return { rows, unchanged, removed, hunks };
}
