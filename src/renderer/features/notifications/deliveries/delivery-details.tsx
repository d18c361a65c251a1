import type { ReactNode } from 'react';
import type { Delivery } from '../../../../shared/contract/notifications.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { useNow } from '../../../ui/clock.ts';
import { Copyable } from '../../../ui/copyable.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { absoluteTime } from '../../../ui/time.ts';
import { useEscape } from '../../../ui/use-escape.ts';
import { DeliveryStateChip } from './delivery-state.tsx';
import classes from './deliveries.module.css';

/** A message, what it is about, and every attempt to deliver it. */
export function DeliveryDetails({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  useEscape(onClose);
  const { message, state, attempts, channel, rule } = delivery;
  const several = message.lines.length > 1;
  return (
    <SidePanel title="Delivery" onClose={onClose}>
      <div className={classes.details}>
        <p className={classes.message}>{message.message}</p>
        {several && (
          <ul className={classes.lines}>
            {message.lines.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
            {message.count > message.lines.length && <li className={classes.dim}>and more</li>}
          </ul>
        )}
        <dl className={classes.facts}>
          <Fact name="State">
            <DeliveryStateChip state={state} again={state === 'pending' && attempts.length > 0} />
          </Fact>
          <Fact name="Channel">
            <AreaLink to={`/notifications/channels/${channel}`}>{channel}</AreaLink>
          </Fact>
          <Fact name="Rule">
            {rule === null ? (
              'none: it is a test'
            ) : (
              <AreaLink to={`/notifications/rules/${rule}`}>{rule}</AreaLink>
            )}
          </Fact>
          <Fact name="Tells about">{message.kind}</Fact>
          {message.run !== null && (
            <Fact name="Run">
              <AreaLink to={`/runs/${message.run}`}>#{message.run}</AreaLink>
            </Fact>
          )}
          {message.job !== null && (
            <Fact name="Job">
              <AreaLink to={`/jobs/${message.job}`}>{message.job}</AreaLink>
            </Fact>
          )}
          {message.environment !== null && <Fact name="Environment">{message.environment}</Fact>}
          <Fact name="Written">{absoluteTime(Date.parse(delivery.created_at))}</Fact>
          <Fact name="Message id">
            <Copyable text={message.id} what="Message id" shown={`${message.id.slice(0, 8)}…`} />
          </Fact>
        </dl>
        <h3 className={classes.subtitle}>Attempts</h3>
        {attempts.length > 0 && (
          <ol className={classes.attempts} aria-label="Attempts">
            {attempts.map(({ attempt, at, ok, message: answer, elapsed_ms }) => (
              <li key={attempt}>
                <span className={classes.attempt}>
                  <span>{attempt}</span>
                  <DeliveryStateChip state={ok ? 'delivered' : 'failed'} />
                  <span className={classes.dim}>
                    {absoluteTime(Date.parse(at))}, {formatDuration(elapsed_ms)}
                  </span>
                </span>
                <span className={classes.answer}>{answer}</span>
              </li>
            ))}
          </ol>
        )}
        <NextAttempt delivery={delivery} />
      </div>
    </SidePanel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What will become of a message that is not delivered. */
function NextAttempt({ delivery: { state, rule, attempts, next_attempt_at } }: { delivery: Delivery }) {
  const now = useNow();
  if (state === 'delivered') return null;
  if (next_attempt_at === null) {
    const why =
      rule === null
        ? 'A test is not tried again.'
        : attempts.length === 0
          ? 'Given up: its channel was deleted.'
          : `Given up after ${attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`}.`;
    return <p className={classes.dim}>{why}</p>;
  }
  const leftMs = Date.parse(next_attempt_at) - now;
  const when = leftMs > 0 ? `in ${formatDuration(Math.ceil(leftMs / 1_000) * 1_000)}` : 'now';
  return (
    <p className={classes.dim}>
      {attempts.length === 0
        ? `Sent ${when}: what the rule tells within a minute is one message.`
        : `The next attempt is ${when}; there are six at most.`}
    </p>
  );
}
