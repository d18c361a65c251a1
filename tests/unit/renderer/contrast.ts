const parts = (hex: string) => [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16));

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = parts(hex).map(part => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** `#rrggbbaa`, or `#rrggbb` with a share, laid over a ground. */
export function mixed(
  colour: string,
  ground: string,
  share = colour.length > 7 ? Number.parseInt(colour.slice(7), 16) / 255 : 1,
): string {
  const below = parts(ground);
  const laid = parts(colour).map((part, index) =>
    Math.round(share * part + (1 - share) * (below[index] ?? 0)),
  );
  return `#${laid.map(value => value.toString(16).padStart(2, '0')).join('')}`;
}
