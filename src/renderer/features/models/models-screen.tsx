import { useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { SqlEditor } from './editor/index.ts';
import { ModelsOverview } from './list/models-overview.tsx';
import { ModelTabs } from './model-tabs.tsx';

/** Everything below `/models`. */
export default function ModelsScreen() {
  useEffect(loadEditorSoon, []);
  return (
    <Switch>
      <Route path="/models" component={ModelsOverview} />
      <Route path="/models/:model">{({ model }) => <ModelTabs model={model} />}</Route>
      <Route>
        <Redirect to="/models" replace />
      </Route>
    </Switch>
  );
}

/** The editor is large: it comes while the list is being looked at. */
function loadEditorSoon(): () => void {
  const handle = requestIdleCallback(SqlEditor.preload);
  return () => cancelIdleCallback(handle);
}
