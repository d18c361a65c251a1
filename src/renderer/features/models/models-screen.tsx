import { Redirect, Route, Switch } from 'wouter';
import { ModelDialogs } from './dialogs/model-dialogs.tsx';
import { ModelsOverview } from './list/models-overview.tsx';
import { ModelTabs } from './model-tabs.tsx';

/** Everything below `/models`. */
export default function ModelsScreen() {
  return (
    <>
      <Switch>
        <Route path="/" component={ModelsOverview} />
        <Route path="/:model">{({ model }) => <ModelTabs model={model} />}</Route>
        <Route>
          <Redirect to="/" replace />
        </Route>
      </Switch>
      <ModelDialogs />
    </>
  );
}
