import { Button } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api.ts';
import { callFailure, troubleOf } from '../../call-error.ts';
import { useCommands } from '../../commands.ts';
import { navigate } from '../../location.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TabStrip } from '../../ui/tab-strip.tsx';
import { sizes } from '../../ui/theme.ts';
import { Waiting } from '../../ui/waiting.tsx';
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
    if (ref !== String(model.id)) navigate(modelHref(model.id), { replace: true });
  }, [model, ref, add]);

  const gone = error !== null && callFailure(error).code === 'not_found';
  // A model deleted elsewhere leaves no tab behind; the one being looked at says so first.
  const tabs = open.flatMap(openId => {
    const summary = models.find(candidate => candidate.id === openId);
    if (!summary && isSuccess && openId !== id) return [];
    const label = summary?.name ?? (openId === id ? ref : '…');
    const mark = summary?.draft_modified ? draftStanding(true, summary.latest_version) : undefined;
    return [{ key: String(openId), label, icon: <IconTable size={sizes.iconSmall} aria-hidden />, mark }];
  });
  const step = (distance: number) => {
    const at = open.indexOf(id ?? -1);
    const next = open[(at + distance + open.length) % open.length];
    if (next !== undefined) navigate(modelHref(next));
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
        {gone ? (
          <Missing id={id} error={error} />
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

function Missing({ id, error }: { id: number | undefined; error: unknown }) {
  return (
    <div className={classes.centred}>
      <ErrorPanel trouble={troubleOf(error, 'There is no such model')}>
        <Button onClick={() => (id === undefined ? navigate('/models') : closeModel(id))}>Close</Button>
      </ErrorPanel>
    </div>
  );
}
