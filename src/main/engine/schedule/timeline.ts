interface Event {
  at: number;
  /** Ends come before starts at the same moment: what they make room for can start. */
  place: number;
  act: () => void;
}

const endsFirst = 0;

/** Events in order of time; acting may add more. */
export class Timeline {
  private readonly heap: Event[] = [];
  private series = 0;

  /** Something ends at a moment. */
  addEnd(at: number, act: () => void): void {
    this.add({ at, place: endsFirst, act });
  }

  /**
   * Acts at each of ascending moments (ms) for as long as that returns true. Only the next of them is taken: a month of
   * minutes takes no more room than a day. At the same moment, series act in the order in which they were added.
   */
  addSeries(moments: Iterator<number>, act: (at: number) => boolean): void {
    this.series += 1;
    const place = this.series;
    const addNext = () => {
      const { value: at, done } = moments.next();
      if (done === true) return;
      this.add({ at, place, act: () => void (act(at) && addNext()) });
    };
    addNext();
  }

  runAll(): void {
    while (this.heap.length > 0) this.take().act();
  }

  private add(event: Event): void {
    const { heap } = this;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!earlier(heap[at], heap[parent])) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private take(): Event {
    const { heap } = this;
    this.swap(0, heap.length - 1);
    const first = heap.pop() as Event;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = earlier(heap[right], heap[left]) ? right : left;
      if (!earlier(heap[least], heap[at])) return first;
      this.swap(at, least);
      at = least;
    }
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b] as Event, this.heap[a] as Event];
  }
}

function earlier(a: Event | undefined, b: Event | undefined): boolean {
  if (!a || !b) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.place < b.place);
}
