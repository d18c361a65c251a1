import { type KeyboardEvent, type MouseEvent, useRef } from 'react';
import { formatCount } from '../../../ui/numbers.ts';
import { type Bar, type Chart, extent, fineDuration, ticks, tookOf } from './gantt.ts';
import { stepStateLooks } from './step-state.tsx';
import classes from './steps.module.css';
import { sizes } from '../../../ui/theme.ts';

interface Props {
  chart: Chart;
  attempts: number;
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

const mostTicks = 6;
const percent = (share: number) => `${(100 * share).toFixed(3)}%`;

/** A table whose last column is the drawing: who cannot see it reads the columns before. */
export function Gantt({ chart, attempts, chosen, onChoose }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const axis = ticks(chart.toMs - chart.fromMs, mostTicks);
  const focusable = chart.bars.some(bar => bar.key === chosen) ? chosen : chart.bars[0]?.key;

  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(body.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    const next = to === undefined ? undefined : buttons[to];
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    next.focus();
    const { key } = next.dataset;
    if (key !== undefined && key !== chosen) onChoose(key);
  };

  const onClick = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    const key = row?.querySelector('button')?.dataset.key;
    if (key !== undefined) onChoose(key);
  };

  return (
    <div className={classes.chart}>
      <table className={classes.table}>
        <caption className={classes.caption}>Steps of the run in order, with their times</caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" className={classes.number}>
              After
            </th>
            <th scope="col" className={classes.number}>
              Took
            </th>
            <th scope="col" className={classes.number}>
              Rows
            </th>
            <th scope="col" className={classes.axis}>
              <span className={classes.caption}>Drawn on a time axis</span>
              <svg className={classes.drawing} height={sizes.rowCompact} aria-hidden>
                {axis.map(({ at, label }) => (
                  <text key={label} x={percent(at)} y="65%" textAnchor={at === 0 ? 'start' : 'middle'}>
                    {label}
                  </text>
                ))}
              </svg>
            </th>
          </tr>
        </thead>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- for its buttons: arrows move among them, the whole row is theirs */}
        <tbody ref={body} onKeyDown={onKeyDown} onClick={onClick}>
          {chart.bars.map(bar => (
            <BarRow
              key={bar.key}
              bar={bar}
              chart={chart}
              axis={axis.map(({ at }) => at)}
              withAttempt={attempts > 1}
              chosen={bar.key === chosen}
              focusable={bar.key === focusable}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  bar: Bar;
  chart: Chart;
  axis: readonly number[];
  withAttempt: boolean;
  chosen: boolean;
  focusable: boolean;
}

function BarRow({ bar, chart, axis, withAttempt, chosen, focusable }: RowProps) {
  const { word, icon: Icon, tone } = stepStateLooks[bar.state];
  const { left, width } = extent(bar, chart);
  const rows = bar.step?.rows ?? null;
  return (
    <tr className={classes.row} data-tone={tone} data-chosen={chosen || undefined}>
      <th scope="row">
        <button
          type="button"
          className={classes.step}
          data-key={bar.key}
          aria-pressed={chosen}
          tabIndex={focusable ? 0 : -1}
        >
          <Icon
            size={sizes.iconSmall}
            className={bar.state === 'running' ? classes.turning : undefined}
            aria-hidden
          />
          <span className={classes.name}>{bar.name}</span>
          {withAttempt && bar.step !== null && <span className={classes.attempt}>attempt {bar.attempt}</span>}
          <span className={classes.caption}>{word}</span>
        </button>
      </th>
      <td className={classes.number}>+{fineDuration(Math.max(0, bar.fromMs - chart.fromMs))}</td>
      <td className={classes.number}>{tookOf(bar)}</td>
      <td className={classes.number}>{rows === null ? '' : formatCount(rows)}</td>
      <td className={classes.axis}>
        <svg className={classes.drawing} height={sizes.rowCompact} aria-hidden>
          {axis.map(at => (
            <line key={at} x1={percent(at)} x2={percent(at)} y1="0" y2="100%" className={classes.grid} />
          ))}
          <rect
            className={classes.bar}
            data-state={bar.state}
            y="22%"
            height="56%"
            rx="2"
            style={{ x: percent(left), width: `max(3px, ${percent(width)})` }}
          />
        </svg>
      </td>
    </tr>
  );
}
