import { Redirect, Route, Switch } from 'wouter';
import { ChannelPage } from './channels/channel-page.tsx';
import { ChannelList } from './channels/channel-list.tsx';
import { NewChannel } from './channels/new-channel.tsx';
import { Deliveries } from './deliveries/deliveries.tsx';
import { Overview } from './overview.tsx';
import { NewRule } from './rules/new-rule.tsx';
import { RuleList } from './rules/rule-list.tsx';
import { RulePage } from './rules/rule-page.tsx';
import { ChannelSecrets } from './channel-secrets.tsx';

/** Everything below `/notifications`: where messages go, what is told, what was sent, the secrets of that. */
export default function NotificationsScreen() {
  return (
    <Switch>
      <Route path="/notifications">
        <Overview tab="channels">
          <ChannelList />
        </Overview>
      </Route>
      <Route path="/notifications/rules">
        <Overview tab="rules">
          <RuleList />
        </Overview>
      </Route>
      <Route path="/notifications/deliveries">
        <Overview tab="deliveries">
          <Deliveries />
        </Overview>
      </Route>
      <Route path="/notifications/secrets">
        <Overview tab="secrets">
          <ChannelSecrets />
        </Overview>
      </Route>
      <Route path="/notifications/channels/new" component={NewChannel} />
      <Route path="/notifications/channels/:channel">
        {({ channel }) => <ChannelPage key={channel} id={channel} />}
      </Route>
      <Route path="/notifications/rules/new" component={NewRule} />
      <Route path="/notifications/rules/:rule">{({ rule }) => <RulePage key={rule} id={rule} />}</Route>
      <Route>
        <Redirect to="/notifications" replace />
      </Route>
    </Switch>
  );
}
