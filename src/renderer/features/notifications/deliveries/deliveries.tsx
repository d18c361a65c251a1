import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { deliveryStates } from '../../../../shared/domain/notices.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { LabelChip } from '../../../ui/chip.tsx';
import { ChoiceFilter } from '../../../ui/choice-filter.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useChannels } from '../notifications-data.ts';
import { noDeliveryFilter, readDeliveryFilter } from './delivery-filter.ts';
import { DeliveryList } from './delivery-list.tsx';
import { DeliveryStateChip } from './delivery-state.tsx';
import classes from './deliveries.module.css';

/** What was sent, newest first; the filters are in the address. */
export function Deliveries() {
  const filter = readDeliveryFilter(useSearch());
  const { channels } = useChannels();
  // An address may name a channel as people do.
  const channel = channels.find(({ id, name }) => String(id) === filter.channel || name === filter.channel);
  const chosen = channel ? String(channel.id) : filter.channel;
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <search className={classes.filters} aria-label="Filter deliveries">
        <ChoiceFilter
          single
          label="State"
          choices={deliveryStates.map(state => ({ value: state, label: state }))}
          value={filter.state === undefined ? [] : [filter.state]}
          onChange={([state = null]) => changeSearch({ state })}
          render={({ value }) => {
            const state = deliveryStates.find(known => known === value);
            return state && <DeliveryStateChip state={state} />;
          }}
        />
        <ChoiceFilter
          single
          label="Channel"
          choices={channels.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={chosen === undefined ? [] : [chosen]}
          onChange={([next = null]) => changeSearch({ channel: next })}
        />
        {filter.run !== undefined && <LabelChip>about run #{filter.run} alone</LabelChip>}
        {isFiltered && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconX size={sizes.iconSmall} aria-hidden />}
            onClick={() => changeSearch(noDeliveryFilter)}
          >
            Clear
          </Button>
        )}
      </search>
      <DeliveryList
        key={JSON.stringify(filter)}
        filter={filter}
        empty={
          isFiltered
            ? 'No delivery fits these filters.'
            : 'Nothing was sent yet: what rules tell, and every test, is listed here for 90 days.'
        }
      />
    </>
  );
}
