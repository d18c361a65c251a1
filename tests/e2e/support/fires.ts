import type { Locator, Page } from '@playwright/test';
import type { Client } from '../../../src/shared/contract/index.ts';
import type { Trigger } from '../../../src/shared/contract/triggers.ts';
import { addModel, jobDefinition } from '../../support/shop.ts';
import { nextFires } from './app.ts';
import { expect } from './fixtures.ts';

/** At every full hour. */
export const hourly: Trigger = { schedule: { cron: '0 * * * *' } };

/** A model and its job `MODEL_dev`, which starts by itself. */
export async function addStartingJob(
  client: Client,
  model: string,
  trigger: Trigger,
  sql = 'select 1 as n',
): Promise<void> {
  await addModel(client, model, sql);
  await client.jobs.create({
    definition: { ...jobDefinition(model, 'dev', 'v1'), triggers: [trigger] },
  });
}

/** Adds a schedule to the job that is being edited; what it says of itself is in the section that is returned. */
export async function addSchedule(page: Page, cron: string): Promise<Locator> {
  const starts = page.getByRole('region', { name: 'Starts', exact: true });
  await starts.getByRole('button', { name: 'Schedule', exact: true }).click();
  await starts.getByRole('textbox', { name: 'Cron' }).fill(cron);
  return starts;
}

/** Next fires in the zone of the schedule, as "2026-03-02 06:00". */
export async function expectNextFires(page: Page, ...times: string[]): Promise<void> {
  await expect(nextFires(page).getByRole('listitem')).toContainText(times);
}

/** All rows of the ledger that is shown, newest first. */
export async function expectFires(page: Page, ...rows: RegExp[]): Promise<void> {
  const shown = page.getByRole('grid', { name: 'Fires' }).getByRole('row');
  await expect(shown).toHaveText([/^Outcome/, ...rows]);
}
