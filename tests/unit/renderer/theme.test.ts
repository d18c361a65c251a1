import { describe, expect, test } from 'vitest';
import { type Palette, palettes } from '../../../src/renderer/ui/theme.ts';
import { contrast, mixed } from './contrast.ts';

/** Twelve percent of a colour on the page, as soft grounds are mixed. */
const soft = (colour: string, page: string) => mixed(colour, page, 0.12);

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
