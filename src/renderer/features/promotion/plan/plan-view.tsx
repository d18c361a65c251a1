import { useEffect } from 'react';
import type { Plan, Promotion } from '../../../../shared/contract/promotion.ts';
import { ChangeClassChip } from '../../../parts/change-class.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { boardHref, historyHref } from '../promotion-data.ts';
import { goalText, isOpen, runningText, stateWords } from '../promotion-words.ts';
import { ColumnsSection } from './columns-section.tsx';
import { DownstreamSection } from './downstream-section.tsx';
import { PlanActions } from './plan-actions.tsx';
import { PlanAside } from './plan-aside.tsx';
import { focusPlan, planRegion } from './plan-region.ts';
import { PlanStanding } from './plan-standing.tsx';
import { PrivilegesSection } from './privileges-section.tsx';
import classes from './plan.module.css';
import { PromotionStateChip } from './promotion-state.tsx';
import { Section } from './section.tsx';
import { SourcesSection } from './sources-section.tsx';
import { SqlSection } from './sql-section.tsx';
import { StatementsSection } from './statements-section.tsx';
import { WarningsSection } from './warnings-section.tsx';

interface Props {
  plan: Plan;
  promotion: Promotion;
}

/** A promotion: what it changes, why that matters, and what can be decided about it. */
export function PlanView({ plan, promotion }: Props) {
  const environment = useEnvironments().find(({ name }) => name === promotion.environment);
  const shown = environment ?? { name: promotion.environment, colour: 'gray', protected: plan.protected };
  // The keyboard scrolls it at once, unless somebody is doing something else.
  useEffect(() => {
    if (document.activeElement === document.body) focusPlan();
  }, []);
  return (
    <div className={classes.page} data-hue={shown.colour}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Promote', href: boardHref },
          { label: 'History', href: historyHref },
          { label: `#${plan.id}` },
        ]}
        title={`Promotion #${plan.id} ${promotion.model} to ${promotion.environment} ${stateWords[plan.state]}`}
        marks={<PromotionStateChip state={plan.state} filled />}
      >
        <PlanActions plan={plan} promotion={promotion} hue={shown.colour} />
      </BreadcrumbBar>
      <div id={planRegion} className={classes.content} tabIndex={-1}>
        <div className={classes.columns}>
          <div className={classes.main}>
            <h2 className={classes.summary}>
              <span>
                {plan.kind === 'rollback' ? 'Roll back' : 'Promote'} {promotion.model}
              </span>
              <span className={classes.move}>
                <LabelChip>{runningText(plan.from)}</LabelChip>→<LabelChip>{goalText(plan.to)}</LabelChip>
              </span>
              <span>in</span>
              <EnvironmentChip environment={shown} />
            </h2>
            <PlanStanding plan={plan} promotion={promotion} />
            <div className={classes.change}>
              <ChangeClassChip change={plan.change} />
              {plan.reasons.length > 0 && (
                <ul aria-label="Why it is classed so">
                  {plan.reasons.map(reason => (
                    <li key={reason}>{reason}</li>
                  ))}
                </ul>
              )}
            </div>
            <WarningsSection
              warnings={plan.warnings}
              plannedAt={isOpen(plan.state) ? null : promotion.planned_at}
            />
            <SqlSection plan={plan} model={promotion.model} />
            <ColumnsSection plan={plan} />
            <SourcesSection plan={plan} />
            <PrivilegesSection plan={plan} />
            <DownstreamSection plan={plan} />
            {plan.checks.length > 0 && (
              <Section title="Checks that will run">
                <ul>
                  {plan.checks.map(check => (
                    <li key={check}>{check}</li>
                  ))}
                </ul>
              </Section>
            )}
            <StatementsSection plan={plan} />
          </div>
          <PlanAside plan={plan} promotion={promotion} />
        </div>
      </div>
    </div>
  );
}
