import { Redirect, Route, Switch } from 'wouter';
import { ModelsOverview } from './list/models-overview.tsx';
import { ModelTabs } from './model-tabs.tsx';

/** Everything below `/models`. */
export default function ModelsScreen() {
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
