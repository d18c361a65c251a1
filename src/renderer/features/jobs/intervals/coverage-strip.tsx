import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { JobIntervals } from '../../../../shared/contract/intervals.ts';
import { boundaryText, intervalsInWords, rangeText } from '../../../../shared/domain/intervals.ts';
import { counted } from '../../../ui/numbers.ts';
import { placesOf, positionOf, type Span, ticksOf } from './coverage.ts';
import classes from './intervals.module.css';

export type Stretch = JobIntervals['stretches'][number];

/** Room for the label of a mark, in pixels. */
const labelWidth = 90;
/** Room for that of an edge and half of one beside it. */
const edgeWidth = { hour: 170, others: 130 };

interface Props {
  intervals: JobIntervals;
  onChoose: (stretch: Stretch) => void;
}

/** What is built and what is missing along time; each stretch can be chosen. One stop for Tab, arrows within. */
export function CoverageStrip({ intervals, onChoose }: Props) {
  const { stretches, interval, time_zone: zone, begin } = intervals;
  const { ref, width } = useElementSize();
  const strip = useRef<HTMLDivElement>(null);
  const [told, setTold] = useState<number | null>(null);
  const [stop, setStop] = useState(0);
  const spans = useMemo(() => stretches.map(spanOf), [stretches]);
  const places = useMemo(() => placesOf(spans, width), [spans, width]);
  const ticks = useMemo(() => {
    const [first, last] = [spans[0], spans.at(-1)];
    if (!first || !last || width === 0) return [];
    return ticksOf({ from: first.from, to: last.to }, zone, Math.floor(width / labelWidth));
  }, [spans, width, zone]);
  const current = Math.min(stop, stretches.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      Home: 0,
      End: stretches.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(stretches.length - 1, to));
    setStop(next);
    strip.current?.querySelectorAll('button')[next]?.focus();
  };
  const words = ({ built, count, ...range }: Stretch) =>
    `${intervalsInWords(count, interval)} ${built ? 'built' : 'missing'}: ${rangeText(range, zone)}`;
  const shown = told === null ? undefined : stretches[told];
  return (
    <div className={classes.coverage}>
      <div
        ref={strip}
        role="toolbar"
        tabIndex={-1}
        aria-label={`What is built along time: ${counted(stretches.length, 'stretch', 'stretches')}`}
        onKeyDown={onKeyDown}
      >
        <div ref={ref} className={classes.stretches}>
          {stretches.map((stretch, index) => (
            <button
              key={stretch.from}
              type="button"
              className={classes.stretch}
              data-built={stretch.built}
              style={{ left: places[index]?.left, width: places[index]?.width }}
              aria-label={words(stretch)}
              tabIndex={index === current ? 0 : -1}
              onClick={() => onChoose(stretch)}
              onFocus={() => {
                setStop(index);
                setTold(index);
              }}
              onBlur={() => setTold(null)}
              onMouseEnter={() => setTold(index)}
              onMouseLeave={() => setTold(null)}
            />
          ))}
        </div>
      </div>
      <div className={classes.axis} aria-hidden>
        {[stretches[0]?.from, stretches.at(-1)?.to].map(
          at =>
            at !== undefined && (
              <span key={at} className={classes.edge}>
                {boundaryText(at, zone)}
              </span>
            ),
        )}
        {ticks.map(({ at, label }) => {
          const left = positionOf(places, at);
          // The edges have labels of their own.
          const edge = interval === 'hour' ? edgeWidth.hour : edgeWidth.others;
          const hasRoom = left !== null && left > edge && left < width - edge;
          return (
            hasRoom && (
              <span key={at} className={classes.tick} style={{ left }}>
                {label}
              </span>
            )
          );
        })}
      </div>
      <p className={classes.legend}>
        <span className={classes.swatch} data-built="true" aria-hidden /> built
        <span className={classes.swatch} data-built="false" aria-hidden /> missing
        {stretches[0] !== undefined && stretches[0].from !== begin && (
          <span className={classes.dim}>The newest {counted(stretches.length, 'stretch', 'stretches')}.</span>
        )}
        <span className={classes.told} aria-hidden>
          {shown && (
            <>
              <b>{words(shown)}</b>. Choose it to build it{shown.built ? ' again' : ''}.
            </>
          )}
        </span>
      </p>
    </div>
  );
}

const spanOf = ({ from, to }: Stretch): Span => ({ from: Date.parse(from), to: Date.parse(to) });
