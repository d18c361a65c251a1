import { button, heading, nextFires } from './support/app.ts';
import { expectAccessible, type Screen } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';

/** Every screen, by area; what the scheduler tells once it has something to tell is in schedule.spec.ts. */
const areas: Record<string, readonly Screen[]> = {
  models: [
    ['/models', page => expect(heading(page, 'Models')).toBeVisible()],
    ['/models/daily_delays', page => expect(button(page, 'Publish…').first()).toBeVisible()],
    [
      '/models/daily_delays',
      async page => {
        await page.getByRole('tab', { name: 'History' }).click();
        await expect(page.getByText('Previews come here')).toBeVisible();
      },
    ],
    ['/models?in=versions&q=flights', page => expect(page.locator('mark').first()).toBeVisible()],
    [
      '/models/daily_delays?compare=1..2',
      async page => {
        await page.getByRole('tab', { name: 'Docs' }).click();
        await expect(page.getByText(/^Columns: 0 of/)).toBeVisible();
      },
    ],
  ],
  lineage: [
    ['/lineage?env=dev', page => expect(page.getByRole('img', { name: /^stg_flights, / })).toBeVisible()],
    [
      '/lineage?env=prod&select=1%2Bdaily_delays%2B1&detail=all&colours=freshness&at=model:3&column=DAY',
      page => expect(button(page, 'All it reads')).toBeVisible(),
    ],
    ['/lineage?env=dev&view=table', page => expect(page.getByRole('grid')).toBeVisible()],
    ['/lineage?env=dev&select=nobody', page => expect(page.getByText('This selects nothing')).toBeVisible()],
  ],
  catalogue: [
    ['/catalog', page => expect(page.getByRole('treeitem', { name: /DATALAKE_DEV/ })).toBeVisible()],
    [
      '/catalog/table?name=DATALAKE_DEV.RAW.AIRPORTS',
      page => expect(page.getByRole('grid', { name: 'Columns of AIRPORTS' })).toBeVisible(),
    ],
    [
      '/catalog/table?name=DATALAKE_DEV.RAW.AIRPORTS&tab=statistics',
      page => expect(page.getByRole('grid', { name: 'Statistics of AIRPORTS' })).toBeVisible(),
    ],
  ],
  jobs: [
    ['/jobs', page => expect(page.getByRole('grid', { name: 'Jobs' })).toBeVisible()],
    ['/jobs/stg_flights_dev', page => expect(page.getByText('Where it writes')).toBeVisible()],
    ['/jobs/stg_flights_dev/edit', page => expect(heading(page, 'Edit')).toBeVisible()],
    ['/jobs/airport_performance_prod', page => expect(nextFires(page)).toBeVisible()],
    ['/jobs/airport_performance_prod/edit', page => expect(nextFires(page)).toBeVisible()],
    [
      '/jobs/airport_performance_prod/fires',
      page => expect(page.getByText(/has fired yet|that is all/)).toBeVisible(),
    ],
    ['/jobs/stg_flights_dev/history', page => expect(heading(page, 'stg_flights_dev')).toBeVisible()],
  ],
  runs: [
    ['/runs', page => expect(page.getByText('stg_flights_dev').first()).toBeVisible()],
    ['/runs/1', page => expect(page.getByText('completed').first()).toBeVisible()],
    ['/runs/1?tab=log', page => expect(page.getByRole('tab', { name: 'Log', selected: true })).toBeVisible()],
    [
      '/runs/builds',
      async page => {
        await button(page, 'Build…').first().click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('textbox', { name: 'Models' }).fill('1+daily_delays');
        await expect(dialog.getByRole('row', { name: '2 daily_delays v2 stg_flights' })).toBeVisible();
      },
    ],
    [
      // The dialog is still there.
      '/runs',
      async page => {
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('textbox', { name: 'Models' }).fill('traffic_by_state');
        await dialog.getByRole('button', { name: 'Build it in dev' }).click();
        await expect(page.getByRole('grid', { name: 'Models of build #1' })).toContainText('completed');
      },
    ],
    ['/runs/builds', page => expect(page.getByRole('grid', { name: 'Builds' })).toBeVisible()],
    ['/runs/1?tab=sql', page => expect(page.getByRole('tab', { name: /SQL/, selected: true })).toBeVisible()],
  ],
  schedule: [
    ['/schedule', page => expect(page.getByRole('table', { name: /^Fires by day/ })).toBeVisible()],
    ['/schedule/ledger', page => expect(page.getByText(/has fired yet|that is all/)).toBeVisible()],
    ['/schedule/missed', page => expect(page.getByText(/No fire was missed|fires? missed:/)).toBeVisible()],
  ],
  promotion: [
    ['/promote', page => expect(page.getByRole('grid')).toBeVisible()],
    ['/promote/history', page => expect(heading(page, 'History')).toBeVisible()],
    ['/promote/1', page => expect(button(page, 'Approve…')).toBeVisible()],
  ],
  environments: [
    ['/environments', page => expect(page.getByRole('grid')).toBeVisible()],
    ['/environments/prod', page => expect(heading(page, 'prod')).toBeVisible()],
    ['/environments/variables', page => expect(heading(page, /variables/i)).toBeVisible()],
    ['/environments/connections', page => expect(heading(page, /connections/i)).toBeVisible()],
    ['/environments/connections/embedded', page => expect(heading(page, 'embedded')).toBeVisible()],
    ['/environments/connections/new', page => expect(button(page, 'Create connection')).toBeVisible()],
    ['/environments/compute', page => expect(page.getByText('A compute profile is a')).toBeVisible()],
    ['/environments/compute/new', page => expect(button(page, 'Create compute profile')).toBeVisible()],
    ['/environments/new', page => expect(button(page, 'Next')).toBeVisible()],
  ],
  notifications: [
    ['/notifications', page => expect(page.getByText('A channel is where')).toBeVisible()],
    ['/notifications/deliveries', page => expect(page.getByText('Nothing was sent yet')).toBeVisible()],
    ['/notifications/channels/new', page => expect(button(page, 'Create channel')).toBeVisible()],
    ['/notifications/rules/new', page => expect(button(page, 'Create rule')).toBeVisible()],
  ],
};

/** They share a host: to start one and to load the page takes longer than to look at a screen. */
const areasPerHost = 3;
const names = Object.keys(areas);
for (let first = 0; first < names.length; first += areasPerHost) {
  const together = names.slice(first, first + areasPerHost);
  test(`nothing serious for axe on the screens of ${together.join(', ')}`, async ({ page }) => {
    test.slow();
    await expectAccessible(
      page,
      together.flatMap(area => areas[area] ?? []),
    );
  });
}
