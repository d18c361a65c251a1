import type { ViewNode } from '../../../shared/domain/lineage-view.ts';
import { StateChip, HueChip } from '../../ui/chip.tsx';
import { counted } from '../../ui/numbers.ts';
import type { Look } from './looks.ts';
import classes from './lineage.module.css';

/** What the colours of what is shown mean, and how often each is there. */
export function Legend({ nodes, looks }: { nodes: readonly ViewNode[]; looks: (node: ViewNode) => Look }) {
  const counts = new Map<string, { look: Look; count: number }>();
  for (const node of nodes) {
    if (node.kind === 'job' || node.kind === 'target') continue;
    const look = looks(node);
    const known = counts.get(look.word);
    if (known) known.count += 1;
    else counts.set(look.word, { look, count: 1 });
  }
  return (
    <ul className={classes.legend} aria-label="Colours">
      {[...counts.values()]
        .sort((a, b) => b.count - a.count)
        .map(({ look, count }) => (
          <li key={look.word} title={counted(count, 'node')}>
            {look.hue ? (
              <HueChip hue={look.hue}>{look.word}</HueChip>
            ) : (
              <StateChip tone={look.tone ?? 'muted'} icon={look.icon}>
                {look.word}
              </StateChip>
            )}
            <span className={classes.count}>{count}</span>
          </li>
        ))}
    </ul>
  );
}
