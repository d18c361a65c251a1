import { Redirect, Route, Switch } from 'wouter';
import { BackfillPage } from './backfills/backfill-page.tsx';
import { BackfillsOverview } from './backfills/backfills-overview.tsx';
import { BuildPage } from './builds/build-page.tsx';
import { BuildsOverview } from './builds/builds-overview.tsx';
import { RunsOverview } from './list/runs-overview.tsx';
import { RunPage } from './page/run-page.tsx';

/** Everything below `/runs`. */
export default function RunsScreen() {
  return (
    <Switch>
      <Route path="/runs" component={RunsOverview} />
      <Route path="/runs/builds" component={BuildsOverview} />
      <Route path="/runs/builds/:build">
        {({ build }) =>
          /^[1-9]\d{0,14}$/.test(build) ? (
            <BuildPage key={build} id={Number(build)} />
          ) : (
            <Redirect to="/runs/builds" replace />
          )
        }
      </Route>
      <Route path="/runs/backfills" component={BackfillsOverview} />
      <Route path="/runs/backfills/:backfill">
        {({ backfill }) =>
          /^[1-9]\d{0,14}$/.test(backfill) ? (
            <BackfillPage key={backfill} id={Number(backfill)} />
          ) : (
            <Redirect to="/runs/backfills" replace />
          )
        }
      </Route>
      <Route path="/runs/:run">
        {({ run }) =>
          /^[1-9]\d{0,14}$/.test(run) ? (
            <RunPage key={run} id={Number(run)} />
          ) : (
            <Redirect to="/runs" replace />
          )
        }
      </Route>
      <Route>
        <Redirect to="/runs" replace />
      </Route>
    </Switch>
  );
}
