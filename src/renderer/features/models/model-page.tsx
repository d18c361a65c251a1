import { Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Model } from '../../../shared/contract/models.ts';
import { api } from '../../api.ts';
import { changeSearch, useSearch } from '../../location.ts';
import { usePreviewEnvironment } from '../../parts/environments.ts';
import { Split } from '../../ui/split.tsx';
import { sizes } from '../../ui/theme.ts';
import { useDeviceState, useScopedState } from '../../ui/ui-state.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { BottomPanel } from './bottom-panel.tsx';
import { ConflictNotice } from './conflict-notice.tsx';
import { draftOf } from './drafts/drafts.ts';
import { SqlEditor } from './editor/index.ts';
import { ModelHeader } from './model-header.tsx';
import { useModelCommands, useRunning } from './use-model-commands.ts';
import { useDraftCheck } from './use-draft-check.ts';
import {
  type EditorHandle,
  ModelPage,
  type ModelPageContext,
  type PanelName,
  workbenchOf,
} from './workbench.ts';
import { CompareView } from './versions/compare-view.tsx';
import { ModelSide } from './versions/model-side.tsx';
import classes from './model-page.module.css';

const comparedTexts = /^(\d+|draft|file)\.\.(\d+|draft|file)$/;

/** One model: its text, its results, its versions. */
export function ModelPageView({ model }: { model: Model }) {
  const scope = useQuery(api.workspace.info.queryOptions()).data?.directory ?? '';
  const draft = draftOf(model, scope);
  const workbench = workbenchOf(model.id);
  const editor = useRef<EditorHandle>(null);
  const [environment] = usePreviewEnvironment();
  const [bottomOpen, setBottomOpen] = useDeviceState('models.bottom.open', true);
  const [sideOpen, setSideOpen] = useDeviceState('models.side.open', true);
  const [panel, setPanel] = useScopedState<PanelName>('models.bottom.tab', 'results');
  const address = useSearch();
  const line = Number(address.get('line') ?? 0);
  const compared = comparedTexts.exec(address.get('compare') ?? '');

  useEffect(() => draft.incoming(model.draft), [draft, model.draft]);
  // The editor may be there already.
  useEffect(() => {
    if (line > 0) editor.current?.reveal(line, 1);
  }, [line]);

  const showPanel = useCallback(
    (tab: PanelName) => {
      setPanel(tab);
      setBottomOpen(true);
    },
    [setPanel, setBottomOpen],
  );
  const context = useMemo<ModelPageContext>(
    () => ({
      model,
      draft,
      workbench,
      environment,
      editor,
      showPanel,
      compare: (a, b) => changeSearch({ compare: `${a}..${b}` }, { push: true }),
    }),
    [model, draft, workbench, environment, showPanel],
  );
  const markers = useDraftCheck(context);
  const running = useRunning(context);
  useModelCommands(context, {
    toggleBottom: () => setBottomOpen(open => !open),
    toggleSide: () => setSideOpen(open => !open),
  });

  const work = (
    <div className={classes.work}>
      <ConflictNotice />
      {compared && <CompareView a={compared[1] ?? 'draft'} b={compared[2] ?? 'draft'} />}
      <div className={classes.editor} hidden={compared !== null}>
        <Suspense fallback={<Waiting lines={12} label="Loading the editor" />}>
          <SqlEditor
            modelId={model.id}
            name={model.name}
            draft={draft}
            environment={environment}
            markers={markers}
            takesFocus={document.activeElement === document.body}
            onPreview={running.preview}
            onPreviewCte={running.previewCte}
            onReady={handle => {
              editor.current = handle;
              if (handle && line > 0) handle.reveal(line, 1);
            }}
          />
        </Suspense>
      </div>
    </div>
  );
  return (
    <ModelPage value={context}>
      <div className={classes.page}>
        <ModelHeader sideOpen={sideOpen} onToggleSide={() => setSideOpen(open => !open)} />
        <Split
          name="models.bottom"
          label="Height of the results"
          orientation="vertical"
          fixed="second"
          size={280}
          min={96}
          open={bottomOpen}
          first={
            <Split
              name="models.versions"
              label="Width of the versions"
              fixed="second"
              size={300}
              min={220}
              max={sizes.sideMax}
              open={sideOpen}
              first={work}
              second={<ModelSide onClose={() => setSideOpen(false)} />}
            />
          }
          second={<BottomPanel tab={panel} onTab={setPanel} onClose={() => setBottomOpen(false)} />}
        />
      </div>
    </ModelPage>
  );
}
