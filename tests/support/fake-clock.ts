import type { Clock } from '../../src/main/engine/ports.ts';

interface Timer {
  dueMs: number;
  callback: () => void;
}

/** A clock that stands still until a test moves it. Timers run on elapsed time, as on a machine that does not sleep. */
export class FakeClock implements Clock {
  private wallMs: number;
  private elapsedMs = 0;
  private readonly timers = new Set<Timer>();

  constructor(start: string | number = '2026-03-01T12:00:00.000Z') {
    this.wallMs = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.wallMs;
  }

  elapsed(): number {
    return this.elapsedMs;
  }

  timer(ms: number, callback: () => void): () => void {
    const timer = { dueMs: this.elapsedMs + ms, callback };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }

  /** Timers that have not fired. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass; timers fire in their order, each at its own moment. */
  advance(ms: number): void {
    const until = this.elapsedMs + ms;
    for (;;) {
      const next = [...this.timers]
        .filter(timer => timer.dueMs <= until)
        .sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!next) break;
      this.timers.delete(next);
      this.move(next.dueMs - this.elapsedMs);
      next.callback();
    }
    this.move(until - this.elapsedMs);
  }

  /** Sets the wall clock without letting time pass: somebody changed it, or the machine slept. */
  jump(ms: number): void {
    this.wallMs += ms;
  }

  private move(ms: number): void {
    this.wallMs += ms;
    this.elapsedMs += ms;
  }
}
