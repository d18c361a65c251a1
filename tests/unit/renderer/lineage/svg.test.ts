import { expect, test } from 'vitest';
import { svgOf } from '../../../../src/renderer/features/lineage/export/svg.ts';
import { palettes } from '../../../../src/renderer/ui/theme.ts';
import type { View } from '../../../../src/shared/domain/lineage-view.ts';

const name = 'LAKE.RAW."<b> & \'co\' \u0007"';
const view: View = {
  nodes: [
    {
      kind: 'source',
      key: 's',
      name,
      source: {
        kind: 'source',
        key: 's',
        name,
        relation: { database: 'LAKE', schema: 'RAW', name: 'x' },
        written_by: [],
      },
    },
  ],
  edges: [],
};
const layout = {
  width: 300,
  height: 80,
  nodes: new Map([['s', { x: 16, y: 16, width: 216, height: 48 }]]),
  edges: [
    {
      from: 's',
      to: 't',
      points: [
        { x: 232, y: 40 },
        { x: 280, y: 40 },
      ],
    },
  ],
};

test('an exported picture stands alone, in the colours of the page, and names are text', () => {
  const looks = new Map([['s', { word: 'from elsewhere', tone: 'muted' as const }]]);
  const svg = svgOf(view, layout, looks, palettes.dark.normal, 'Lineage of prod');
  expect(svg).toContain('width="300" height="80"');
  expect(svg).toContain(palettes.dark.normal.page);
  expect(svg).toContain('&quot;&lt;b&gt; &amp; &#39;co&#39; &quot;');
  expect(svg).toContain('from elsewhere');
  expect(svg).not.toContain('\u0007');
  expect(svg).not.toMatch(/var\(|href|url\(/);
});
