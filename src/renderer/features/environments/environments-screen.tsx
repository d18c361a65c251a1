import { Redirect, Route, Switch } from 'wouter';
import { ConnectionsPage } from './connections-page.tsx';
import { EnvironmentsOverview } from './list/environments-overview.tsx';
import { EnvironmentPage } from './page/environment-page.tsx';
import { CreateEnvironment } from './wizard/create-environment.tsx';
import { WorkspaceVariables } from './workspace-variables.tsx';

/** Everything below `/environments`. */
export default function EnvironmentsScreen() {
  return (
    <Switch>
      <Route path="/environments" component={EnvironmentsOverview} />
      <Route path="/environments/new" component={CreateEnvironment} />
      <Route path="/environments/variables" component={WorkspaceVariables} />
      <Route path="/environments/connections" component={ConnectionsPage} />
      <Route path="/environments/:environment">
        {({ environment }) => <EnvironmentPage key={environment} id={environment} />}
      </Route>
      <Route>
        <Redirect to="/environments" replace />
      </Route>
    </Switch>
  );
}
