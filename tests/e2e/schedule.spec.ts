import { addEnvironments, addJob, addModel, endlessSql } from '../support/shop.ts';
import { button, goTo, heading } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { addSchedule, addStartingJob, expectFires, expectNextFires, hourly } from './support/fires.ts';
import { expect, hours, minutes, test } from './support/machine.ts';

test('a job is given a schedule, runs when it is due, and the ledger leads to the run', async ({
  page,
  machine,
}) => {
  await machine.prepare(async client => {
    await addEnvironments(client);
    await addModel(client, 'orders', 'select 1 as n');
  });
  await goTo(page, '/models/orders');
  await page.getByRole('tab', { name: 'Jobs of this model' }).click();
  await button(page, 'Add job').click();
  // It begins with the model, and with an environment that has no job of it.
  await expect(page.getByRole('combobox', { name: 'Environment' })).toHaveValue('dev');
  await expect(page.getByRole('combobox', { name: 'Tag' })).toHaveValue('v1');
  const starts = await addSchedule(page, '0 6 * * 1-5');
  await expect(starts).toContainText('At 06:00, Monday through Friday');
  await expectNextFires(page, '2026-03-02 06:00', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06');
  await button(page, 'Publish…').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('It starts by itself: at 06:00, Monday through Friday, UTC.');
  await dialog.getByRole('button', { name: 'Publish' }).click();

  await expect(heading(page, 'orders_dev')).toBeVisible();
  await expectNextFires(page, '2026-03-02 06:00', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06');
  const runs = page.getByRole('region', { name: 'Recent runs' });
  await expect(runs).toContainText('It has not run yet.');
  await machine.pass(minutes(11));
  await expect(runs.getByRole('listitem')).toHaveText([/^completed#1/]);
  await expectNextFires(page, '2026-03-03 06:00', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-09');

  await goTo(page, '/schedule');
  await expect(page.getByRole('link', { name: /^dispatched 06:00 orders_dev/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Ledger' }).click();
  await expectFires(page, /^dispatched2026-03-02 06:00:00 UTC.*orders_dev.*on time.*#1$/);
  await page.getByRole('link', { name: '#1' }).click();
  await expect(heading(page, /^#1 orders_dev/)).toBeVisible();
  await expect(page.getByText('schedule: At 06:00, Monday through Friday')).toBeVisible();
  await expect(page.getByText('2026-03-02 06:00:00 UTC')).toBeVisible();
});

test('what fell due while Slipway was closed is made up for by one run, and told', async ({
  page,
  machine,
}) => {
  await machine.prepare(async client => {
    await addEnvironments(client);
    await addStartingJob(client, 'orders', hourly);
  });
  await machine.quit();
  await machine.start(hours(2) + minutes(20));
  const notice = page.getByRole('status').filter({ hasText: 'fires missed' });
  await expect(notice).toContainText('3 fires missed: runs 1, coalesces 2, for Slipway was not running.');
  await notice.getByRole('link', { name: 'See the wake plan' }).click();

  await expect(page.getByRole('heading', { name: '3 fires missed: runs 1, coalesces 2' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^orders_dev/ }).getByRole('cell')).toHaveText([
    '2026-03-02 06:00:00 UTC',
    '2026-03-02 08:00:00 UTC',
    '3',
    '1',
    '2',
    '0',
    '0',
    /^Run now…/,
  ]);
  await page.getByRole('tab', { name: 'Ledger' }).click();
  await expectFires(
    page,
    /^dispatched2026-03-02 08:00:00 UTC.*missed, and made up for; Slipway was not running.*#1$/,
    /^coalesced2026-03-02 07:00:00 UTC.*missed, and made up for; Slipway was not running.*#1$/,
    /^coalesced2026-03-02 06:00:00 UTC.*missed, and made up for; Slipway was not running.*#1$/,
  );
});

test('a machine that slept says what it missed while one looks on', async ({ page, machine }) => {
  await machine.prepare(async client => {
    await addEnvironments(client);
    await addStartingJob(client, 'orders', hourly);
  });
  await goTo(page, '/jobs/orders_dev/fires');
  await machine.sleep(hours(2) + minutes(20));
  const notice = page.getByRole('status').filter({ hasText: 'fires missed' });
  await expect(notice).toContainText('3 fires missed: runs 1, coalesces 2, for the machine slept.');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
});

test('a chain is drawn while its runs start each other', async ({ page, machine }) => {
  await machine.prepare(async client => {
    await addEnvironments(client);
    await client.environments.apply({
      definition: {
        name: 'dev',
        connection: 'embedded',
        database: 'SHOP_DEV',
        schema: 'MARTS',
        limits: { max_concurrent_runs: 1 },
      },
    });
    await addModel(client, 'endless', endlessSql);
    await addJob(client, 'endless', 'dev');
    await addStartingJob(client, 'orders', hourly);
    await addStartingJob(client, 'daily', { job: { after: ['orders_dev'] } });
    await addStartingJob(client, 'report', { job: { after: ['daily_dev'] } });
    // It has the only place there is in the environment: the chain cannot get ahead of who looks at it.
    await client.jobs.run({ job: 'endless_dev' });
  });
  await goTo(page, '/jobs/daily_dev');
  await expect(page.getByRole('list', { name: 'Starts after' })).toHaveText('orders_devnever ran');
  await expect(page.getByRole('list', { name: 'Starts', exact: true })).toHaveText('report_devnever ran');
  await machine.pass(minutes(11));
  await goTo(page, '/runs/2');
  await expect(heading(page, /^#2 orders_dev/)).toBeVisible();
  await expect(page.getByText('pending').first()).toBeVisible();
  const chain = page.getByRole('navigation', { name: 'Chain of runs' });
  await expect(chain).toBeHidden();

  await machine.prepare(async client => void (await client.runs.cancel({ run: 1, reason: 'Make room' })));
  await expect(chain).toHaveText('completedorders_dev#2completeddaily_dev#3completedreport_dev#4');
  await chain.getByRole('link', { name: 'report_dev' }).click();
  await expect(heading(page, /^#4 report_dev/)).toBeVisible();
  await expect(page.getByText('after daily_dev #3 completed')).toBeVisible();
  await expect(chain).toHaveText('completedorders_dev#2completeddaily_dev#3completedreport_dev#4');
});

test('what fires while a job is paused is skipped, and resuming starts nothing', async ({
  page,
  machine,
}) => {
  await machine.prepare(async client => {
    await addEnvironments(client);
    await addStartingJob(client, 'orders', hourly);
  });
  await goTo(page, '/jobs/orders_dev');
  await button(page, 'More about this job').click();
  await page.getByRole('menuitem', { name: 'Pause…' }).click();
  const pausing = page.getByRole('dialog', { name: 'Pause orders_dev?' });
  await pausing.getByRole('textbox', { name: 'Why' }).fill('The source is being moved');
  await pausing.getByRole('button', { name: 'Pause job' }).click();
  await expect(page.getByText(/^Paused by .*: The source is being moved\./)).toBeVisible();
  await machine.pass(hours(3));
  await button(page, 'Resume…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume job' }).click();
  await expectNextFires(page, '09:00', '10:00', '11:00', '12:00', '13:00');
  await page.getByRole('tab', { name: 'Fires' }).click();
  const skipped = [8, 7, 6].map(
    hour => new RegExp(`^skipped2026-03-02 0${hour}:00:00 UTCthe job was paused.*Run now…$`),
  );
  await expectFires(page, ...skipped);

  await machine.pass(minutes(15));
  await expectFires(page, /^dispatched2026-03-02 09:00:00 UTCon time.*#1$/, ...skipped);
  await page.getByRole('tab', { name: 'Definition' }).click();
  const runs = page.getByRole('region', { name: 'Recent runs' });
  await expect(runs.getByRole('listitem')).toHaveText([/^completed#1/]);
});

test('with everything paused nothing starts by itself, and every screen says so', async ({
  page,
  machine,
}) => {
  await machine.prepare(async client => {
    await addEnvironments(client);
    await addStartingJob(client, 'orders', hourly);
  });
  await goTo(page, '/schedule/ledger');
  await button(page, 'Pause all…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause all jobs' }).click();
  const bar = page.getByRole('contentinfo');
  await expect(bar).toContainText('all jobs paused');
  await machine.pass(hours(2));
  const skipped = [7, 6].map(
    hour => new RegExp(`^skipped2026-03-02 0${hour}:00:00 UTC.*everything was paused`),
  );
  await expectFires(page, ...skipped);
  await button(page, 'Resume all…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume all jobs' }).click();
  await expect(bar).toContainText(/next fire in \d+ min/);
  await machine.pass(minutes(15));
  await expectFires(page, /^dispatched2026-03-02 08:00:00 UTC.*on time.*#1$/, ...skipped);
});

test('nothing serious for axe on what the scheduler tells', async ({ page, machine }) => {
  await machine.prepare(async client => {
    await addEnvironments(client);
    await addStartingJob(client, 'orders', hourly);
    await addStartingJob(client, 'daily', { job: { after: ['orders_dev'] } });
    await client.jobs.pause({ job: 'daily_dev', reason: 'Not today' });
  });
  await machine.sleep(hours(2) + minutes(20));
  await expectAccessible(page, [
    ['/schedule', () => expect(page.getByRole('link', { name: /^coalesced 06:00/ })).toBeVisible()],
    ['/schedule/ledger', () => expect(page.getByText('the job was paused')).toBeVisible()],
    ['/schedule/missed', () => expect(page.getByRole('row', { name: /^orders_dev/ })).toBeVisible()],
    ['/jobs/orders_dev/fires', () => expect(page.getByText('coalesced').first()).toBeVisible()],
    ['/jobs/daily_dev', () => expect(page.getByText(/^Paused by/)).toBeVisible()],
  ]);
});
