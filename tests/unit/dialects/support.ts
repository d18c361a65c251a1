import type { Order } from '../../../src/main/engine/dialects/dialect.ts';
import type { Grant } from '../../../src/main/engine/ports.ts';

/** A table that is to be built where nothing stands yet. */
export function order(changes: Partial<Order> = {}): Order {
  return {
    query: 'select 1 as n',
    target: { database: 'SHOP', schema: 'MARTS', name: 'ORDERS' },
    materialization: { type: 'table' },
    found: { type: null, schema: true, grants: [] },
    increment: null,
    inspection: null,
    comments: null,
    audited: false,
    owner: '1F2E3D4C_7',
    ...changes,
  };
}

/** What was found where something of a type stands. */
export function standing(type: 'table' | 'view', grants: Grant[] = []): Order['found'] {
  return { type, schema: true, grants };
}

export function grant(privilege: string, grantee: string, changes: Partial<Grant> = {}): Grant {
  return { privilege, granteeType: 'ROLE', grantee, grantOption: false, ...changes };
}

/** Names as nobody should choose them, and somebody will. */
export const awkward = { database: 'my "db"', schema: 'a.b', name: "o'rders; drop $$ \\ é" };
