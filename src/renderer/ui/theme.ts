import type { CSSVariablesResolver } from '@mantine/core';

/**
 * The only place that names a colour or a size. Everything else uses the CSS variables made from it here:
 * `--c-…` colours, `--size-…` lengths, `--space-1` … `--space-8` steps of 4 px, `--text-…` font sizes.
 */
export type Mode = 'light' | 'dark';
export type Contrast = 'normal' | 'more';

/** What a state means to the eye; which state has which tone is for the parts that know the states. */
export const tones = [
  'success',
  'active',
  'waiting',
  'muted',
  'struck',
  'danger',
  'warning',
  'special',
] as const;
export type Tone = (typeof tones)[number];

/** Colours people choose for their things. */
export const hues = ['gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'pink', 'violet'] as const;
export type Hue = (typeof hues)[number];

export interface Palette {
  /** Main surface, side surface, overlay, hovered and selected rows. */
  page: string;
  side: string;
  overlay: string;
  hover: string;
  selected: string;
  border: string;
  /** Of buttons; fields have the strong one. */
  control: string;
  borderStrong: string;
  text: string;
  dim: string;
  faint: string;
  accent: string;
  accentHover: string;
  onAccent: string;
  link: string;
  focus: string;
  dangerFill: string;
  dangerFillHover: string;
  onDanger: string;
  scrim: string;
  shadow: string;
  tones: Record<Tone, string>;
  /** `solid` fills a chip and draws edges, `on` is text upon it. */
  hues: Record<Hue, { solid: string; on: string }>;
  syntax: Record<
    'keyword' | 'function' | 'type' | 'string' | 'number' | 'comment' | 'variable' | 'path' | 'operator',
    string
  >;
}

const light: Palette = {
  page: '#ffffff',
  side: '#f6f7f9',
  overlay: '#ffffff',
  hover: '#eceef1',
  selected: '#e1e9fb',
  border: '#dde0e5',
  control: '#c5cad1',
  borderStrong: '#89919c',
  text: '#1b1f24',
  dim: '#4f5862',
  faint: '#5d6671',
  accent: '#2b5bd0',
  accentHover: '#234caf',
  onAccent: '#ffffff',
  link: '#2350b8',
  focus: '#2b5bd0',
  dangerFill: '#c22f2f',
  dangerFillHover: '#a32525',
  onDanger: '#ffffff',
  scrim: 'rgb(20 24 30 / 35%)',
  shadow: '0 6px 24px rgb(20 24 30 / 16%)',
  tones: {
    success: '#146c43',
    active: '#1b5bb8',
    waiting: '#565f6a',
    muted: '#456078',
    struck: '#5d636b',
    danger: '#b42525',
    warning: '#805200',
    special: '#7135b0',
  },
  hues: {
    gray: { solid: '#5c6670', on: '#ffffff' },
    blue: { solid: '#2560c4', on: '#ffffff' },
    teal: { solid: '#0c726c', on: '#ffffff' },
    green: { solid: '#1b743a', on: '#ffffff' },
    yellow: { solid: '#e0b010', on: '#231a00' },
    orange: { solid: '#b54c08', on: '#ffffff' },
    red: { solid: '#bf2b2b', on: '#ffffff' },
    pink: { solid: '#b02a76', on: '#ffffff' },
    violet: { solid: '#6a45c6', on: '#ffffff' },
  },
  syntax: {
    keyword: '#7b2fa8',
    function: '#2350b8',
    type: '#0b6b66',
    string: '#1a6b34',
    number: '#9a4200',
    comment: '#545d68',
    variable: '#a1246b',
    path: '#655800',
    operator: '#4f5862',
  },
};

const dark: Palette = {
  page: '#15171b',
  side: '#1a1d22',
  overlay: '#1f2329',
  hover: '#252a31',
  selected: '#22314f',
  border: '#2c3138',
  control: '#424953',
  borderStrong: '#69727e',
  text: '#e4e7eb',
  dim: '#adb5bf',
  faint: '#98a1ac',
  accent: '#3b69dc',
  accentHover: '#3160d2',
  onAccent: '#ffffff',
  link: '#8db0fb',
  focus: '#7aa2f7',
  dangerFill: '#cb3a3a',
  dangerFillHover: '#b33131',
  onDanger: '#ffffff',
  scrim: 'rgb(0 0 0 / 55%)',
  shadow: '0 8px 28px rgb(0 0 0 / 50%)',
  tones: {
    success: '#54c990',
    active: '#78b4ff',
    waiting: '#adb5bf',
    muted: '#9ab4cd',
    struck: '#9da4ad',
    danger: '#ff8f86',
    warning: '#f0b73a',
    special: '#c9a4f7',
  },
  hues: {
    gray: { solid: '#8d97a3', on: '#101418' },
    blue: { solid: '#6ba3ff', on: '#0a1630' },
    teal: { solid: '#3bbdb2', on: '#04211f' },
    green: { solid: '#52c078', on: '#06220f' },
    yellow: { solid: '#efc541', on: '#231a00' },
    orange: { solid: '#f5924b', on: '#2a1200' },
    red: { solid: '#fb7b74', on: '#2d0606' },
    pink: { solid: '#f083bd', on: '#300a1e' },
    violet: { solid: '#ac93f8', on: '#180b3a' },
  },
  syntax: {
    keyword: '#cda1f2',
    function: '#8db0fb',
    type: '#5fc9bf',
    string: '#8bcf9a',
    number: '#f0a470',
    comment: '#98a1ac',
    variable: '#f29cc6',
    path: '#d3c878',
    operator: '#adb5bf',
  },
};

const lightMore: Palette = {
  ...light,
  side: '#ffffff',
  hover: '#e4e7eb',
  selected: '#cfddff',
  border: '#5d6671',
  control: '#1b1f24',
  borderStrong: '#1b1f24',
  text: '#000000',
  dim: '#20252b',
  faint: '#2f363e',
  accent: '#14389c',
  accentHover: '#0d2a7a',
  link: '#0f318f',
  focus: '#000000',
};

const darkMore: Palette = {
  ...dark,
  page: '#000000',
  side: '#000000',
  overlay: '#0a0b0d',
  hover: '#23272e',
  selected: '#1b3a78',
  border: '#8d97a3',
  control: '#e4e7eb',
  borderStrong: '#e4e7eb',
  text: '#ffffff',
  dim: '#e4e7eb',
  faint: '#d3d8de',
  link: '#b7cdff',
  focus: '#ffffff',
};

export const palettes: Record<Mode, Record<Contrast, Palette>> = {
  light: { normal: light, more: lightMore },
  dark: { normal: dark, more: darkMore },
};

/** Lengths in CSS pixels. Those that scripts need too (virtual lists, splits) are taken from here. */
export const sizes = {
  rail: 48,
  side: 260,
  sideMin: 180,
  sideMax: 520,
  bar: 40,
  tabs: 32,
  row: 32,
  rowCompact: 28,
  control: 28,
  status: 24,
  splitter: 5,
  edge: 3,
  radius: 4,
  dialog: 520,
  dialogWide: 760,
  palette: 640,
  columnMin: 56,
  column: 160,
  columnMax: 420,
  node: 216,
  nodeHeight: 48,
  nodeLow: 32,
  icon: 16,
  iconSmall: 14,
} as const;

export const fonts = {
  text: "'Inter Variable', Inter, -apple-system, 'Segoe UI', Roboto, Ubuntu, Cantarell, 'Noto Sans', 'Liberation Sans', system-ui, sans-serif",
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', 'SF Mono', Menlo, 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
  /** Pixels. */
  small: 12,
  base: 13,
  heading: 15,
  title: 18,
} as const;

/** CSS pixels as rem, so that they grow with the reader's font size. */
export const pixels = (value: number) => `${value / 16}rem`;

function sizeVariables(): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(sizes)) variables[`--size-${kebab(name)}`] = pixels(value);
  for (let step = 1; step <= 8; step++) variables[`--space-${step}`] = pixels(step * 4);
  variables['--space-half'] = pixels(2);
  variables['--text-small'] = pixels(fonts.small);
  variables['--text-base'] = pixels(fonts.base);
  variables['--text-heading'] = pixels(fonts.heading);
  variables['--text-title'] = pixels(fonts.title);
  variables['--font-text'] = fonts.text;
  variables['--font-mono'] = fonts.mono;
  variables['--motion'] = '120ms';
  return variables;
}

function colourVariables(palette: Palette): Record<string, string> {
  const { tones: byTone, hues: byHue, syntax, ...plain } = palette;
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) variables[`--c-${kebab(name)}`] = value;
  for (const [name, value] of Object.entries(byTone)) {
    variables[`--c-${name}`] = value;
    variables[`--c-${name}-soft`] = `color-mix(in srgb, ${value} 12%, ${palette.page})`;
  }
  for (const [name, { solid, on }] of Object.entries(byHue)) {
    variables[`--c-hue-${name}`] = solid;
    variables[`--c-on-hue-${name}`] = on;
  }
  for (const [name, value] of Object.entries(syntax)) variables[`--c-syntax-${name}`] = value;
  return { ...variables, ...mantineColours(palette) };
}

/** Mantine's own variables, so that its components look like ours without being told one by one. */
function mantineColours(palette: Palette): Record<string, string> {
  const fill = (name: string, solid: string, hover: string, text: string) => ({
    [`--mantine-color-${name}-filled`]: solid,
    [`--mantine-color-${name}-filled-hover`]: hover,
    [`--mantine-color-${name}-contrast`]: text,
  });
  const soft = (name: string, colour: string) => ({
    [`--mantine-color-${name}-light`]: `color-mix(in srgb, ${colour} 12%, transparent)`,
    [`--mantine-color-${name}-light-hover`]: `color-mix(in srgb, ${colour} 20%, transparent)`,
    [`--mantine-color-${name}-light-color`]: colour,
    [`--mantine-color-${name}-text`]: colour,
    [`--mantine-color-${name}-outline`]: colour,
  });
  return {
    '--mantine-color-body': palette.page,
    '--mantine-color-text': palette.text,
    '--mantine-color-bright': palette.text,
    '--mantine-color-dimmed': palette.dim,
    '--mantine-color-placeholder': palette.faint,
    '--mantine-color-anchor': palette.link,
    '--mantine-color-error': palette.tones.danger,
    '--mantine-color-default': palette.page,
    '--mantine-color-default-hover': palette.hover,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.control,
    '--mantine-color-disabled': palette.side,
    '--mantine-color-disabled-color': palette.faint,
    '--mantine-color-disabled-border': palette.border,
    '--mantine-primary-color-contrast': palette.onAccent,
    ...fill('accent', palette.accent, palette.accentHover, palette.onAccent),
    ...soft('accent', palette.link),
    ...fill('red', palette.dangerFill, palette.dangerFillHover, palette.onDanger),
    ...soft('red', palette.tones.danger),
    ...soft('gray', palette.dim),
    '--mantine-color-gray-light-hover': palette.hover,
    ...greys('gray', [palette.side, palette.hover, palette.border, palette.border, palette.control]),
    ...greys('gray', [palette.faint, palette.dim, palette.dim, palette.text, palette.text], 5),
    ...greys('dark', [palette.text, palette.text, palette.dim, palette.faint, palette.control]),
    ...greys('dark', [palette.hover, palette.overlay, palette.page, palette.side, palette.side], 5),
  };
}

/** Mantine's two ramps of grey, of which it takes shades by number, light to dark. */
function greys(name: 'gray' | 'dark', shades: readonly string[], from = 0): Record<string, string> {
  return Object.fromEntries(shades.map((shade, index) => [`--mantine-color-${name}-${from + index}`, shade]));
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** All variables of one contrast, for Mantine to put on the page: both modes, of which one is shown. */
export function cssVariables(contrast: Contrast): CSSVariablesResolver {
  return () => ({
    variables: sizeVariables(),
    light: colourVariables(palettes.light[contrast]),
    dark: colourVariables(palettes.dark[contrast]),
  });
}
