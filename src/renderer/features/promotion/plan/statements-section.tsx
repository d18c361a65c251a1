import type { Plan } from '../../../../shared/contract/promotion.ts';
import { windowIntervals, windowWords } from '../../../../shared/domain/build-window.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { counted } from '../../../ui/numbers.ts';
import { isOpen } from '../promotion-words.ts';
import classes from './plan.module.css';
import { Section } from './section.tsx';

/** What the next run will send. */
export function StatementsSection({ plan: { statements, state, window } }: { plan: Plan }) {
  if (statements.length === 0) return null;
  const intervals = window && windowIntervals(window);
  return (
    <Section
      title={isOpen(state) ? 'The next run sends' : 'The next run was to send'}
      marks={counted(statements.length, 'statement')}
    >
      {window !== null && (
        <p>
          It builds {windowWords(window)}.{intervals !== null && ` That is ${intervals}.`}
        </p>
      )}
      <div className={classes.statements}>
        <CodeView sql={statements.map(statement => `${statement};`).join('\n\n')} label="Statements" />
      </div>
    </Section>
  );
}
