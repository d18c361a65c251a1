/** What a host on a movable clock is told, one thing at a time; it ends when nobody is there to tell it more. */
export interface Action {
  /** Time passes while the machine is awake, or it sleeps and finds out when it wakes. */
  do: 'pass' | 'sleep';
  ms: number;
}

/** Given when it listens, and once an action is carried out. */
export interface Answer {
  /** With the token in it. */
  pageUrl: string;
}
