import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { fireOutcomes } from '../../../../shared/domain/fires.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { FireList } from '../../../parts/fire-list.tsx';
import { FireOutcomeChip, fireLooks } from '../../../parts/fire-outcome.tsx';
import { ChoiceFilter } from '../../../ui/choice-filter.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useAllJobs } from '../../jobs/jobs-data.ts';
import { fireListInput, noFireFilter, readFireFilter, spans } from './fire-filter.ts';
import classes from './ledger.module.css';

/** What became of every fire, newest first; the filters are in the address. */
export function Ledger() {
  const search = useSearch();
  const filter = readFireFilter(search);
  const { jobs } = useAllJobs();
  const jobChoices = jobs.map(({ id, name }) => ({ value: String(id), label: name }));
  const isFiltered = filter.job !== null || filter.outcomes.length > 0 || filter.span !== null;
  return (
    <>
      <search className={classes.filters} aria-label="Filter fires">
        <ChoiceFilter
          label="Outcome"
          choices={fireOutcomes.map(outcome => ({ value: outcome, label: fireLooks[outcome].word }))}
          value={filter.outcomes}
          onChange={chosen => changeSearch({ outcome: chosen.join(',') })}
          render={({ value }) => {
            const outcome = fireOutcomes.find(known => known === value);
            return outcome && <FireOutcomeChip outcome={outcome} />;
          }}
        />
        <ChoiceFilter
          single
          label="Job"
          choices={jobChoices}
          value={filter.job === null ? [] : [filter.job]}
          onChange={([job = null]) => changeSearch({ job })}
        />
        <ChoiceFilter
          single
          label="Time"
          choices={Object.entries(spans).map(([value, { label }]) => ({ value, label }))}
          value={filter.span === null ? [] : [filter.span]}
          onChange={([since = null]) => changeSearch({ since })}
        />
        {isFiltered && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconX size={sizes.iconSmall} aria-hidden />}
            onClick={() => changeSearch(noFireFilter)}
          >
            Clear
          </Button>
        )}
      </search>
      <FireList
        key={search.toString()}
        inputOf={nowMs => fireListInput(filter, nowMs)}
        empty={isFiltered ? 'No fire fits these filters.' : 'Nothing has fired yet.'}
      />
    </>
  );
}
