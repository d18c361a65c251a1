import { appendFileSync } from 'node:fs';
import { Bus } from '../../src/main/engine/bus.ts';
import { Endings } from '../../src/main/engine/runs/endings.ts';
import { Store, type Tx } from '../../src/main/engine/store/store.ts';
import type { Entry } from './warehouse.ts';
import type { KillPoint } from './protocol.ts';

/** Kills this process, with SIGKILL, when it comes past an armed point; the engine itself knows nothing of points. */
export class KillPoints {
  /** Writes that were asked for and commits; what stands still does not grow. */
  activity = 0;
  private armed: { point: KillPoint; left: number } | null = null;
  private readonly record: string;
  private readonly now: () => { wall: number; world: number };
  /** What the transaction that is being written holds. */
  private written = { fires: false, end: false, child: false };

  constructor(record: string, now: () => { wall: number; world: number }) {
    this.record = record;
    this.now = now;
  }

  arm(point: KillPoint, nth: number): void {
    this.armed = { point, left: nth };
  }

  readonly pass = (point: KillPoint): void => {
    if (this.armed?.point !== point || --this.armed.left > 0) return;
    const entry: Entry = { what: 'killed', point, ...this.now() };
    appendFileSync(this.record, `${JSON.stringify(entry)}\n`);
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way: nothing may be written before it is there.
    for (;;);
  };

  /** Watches what every engine of this process writes and commits. */
  watch(): void {
    wrap(Store.prototype, 'write', ([work], call) => {
      this.activity += 1;
      return call((tx: Tx) => this.inTransaction(tx, work as (tx: Tx) => unknown));
    });
    wrap(Bus.prototype, 'publish', (changes, call) => {
      this.committed();
      return call(...changes);
    });
    wrap(Endings.prototype, 'finish', (given, call) => {
      const state = call(...given);
      if (state !== null) this.written.end = true;
      return state;
    });
  }

  private inTransaction<T>(tx: Tx, work: (tx: Tx) => T): T {
    let fires = false;
    const endBefore = this.written.end;
    const value = work({
      ...tx,
      changed: (topic, id) => {
        if (topic === 'fire') fires = true;
        tx.changed(topic, id);
      },
    });
    const ended = this.written.end && !endBefore;
    if (fires && !ended) {
      this.written.fires = true;
      this.pass('fire_computed');
    }
    if (ended) {
      if (fires) this.written.child = true;
      this.pass('finishing');
    }
    return value;
  }

  private committed(): void {
    this.activity += 1;
    const { fires, end, child } = this.written;
    this.written = { fires: false, end: false, child: false };
    if (fires) this.pass('ledger_written');
    if (child) this.pass('child_started');
    if (end) this.pass('finished');
  }
}

type Call = (...given: unknown[]) => unknown;

/** Puts something around a method of all objects of a class. */
function wrap(prototype: object, name: string, around: (given: unknown[], call: Call) => unknown): void {
  const original = Reflect.get(prototype, name) as Call;
  Object.defineProperty(prototype, name, {
    value(this: unknown, ...given: unknown[]) {
      return around(given, (...passed) => Reflect.apply(original, this, passed));
    },
  });
}
