import { Redirect, Route, Switch } from 'wouter';
import { NewJob } from './edit/new-job.tsx';
import { JobsOverview } from './list/jobs-overview.tsx';
import { JobPage } from './page/job-page.tsx';

/** Everything below `/jobs`. */
export default function JobsScreen() {
  return (
    <Switch>
      <Route path="/jobs" component={JobsOverview} />
      <Route path="/jobs/new" component={NewJob} />
      <Route path="/jobs/:job">{({ job }) => <JobPage job={job} view="definition" />}</Route>
      <Route path="/jobs/:job/history">{({ job }) => <JobPage job={job} view="history" />}</Route>
      <Route path="/jobs/:job/checks">{({ job }) => <JobPage job={job} view="checks" />}</Route>
      <Route path="/jobs/:job/fires">{({ job }) => <JobPage job={job} view="fires" />}</Route>
      <Route path="/jobs/:job/plan">{({ job }) => <JobPage job={job} view="plan" />}</Route>
      <Route path="/jobs/:job/intervals">{({ job }) => <JobPage job={job} view="intervals" />}</Route>
      <Route path="/jobs/:job/edit">{({ job }) => <JobPage job={job} view="edit" />}</Route>
      <Route>
        <Redirect to="/jobs" replace />
      </Route>
    </Switch>
  );
}
