export const duckdbPrelude: string[] = [];
