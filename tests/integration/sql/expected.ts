/** A value as it is compared: text, whatever its type. */
export type Expected = string | number | boolean | null;
