import type { View, ViewNode } from '../../../../shared/domain/lineage-view.ts';
import { fonts, type Palette, sizes } from '../../../ui/theme.ts';
import { type Layout, pathOf } from '../layout/elk-graph.ts';
import { linesOf, type Told } from '../words.ts';

/** Room for letters: their middle width in the page's face, as a share of the font's size. */
const letter = 0.56;
const edge = 4;

/**
 * The graph as an SVG file of its own: colours of the page as it is seen, nothing loaded from anywhere, text as text.
 */
export function svgOf(
  view: View,
  layout: Layout,
  looks: ReadonlyMap<string, Told>,
  palette: Palette,
  title: string,
): string {
  const width = Math.ceil(layout.width);
  const height = Math.ceil(layout.height);
  const lines = layout.edges.map(({ points }) => pathOf(points)).join('');
  const heads = layout.edges
    .flatMap(({ points }) => {
      const end = points.at(-1);
      return end ? [`M${end.x} ${end.y}l-8 -5v10z`] : [];
    })
    .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(fonts.text)}" font-size="${fonts.base}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${palette.page}"/>`,
    `<path d="${lines}" fill="none" stroke="${palette.borderStrong}" stroke-width="1.25"/>`,
    `<path d="${heads}" fill="${palette.borderStrong}"/>`,
    ...view.nodes.map(node => nodeOf(node, layout, looks.get(node.key), palette)),
    '</svg>\n',
  ].join('\n');
}

function nodeOf(node: ViewNode, layout: Layout, look: Told | undefined, palette: Palette): string {
  const box = layout.nodes.get(node.key);
  if (!box || !look) return '';
  const { x, y, width, height } = box;
  const colour = look.tone
    ? palette.tones[look.tone]
    : look.hue
      ? palette.hues[look.hue].solid
      : palette.borderStrong;
  const { title, beside } = linesOf(node);
  const dashed = node.kind === 'source' ? ' stroke-dasharray="4 3"' : '';
  const round = node.kind === 'job' ? height / 2 : sizes.radius;
  const two = height >= sizes.nodeHeight;
  const first = two ? y + height / 2 - 4 : y + height / 2 + 4.5;
  const second = y + height / 2 + 13;
  const wordWidth = look.word.length * fonts.small * letter;
  return [
    '<g>',
    `<title>${escaped(`${node.name}: ${look.word}`)}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${palette.overlay}" stroke="${palette.control}"${dashed}/>`,
    node.kind === 'job'
      ? ''
      : `<rect x="${x}" y="${y}" width="${edge}" height="${height}" fill="${colour}"/>`,
    `<text x="${x + 14}" y="${first}" font-weight="600" fill="${palette.text}">${escaped(cut(title, width - 28, fonts.base))}</text>`,
    two
      ? `<text x="${x + 14}" y="${second}" font-size="${fonts.small}" fill="${colour}">${escaped(look.word)}</text>`
      : '',
    two && beside !== ''
      ? `<text x="${x + width - 10}" y="${second}" text-anchor="end" font-size="${fonts.small}" fill="${palette.dim}">${escaped(cut(beside, width - 40 - wordWidth, fonts.small))}</text>`
      : '',
    '</g>',
  ].join('');
}

function cut(text: string, room: number, size: number): string {
  const letters = Math.max(1, Math.floor(room / (size * letter)));
  const all = Array.from(text);
  return all.length <= letters ? text : `${all.slice(0, letters - 1).join('')}…`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as XML takes it; characters that XML has no place for are left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"']/g, character => entities[character] ?? '');
}
