import { Redirect, Route, Switch } from 'wouter';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { counted } from '../../ui/numbers.ts';
import { PlacesPanel } from './places-panel.tsx';
import { SecretList } from './secret-list.tsx';
import classes from './secrets.module.css';
import { secretsHref, useSecrets } from './secrets-data.ts';

/** Everything below `/secrets`. */
export default function SecretsScreen() {
  return (
    <Switch>
      <Route path={secretsHref} component={SecretsPage} />
      <Route>
        <Redirect to={secretsHref} replace />
      </Route>
    </Switch>
  );
}

/** What signs in to warehouses and receivers: where it is kept, whether it is set, who uses it. */
function SecretsPage() {
  const { data } = useSecrets();
  return (
    <div className={classes.page}>
      <BreadcrumbBar crumbs={[{ label: 'Secrets' }]} marks={data && counted(data.secrets.length, 'secret')} />
      {data && <PlacesPanel keychain={data.keychain} vault={data.vault} />}
      <SecretList />
    </div>
  );
}
