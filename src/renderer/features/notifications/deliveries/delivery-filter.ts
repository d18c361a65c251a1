import { type DeliveryState, deliveryStates } from '../../../../shared/domain/notices.ts';

/** What the log of deliveries is filtered by, as `deliveries.list` takes it. */
export interface DeliveryFilter {
  /** Id or name. */
  channel?: string;
  state?: DeliveryState;
  /** Messages about this run alone. */
  run?: number;
}

export const noDeliveryFilter = { channel: null, state: null, run: null };

/** The filter in an address; what it does not understand is left out. */
export function readDeliveryFilter(search: URLSearchParams): DeliveryFilter {
  const channel = search.get('channel')?.trim() ?? '';
  const state = deliveryStates.find(known => known === search.get('state'));
  const run = Number(search.get('run'));
  return {
    ...(channel === '' ? {} : { channel }),
    ...(state === undefined ? {} : { state }),
    ...(Number.isSafeInteger(run) && run > 0 ? { run } : {}),
  };
}
