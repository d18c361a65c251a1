/** A run that waits, with what decides about its turn. */
export interface Waiting {
  run: number;
  job: number;
  priority: number;
  /** It has been claimed before and waits for its next attempt: its job is its own already. */
  resumed: boolean;
}

/** The highest priority first, then the oldest: ids grow with time. */
export const comesBefore = (a: Waiting, b: Waiting): boolean =>
  a.priority > b.priority || (a.priority === b.priority && a.run < b.run);

/** The runs that wait in one environment. */
export class EnvironmentQueue {
  /** Job → its runs in their order; a job without any is not in it. */
  private readonly jobs = new Map<number, Waiting[]>();
  /** In their order: the first run of each job that has room, and those that are resumed. */
  private readonly heads: Waiting[] = [];

  /** What starts next, were there a place. */
  get best(): Waiting | undefined {
    return this.heads[0];
  }

  /** `room`: whether its job may start another run. One that is resumed already is not resumed twice. */
  add(entry: Waiting, room: boolean): void {
    if (entry.resumed) {
      if (this.heads[placeOf(this.heads, entry)]?.run !== entry.run) insert(this.heads, entry);
      return;
    }
    this.shut(entry.job);
    const runs = this.jobs.get(entry.job);
    if (runs) insert(runs, entry);
    else this.jobs.set(entry.job, [entry]);
    if (room) this.open(entry.job);
  }

  remove(entry: Waiting, room: boolean): void {
    if (entry.resumed) {
      removeFrom(this.heads, entry);
      return;
    }
    this.shut(entry.job);
    const runs = this.jobs.get(entry.job) ?? [];
    removeFrom(runs, entry);
    if (runs.length === 0) this.jobs.delete(entry.job);
    if (room) this.open(entry.job);
  }

  /** Its job has room: its first run may start. */
  open(job: number): void {
    const head = this.jobs.get(job)?.[0];
    if (head && this.heads[placeOf(this.heads, head)]?.run !== head.run) insert(this.heads, head);
  }

  /** Its job has no room any more. */
  shut(job: number): void {
    const head = this.jobs.get(job)?.[0];
    if (head) removeFrom(this.heads, head);
  }
}

function insert(list: Waiting[], entry: Waiting): void {
  list.splice(placeOf(list, entry), 0, entry);
}

function removeFrom(list: Waiting[], entry: Waiting): void {
  const index = placeOf(list, entry);
  if (list[index]?.run !== entry.run) return;
  // Most often it is the first, which `shift` takes without moving the others.
  if (index === 0) list.shift();
  else list.splice(index, 1);
}

/** Where an entry is, or belongs. */
function placeOf(list: Waiting[], entry: Waiting): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = list[middle];
    if (at && comesBefore(at, entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}
