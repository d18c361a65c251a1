import type { MouseEvent } from 'react';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import type { RunSummary } from '../../../../shared/contract/runs.ts';
import { navigate } from '../../../location.ts';
import { tookText } from '../../../parts/run-times.ts';
import { runStateLooks } from '../../../parts/run-state.tsx';
import { counted } from '../../../ui/numbers.ts';
import { durationBars } from './duration-bars.ts';
import classes from './recent-runs.module.css';

const height = 40;
const barWidth = 7;
const gap = 2;

/** How long the last runs took and how they ended, oldest first; the list below it says the same in words. */
export function DurationStrip({ runs }: { runs: readonly RunSummary[] }) {
  const bars = durationBars(runs);
  const width = bars.length * (barWidth + gap);
  const failed = bars.filter(bar => bar.state === 'failed').length;
  const onClick = (event: MouseEvent) => {
    const bar = event.target instanceof Element ? event.target.closest<SVGElement>('[data-run]') : null;
    if (bar?.dataset.run !== undefined) navigate(`/runs/${bar.dataset.run}`);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- the list below has the same links
    <svg
      className={classes.strip}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here
      role="img"
      onClick={onClick}
      aria-label={`The last ${counted(bars.length, 'run')}, ${failed} failed; they are listed below`}
    >
      {bars.map((bar, index) => {
        const { word, tone } = runStateLooks[bar.state];
        const x = index * (barWidth + gap);
        const high = Math.max(3, bar.height * (height - 6));
        const took = bar.ms === null ? '' : `, ${tookText(formatDuration(bar.ms), bar.atMost)}`;
        return (
          <g key={bar.id} className={classes.bar} data-run={bar.id} data-tone={tone} data-state={bar.state}>
            <title>{`#${bar.id} ${word}${took}`}</title>
            <rect className={classes.touch} x={x} y={0} width={barWidth + gap} height={height} />
            <rect className={classes.body} x={x} y={height - high} width={barWidth} height={high} rx={1} />
            {bar.state === 'failed' && (
              <path className={classes.cross} d={`M${x + 1.5} ${height - high - 5}l4 4m0 -4l-4 4`} />
            )}
          </g>
        );
      })}
    </svg>
  );
}
