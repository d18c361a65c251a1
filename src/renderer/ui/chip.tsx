import type { ComponentType, ReactNode } from 'react';
import classes from './chip.module.css';
import { classNames } from './class-names.ts';
import { type Hue, sizes, type Tone } from './theme.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

interface StateChipProps {
  tone: Tone;
  icon: Icon;
  /** The word: a state is never told by colour alone. */
  children: string;
  /** With a soft ground, for pages and headers; plain in tables and lists. */
  filled?: boolean;
}

/** A state: icon, word and colour. */
export function StateChip({ tone, icon: Icon, children, filled = false }: StateChipProps) {
  return (
    <span className={classNames(classes.state, filled && classes.filled)} data-tone={tone}>
      <Icon size={sizes.iconSmall} className={tone === 'active' ? classes.turning : undefined} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

interface HueChipProps {
  hue: Hue;
  icon?: Icon | undefined;
  children: string;
}

/** A filled chip in a colour somebody chose for a thing. */
export function HueChip({ hue, icon: Icon, children }: HueChipProps) {
  return (
    <span className={classes.hue} data-hue={hue}>
      {Icon && <Icon size={sizes.iconSmall} aria-hidden />}
      <span className={classes.name}>{children}</span>
    </span>
  );
}

interface LabelChipProps {
  children: ReactNode;
  icon?: Icon | undefined;
  title?: string | undefined;
  tone?: Tone | undefined;
}

/** A quiet word in a frame: a label, a tag, a mark. */
export function LabelChip({ children, icon: Icon, title, tone }: LabelChipProps) {
  return (
    <span className={classes.label} title={title} data-tone={tone}>
      {Icon && <Icon size={12} aria-hidden />}
      <span className={classes.name}>{children}</span>
    </span>
  );
}
