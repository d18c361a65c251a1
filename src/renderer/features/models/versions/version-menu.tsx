import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCopy,
  IconGitCompare,
  IconPlayerPlay,
  IconTag,
  IconTagOff,
} from '@tabler/icons-react';
import type { VersionSummary } from '../../../../shared/contract/models.ts';
import { copyText } from '../../../ui/copy.ts';
import { sizes } from '../../../ui/theme.ts';
import { openModelDialog } from '../dialogs/dialog-state.ts';
import { preview } from '../run-sql.ts';
import { useRowLimit } from '../use-model-commands.ts';
import { useModelPage } from '../workbench.ts';
import { removeTag, restoreVersion } from './version-actions.tsx';

/** What can be done with a version; the same for the button and the right mouse button. */
export function VersionMenuItems({ version, previous }: { version: VersionSummary; previous: number }) {
  const page = useModelPage();
  const { model, compare, environment, workbench, showPanel } = page;
  const [limit] = useRowLimit();
  const number = String(version.number);
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  const onPreview = () => {
    if (!environment) return;
    showPanel('results');
    preview(workbench, model.id, { label: `v${number}`, sql: '' }, environment, limit, number);
  };
  return (
    <>
      {previous > 0 && (
        <Menu.Item
          leftSection={<IconGitCompare {...icon} />}
          onClick={() => compare(String(previous), number)}
        >
          What changed since v{previous}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconGitCompare {...icon} />} onClick={() => compare(number, 'draft')}>
        Compare with the draft
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerPlay {...icon} />} disabled={!environment} onClick={onPreview}>
        Preview in {environment?.name ?? 'an environment'}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconTag {...icon} />}
        onClick={() => openModelDialog({ kind: 'tag', modelId: model.id, version: version.number })}
      >
        Tag v{number}…
      </Menu.Item>
      {version.tags.map(tag => (
        <Menu.Item
          key={tag}
          leftSection={<IconTagOff {...icon} />}
          onClick={() => void removeTag(model, tag, version.number)}
        >
          Remove tag {tag}…
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconArrowBackUp {...icon} />}
        onClick={() => void restoreVersion(page, version.number)}
      >
        Restore as draft…
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(version.hash, 'Hash')}>
        Copy hash {version.hash.slice(0, 8)}
      </Menu.Item>
    </>
  );
}
