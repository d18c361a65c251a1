/** The numbers drivers tell statements apart by. */
export const statementTypes = {
  select: 0x1000,
  explain: 0x2000,
  insert: 0x3100,
  update: 0x3200,
  delete: 0x3300,
  merge: 0x3400,
  truncate: 0x3000 + 0x900,
  alterSession: 0x4100,
  use: 0x4300,
  show: 0x4400,
  describe: 0x4500,
  call: 0x4700,
  transaction: 0x5000,
  ddl: 0x6000,
  multiple: 0xa000,
} as const;
