import { Redirect, Route, Switch } from 'wouter';
import { PromoteBoard } from './board/promote-board.tsx';
import { HistoryScreen } from './history/history-screen.tsx';
import { PlanScreen } from './plan/plan-screen.tsx';

/** Everything below `/promote`. */
export default function PromotionScreen() {
  return (
    <Switch>
      <Route path="/promote" component={PromoteBoard} />
      <Route path="/promote/history" component={HistoryScreen} />
      <Route path="/promote/:promotion">
        {({ promotion }) =>
          /^[1-9]\d{0,14}$/.test(promotion) ? (
            <PlanScreen key={promotion} id={Number(promotion)} />
          ) : (
            <Redirect to="/promote" replace />
          )
        }
      </Route>
      <Route>
        <Redirect to="/promote" replace />
      </Route>
    </Switch>
  );
}
