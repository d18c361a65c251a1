import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowBarToRight,
  IconCode,
  IconCursorText,
  IconDots,
  IconHistory,
  IconIndentIncrease,
  IconPlayerPlay,
  IconStackPush,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useConnection } from '../../api.ts';
import { usePreviewEnvironment, useEnvironments } from '../../parts/environments.ts';
import { EnvironmentSelect } from '../../parts/environment-select.tsx';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { shortcutText } from '../../ui/shortcut.ts';
import { sizes } from '../../ui/theme.ts';
import { openModelDialog } from './dialogs/dialog-state.ts';
import { useIsModified, useSaveState } from './drafts/drafts.ts';
import { ModelMenuItems } from './list/model-menu.tsx';
import { draftStanding } from './models-data.ts';
import { OriginBadge } from './origin/origin-badge.tsx';
import { useRunning } from './use-model-commands.ts';
import { useModelPage } from './workbench.ts';
import classes from './model-page.module.css';

interface Props {
  sideOpen: boolean;
  onToggleSide: () => void;
}

export function ModelHeader({ sideOpen, onToggleSide }: Props) {
  const page = useModelPage();
  const { model, environment, workbench, editor } = page;
  const environments = useEnvironments();
  const [, chooseEnvironment] = usePreviewEnvironment();
  const running = useRunning(page);
  const isRunning = workbench(state => state.preview.status === 'running');
  return (
    <BreadcrumbBar
      crumbs={[{ label: 'Models', href: '/models' }, { label: model.name }]}
      marks={<DraftMarks />}
    >
      <EnvironmentSelect
        label="Preview in"
        environments={environments}
        value={environment}
        onChoose={chooseEnvironment}
      />
      <Tooltip label={`Preview the statement or selection (${shortcutText('mod+Enter')})`}>
        <Button
          leftSection={<IconPlayerPlay size={sizes.iconSmall} aria-hidden />}
          disabled={!environment}
          loading={isRunning}
          onClick={running.preview}
        >
          Preview
        </Button>
      </Tooltip>
      <Button variant="filled" onClick={() => openModelDialog({ kind: 'publish', modelId: model.id })}>
        Publish…
      </Button>
      <Menu width={340}>
        <Menu.Target>
          <ActionIcon aria-label="More about this model">
            <IconDots size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCode size={sizes.iconSmall} aria-hidden />}
            rightSection={<KeyHint keys="mod+shift+Enter" />}
            disabled={!environment}
            onClick={running.compile}
          >
            Show what will really run
          </Menu.Item>
          <Menu.Item
            leftSection={<IconStackPush size={sizes.iconSmall} aria-hidden />}
            rightSection={<KeyHint keys="mod+alt+Enter" />}
            disabled={!environment}
            onClick={() => running.previewCte()}
          >
            Preview up to this CTE
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCursorText size={sizes.iconSmall} aria-hidden />}
            rightSection={<KeyHint keys="F2" />}
            onClick={() => editor.current?.rename()}
          >
            Rename the alias or CTE…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowBarToRight size={sizes.iconSmall} aria-hidden />}
            rightSection={<KeyHint keys="F12" />}
            onClick={() => editor.current?.goToDefinition()}
          >
            Go to the model or CTE
          </Menu.Item>
          <Menu.Item
            leftSection={<IconIndentIncrease size={sizes.iconSmall} aria-hidden />}
            rightSection={<KeyHint keys="alt+shift+f" />}
            onClick={() => void editor.current?.format()}
          >
            Format the SQL
          </Menu.Item>
          <Menu.Divider />
          <ModelMenuItems model={model} opened />
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={sideOpen ? 'Hide the versions' : 'Show the versions'}>
        <ActionIcon
          aria-label="Versions"
          aria-pressed={sideOpen}
          variant={sideOpen ? 'light' : 'subtle'}
          onClick={onToggleSide}
        >
          <IconHistory size={sizes.icon} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </BreadcrumbBar>
  );
}

const longMs = 5_000;

/** Whether something has been so for long. */
function useIsLong(is: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!is) return;
    const timer = setTimeout(() => setLong(true), longMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [is]);
  return long;
}

/** How the draft stands to the versions, and whether it is saved. */
function DraftMarks() {
  const { draft } = useModelPage();
  const modified = useIsModified(draft);
  const { status } = useSaveState(draft);
  const isApart = useConnection().status !== 'open';
  const isSaving = status === 'waiting' || status === 'saving';
  const isSlow = useIsLong(isSaving);
  const isStuck = status === 'failed' || (isSaving && (isApart || isSlow));
  const words = isStuck
    ? isApart
      ? 'not saved, kept here: the engine cannot be reached'
      : 'not saved yet, kept here: trying again'
    : {
        saved: 'saved',
        waiting: 'saving…',
        saving: 'saving…',
        failed: '',
        conflict: 'not saved: changed elsewhere',
      }[status];
  const tone = isStuck || status === 'conflict' ? 'warning' : undefined;
  return (
    <>
      <span className={classes.standing}>{draftStanding(modified, draft.basedOn())}</span>
      <output className={classes.save} data-tone={tone} aria-live={tone ? 'polite' : 'off'}>
        {words}
      </output>
      <OriginBadge />
    </>
  );
}
