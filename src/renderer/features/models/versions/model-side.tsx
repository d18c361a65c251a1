import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useScopedState } from '../../../ui/ui-state.ts';
import { DocsPanel } from '../docs/docs-panel.tsx';
import { ModelDetails } from './model-details.tsx';
import classes from './versions.module.css';
import { VersionList } from './version-list.tsx';

const words: Record<string, string> = { docs: 'Docs', details: 'Details' };
const panelId = 'model-side-panel';

/** Beside the editor: the versions, and what is known about the model. */
export function ModelSide({ onClose }: { onClose: () => void }) {
  const [tab, setTab] = useScopedState('models.side.tab', 'versions');
  return (
    <section className={classes.side} aria-label="Versions, docs and details">
      <PanelTabs
        label="Versions, docs and details"
        tabs={[
          { key: 'versions', label: 'Versions' },
          { key: 'docs', label: 'Docs' },
          { key: 'details', label: 'Details' },
        ]}
        current={tab}
        panelId={panelId}
        onShow={setTab}
      >
        <ActionIcon aria-label="Hide versions and details" onClick={onClose}>
          <IconX size={sizes.iconSmall} aria-hidden />
        </ActionIcon>
      </PanelTabs>
      <div id={panelId} role="tabpanel" aria-label={words[tab] ?? 'Versions'} className={classes.content}>
        {tab === 'details' ? <ModelDetails /> : tab === 'docs' ? <DocsPanel /> : <VersionList />}
      </div>
    </section>
  );
}
