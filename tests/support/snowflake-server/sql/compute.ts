import { sqlErrors } from '../errors.ts';
import type { Work } from './work.ts';

/** What needs a warehouse that computes gets one, or an error. */
export function useWarehouse(work: Work): void {
  const { session, catalog, access, actor } = work;
  const warehouse = session.warehouse === null ? undefined : catalog.warehouses.get(session.warehouse);
  if (warehouse === undefined || !access.has(actor, 'USAGE', warehouse)) throw sqlErrors.noWarehouse();
  if (!warehouse.suspended) return;
  if (warehouse.overQuota !== null) throw sqlErrors.overQuota(warehouse.name, warehouse.overQuota);
  if (!warehouse.autoResume) throw sqlErrors.suspended(warehouse.name);
  warehouse.suspended = false;
}
