/* oxlint-disable jsx-a11y/prefer-tag-over-role -- it is drawn, and has parts with titles of their own */
import type { ColumnStatistics } from '../../../../shared/contract/catalog.ts';
import { formatCount } from '../../../ui/numbers.ts';
import classes from '../catalog.module.css';
import { edgeText } from './statistics-words.ts';

const width = 132;
const height = 22;

/** How often values of a column are in which range; the words for it are what those hear who do not see it. */
export function Histogram({ bins }: { bins: NonNullable<ColumnStatistics['histogram']> }) {
  const most = Math.max(...bins.map(({ count }) => count), 1);
  const step = width / bins.length;
  const fullest = bins.find(({ count }) => count === most);
  const range = (bin: (typeof bins)[number]) =>
    bin.from === bin.to ? edgeText(bin.from) : `${edgeText(bin.from)} … ${edgeText(bin.to)}`;
  return (
    <svg
      className={classes.histogram}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={fullest && `most in ${range(fullest)}: ${formatCount(fullest.count)}`}
    >
      <rect className={classes.axis} x={0} y={height - 1} width={width} height={1} />
      {bins.map((bin, index) => {
        // Where there is something, something is to be seen.
        const bar = bin.count === 0 ? 0 : Math.max(1.5, (bin.count / most) * (height - 2));
        return (
          <g key={index}>
            <title>{`${range(bin)}: ${formatCount(bin.count)}`}</title>
            <rect x={index * step} y={0} width={step} height={height} fillOpacity={0} />
            <rect x={index * step + 0.5} y={height - 1 - bar} width={step - 1} height={bar} />
          </g>
        );
      })}
    </svg>
  );
}
