/** A line of a tree, as it is to be seen. */
export interface TreeEntry<T> {
  key: string;
  /** From 1. */
  level: number;
  item: T;
  /** Undefined where there is nothing to unfold. */
  expanded?: boolean | undefined;
}
