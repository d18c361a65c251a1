import { Button, Menu } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { mermaidOf, type View } from '../../../../shared/domain/lineage-view.ts';
import { useAppearance } from '../../../ui/appearance.ts';
import { copyText } from '../../../ui/copy.ts';
import { saveBlob, saveFile } from '../../../ui/files.ts';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { palettes, sizes } from '../../../ui/theme.ts';
import type { Layout } from '../layout/elk-graph.ts';
import type { Colours } from '../lineage-address.ts';
import { lookOf } from '../looks.ts';
import { pngOf } from './png.ts';
import { svgOf } from './svg.ts';

interface Props {
  view: View;
  /** Undefined until it is there: pictures need it. */
  layout: Layout | undefined;
  colours: Colours;
  environment: Environment;
}

/** The graph as it is shown, to take away. */
export function ExportMenu({ view, layout, colours, environment }: Props) {
  const { mode, contrast } = useAppearance();
  const name = `lineage-${environment.name}`;
  const svg = (of: Layout) => {
    const looks = new Map(view.nodes.map(node => [node.key, lookOf(node, colours, environment)]));
    return svgOf(view, of, looks, palettes[mode][contrast], `Lineage of ${environment.name}`);
  };
  const savePng = async (of: Layout) => {
    try {
      saveBlob(`${name}.png`, await pngOf(svg(of), of.width, of.height));
    } catch {
      showToast('The picture is too large for PNG; SVG has no such limit');
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={sizes.iconSmall} aria-hidden />}
          disabled={view.nodes.length === 0}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={!layout}
          onClick={() => layout && saveFile(`${name}.svg`, 'image/svg+xml', [svg(layout)])}
        >
          SVG
        </Menu.Item>
        <Menu.Item disabled={!layout} onClick={() => layout && once('lineage.png', () => savePng(layout))}>
          PNG
        </Menu.Item>
        <Menu.Item onClick={() => saveFile(`${name}.mmd`, 'text/plain', [mermaidOf(view)])}>
          Mermaid
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={sizes.iconSmall} aria-hidden />}
          onClick={() => void copyText(mermaidOf(view), 'Mermaid')}
        >
          Copy as Mermaid
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
