import { describe, expect, test } from 'vitest';
import {
  isTerminal,
  type RunEvent,
  runEvents,
  type RunState,
  runStates,
  transition,
} from '../../../src/shared/domain/run-state.ts';

/** domain.md, "Run states": every pair that is not listed is refused. */
const allowed: [RunState, RunEvent, RunState][] = [
  ['pending', 'claimed', 'running'],
  ['pending', 'cancel_requested', 'cancelled'],
  ['pending', 'superseded', 'cancelled'],
  ['pending', 'gate_unmet', 'skipped'],
  ['running', 'gate_unmet', 'skipped'],
  ['running', 'finished', 'completed'],
  ['running', 'errored', 'failed'],
  ['running', 'cancel_requested', 'pending_cancellation'],
  ['pending_cancellation', 'cancel_confirmed', 'cancelled'],
  ['pending_cancellation', 'finished', 'completed'],
  ['pending_cancellation', 'errored', 'failed'],
];

const pairs = runStates.flatMap(state => runEvents.map(event => [state, event] as const));

describe('transition', () => {
  test.each(pairs)('%s on %s', (state, event) => {
    const expected = allowed.find(([from, on]) => from === state && on === event)?.[2];
    const result = transition(state, event);
    if (expected === undefined) {
      expect(result.ok).toBe(false);
      expect(result.ok || result.reason).toMatch(/\w{3,}/);
    } else expect(result).toEqual({ ok: true, to: expected });
  });

  test('terminal states never change, and say so', () => {
    for (const state of runStates.filter(isTerminal)) {
      for (const event of runEvents) {
        expect(transition(state, event)).toEqual({
          ok: false,
          reason: `the run has ended (${state}) and its state is final`,
        });
      }
    }
  });

  test('the states that can go on are exactly those that are not terminal', () => {
    const goOn = runStates.filter(state => runEvents.some(event => transition(state, event).ok));
    expect(goOn).toEqual(runStates.filter(state => !isTerminal(state)));
  });
});
