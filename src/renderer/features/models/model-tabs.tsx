import { Button } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api.ts';
import { callFailure, troubleOf } from '../../call-error.ts';
import { useCommands } from '../../commands.ts';
import { currentAddress, navigate } from '../../location.ts';
import { Gone } from '../../parts/gone.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TabStrip } from '../../ui/tab-strip.tsx';
import { sizes } from '../../ui/theme.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { DeletedModel } from './deleted-model.tsx';
import { lostDraft } from './drafts/drafts.ts';
import { ModelPageView } from './model-page.tsx';
import { draftStanding, modelHref, useAllModels } from './models-data.ts';
import { closeModel, useOpenModels } from './open-models.ts';
import classes from './model-page.module.css';

const panelId = 'model-panel';

/** The open models as tabs, and the page of one of them. `model` is its id, or its name in an address typed by hand. */
export function ModelTabs({ model: ref }: { model: string }) {
  const { data: model, error } = useQuery(api.models.get.queryOptions({ input: { model: ref } }));
  const { models, isSuccess } = useAllModels();
  const { open, add, move } = useOpenModels();
  const id = model?.id ?? (/^\d+$/.test(ref) ? Number(ref) : undefined);

  useEffect(() => {
    if (!model) return;
    add(model.id);
    if (ref === String(model.id)) return;
    const search = currentAddress().split('?')[1];
    navigate(`${modelHref(model.id)}${search === undefined ? '' : `?${search}`}`, { replace: true });
  }, [model, ref, add]);

  const gone = error !== null && callFailure(error).code === 'not_found';
  const scope = useQuery(api.workspace.info.queryOptions()).data?.directory ?? '';
  const lost = gone && id !== undefined ? lostDraft(id, scope) : undefined;
  // A model deleted elsewhere leaves no tab behind, but for its text where that is open here.
  const tabs = open.flatMap(openId => {
    const summary = models.find(candidate => candidate.id === openId);
    const left = summary || !isSuccess ? undefined : lostDraft(openId, scope);
    if (!summary && !left && (isSuccess || gone)) return [];
    const label = summary?.name ?? left?.name ?? '…';
    const mark = left
      ? 'Deleted elsewhere'
      : summary?.draft_modified
        ? draftStanding(true, summary.latest_version)
        : undefined;
    return [{ key: String(openId), label, icon: <IconTable size={sizes.iconSmall} aria-hidden />, mark }];
  });
  const step = (distance: number) => {
    const at = tabs.findIndex(({ key }) => key === String(id));
    const next = tabs[(at + distance + tabs.length) % tabs.length];
    if (next) navigate(modelHref(Number(next.key)));
  };
  useCommands([
    {
      id: 'model.close',
      title: 'Close this model',
      group: 'Models',
      shortcut: 'alt+w',
      run: () => id !== undefined && closeModel(id),
    },
    { id: 'model.next', title: 'Next open model', group: 'Models', shortcut: 'alt+]', run: () => step(1) },
    {
      id: 'model.previous',
      title: 'Previous open model',
      group: 'Models',
      shortcut: 'alt+[',
      run: () => step(-1),
    },
  ]);

  return (
    <>
      <TabStrip
        label="Open models"
        tabs={tabs}
        current={id === undefined ? undefined : String(id)}
        panelId={panelId}
        onShow={key => navigate(modelHref(Number(key)))}
        onClose={key => closeModel(Number(key))}
        onMove={(key, before) => move(Number(key), Number(before))}
      />
      <div id={panelId} role="tabpanel" aria-label={model?.name ?? ref} className={classes.panel}>
        {gone && lost && id !== undefined ? (
          <DeletedModel key={id} id={id} lost={lost} scope={scope} />
        ) : gone ? (
          <Gone what="model" asked={ref}>
            <Button onClick={() => navigate('/models')}>Show all models</Button>
          </Gone>
        ) : model ? (
          <ModelPageView key={model.id} model={model} />
        ) : error ? (
          <div className={classes.centred}>
            <ErrorPanel trouble={troubleOf(error, 'The model could not be opened')} />
          </div>
        ) : (
          <Waiting lines={10} label="Loading the model" />
        )}
      </div>
    </>
  );
}
