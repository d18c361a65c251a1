import { expect, test } from 'vitest';
import { Timeline } from '../../../src/main/engine/schedule/timeline.ts';

test('acts in order of time, ends before starts, series in the order they were added', () => {
  const timeline = new Timeline();
  const seen: string[] = [];
  timeline.addSeries([10, 20, 30].values(), at => {
    seen.push(`a ${at}`);
    timeline.addEnd(at + 10, () => seen.push(`end ${at + 10}`));
    return true;
  });
  timeline.addSeries([10, 15, 30].values(), at => seen.push(`b ${at}`) > 0);
  timeline.runAll();
  expect(seen).toEqual(['a 10', 'b 10', 'b 15', 'end 20', 'a 20', 'end 30', 'a 30', 'b 30', 'end 40']);
});

test('takes of each series only what comes next, and nothing once it is told to stop', () => {
  const timeline = new Timeline();
  const taken = [0, 0, 0];
  let acted = 0;
  function* endless(series: number) {
    for (let at = 1; ; at++) {
      taken[series] = at;
      yield at;
    }
  }
  for (const series of taken.keys()) timeline.addSeries(endless(series), () => ++acted < 100);
  expect(taken).toEqual([1, 1, 1]);
  timeline.runAll();
  // After the hundredth each series is told to stop once.
  expect(acted).toBe(102);
  for (const last of taken) expect(last).toBe(34);
});
