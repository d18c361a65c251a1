import { Redirect, Route, Switch } from 'wouter';
import { ProfilePage } from './compute/profile-page.tsx';
import { ProfilesPage } from './compute/profiles-page.tsx';
import { NewProfile } from './compute/new-profile.tsx';
import { ConnectionPage } from './connections/connection-page.tsx';
import { ConnectionsPage } from './connections/connections-page.tsx';
import { NewConnection } from './connections/new-connection.tsx';
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
      <Route path="/environments/connections/new" component={NewConnection} />
      <Route path="/environments/connections/:connection">
        {({ connection }) => <ConnectionPage key={connection} id={connection} />}
      </Route>
      <Route path="/environments/compute" component={ProfilesPage} />
      <Route path="/environments/compute/new" component={NewProfile} />
      <Route path="/environments/compute/:profile">
        {({ profile }) => <ProfilePage key={profile} id={profile} />}
      </Route>
      <Route path="/environments/:environment">
        {({ environment }) => <EnvironmentPage key={environment} id={environment} />}
      </Route>
      <Route>
        <Redirect to="/environments" replace />
      </Route>
    </Switch>
  );
}
