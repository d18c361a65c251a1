import { describe, expect, test } from 'vitest';
import { type Palette, palettes } from '../../../src/renderer/ui/theme.ts';

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Twelve percent of a colour on the page, as soft grounds are mixed. */
function soft(colour: string, page: string): string {
  const mixed = [1, 3, 5].map(at => {
    const part = (hex: string) => Number.parseInt(hex.slice(at, at + 2), 16);
    return Math.round(0.12 * part(colour) + 0.88 * part(page));
  });
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Everything that is read: [what, text, ground]. */
function pairs(palette: Palette): [string, string, string][] {
  const grounds = ['page', 'side', 'overlay', 'hover', 'selected'] as const;
  const texts = ['text', 'dim', 'faint', 'link'] as const;
  const tones = Object.entries(palette.tones);
  return [
    ...grounds.flatMap(ground =>
      texts.map((text): [string, string, string] => [`${text} on ${ground}`, palette[text], palette[ground]]),
    ),
    ['on accent', palette.onAccent, palette.accent],
    ['on accent, hovered', palette.onAccent, palette.accentHover],
    ['on danger', palette.onDanger, palette.dangerFill],
    ...tones.flatMap(([name, tone]): [string, string, string][] => [
      [`${name} on page`, tone, palette.page],
      [`${name} on side`, tone, palette.side],
      [`${name} on its soft ground`, tone, soft(tone, palette.page)],
    ]),
    ...tones.map(([name, tone]): [string, string, string] => [
      `text on soft ${name}`,
      palette.dim,
      soft(tone, palette.page),
    ]),
    ...Object.entries(palette.hues).map(([name, { solid, on }]): [string, string, string] => [
      `on ${name}`,
      on,
      solid,
    ]),
    ...Object.entries(palette.syntax).map(([name, colour]): [string, string, string] => [
      name,
      colour,
      palette.page,
    ]),
  ];
}

describe.each(['light', 'dark'] as const)('%s', mode => {
  test.each(['normal', 'more'] as const)('%s contrast: every text has at least 4.5 to 1', level => {
    const palette = palettes[mode][level];
    const poor = pairs(palette)
      .map(([what, text, ground]) => ({ what, ratio: contrast(text, ground) }))
      .filter(({ ratio }) => ratio < 4.5)
      .map(({ what, ratio }) => `${what}: ${ratio.toFixed(2)}`);
    expect(poor).toEqual([]);
  });

  test.each(['normal', 'more'] as const)(
    '%s contrast: fields, focus and edges have at least 3 to 1',
    level => {
      const palette = palettes[mode][level];
      const lines = { field: palette.borderStrong, focus: palette.focus, accent: palette.accent };
      const poor = Object.entries(lines).filter(([, colour]) => contrast(colour, palette.page) < 3);
      const pale = Object.entries(palette.hues).filter(
        ([name, { solid }]) => name !== 'yellow' && contrast(solid, palette.page) < 3,
      );
      expect([...poor, ...pale]).toEqual([]);
    },
  );
});
