import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { type Answer, startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { button, goTo, heading } from './support/app.ts';
import { callEngine, sendPending } from './support/engine.ts';
import { expect, slipway, test as base } from './support/fixtures.ts';
import { addModel } from './support/models.ts';

const test = base.extend<{ receive: (answer?: Answer) => Promise<WebhookReceiver> }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from the pattern
  receive: async ({}, use) => {
    const receivers: WebhookReceiver[] = [];
    await use(async (answer = { status: 200 }) => {
      const receiver = await startWebhookReceiver(() => answer);
      receivers.push(receiver);
      return receiver;
    });
    for (const receiver of receivers) receiver.close();
  },
});

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const testPanel = (page: Page) => page.getByRole('region', { name: 'Test', exact: true });
const delivery = (page: Page) => page.getByRole('region', { name: 'Delivery', exact: true });

/** A model whose query fails, with a job that runs it in dev. */
const addFailing = (workspace: string) => addModel(workspace, 'broken', `select 'x'::integer as n`);

/** Runs the job; that the command fails as the run does is what is wanted. */
async function runFailing(workspace: string): Promise<void> {
  await slipway(workspace, 'job', 'run', 'broken_dev', '--wait').catch(() => undefined);
}

test('a channel is made and tested, a rule is made, and a failed run is delivered', async ({
  page,
  workspace,
  receive,
}) => {
  await addFailing(workspace);
  const receiver = await receive();
  await goTo(page, '/notifications');
  await page.getByRole('tabpanel').getByRole('button', { name: 'New channel…' }).click();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type('pager');
  await field(page, 'Address').fill(receiver.url);
  await button(page, 'Create channel').click();
  await expect(heading(page, 'pager')).toBeVisible();
  await button(page, 'Test').click();
  await expect(testPanel(page)).toContainText('delivered');
  await expect(testPanel(page)).toContainText('answered 200');
  expect(JSON.parse((await receiver.next()).body)).toMatchObject({ kind: 'test' });

  await button(page, 'New rule…').click();
  await field(page, 'Name').fill('failures');
  await button(page, 'Create rule').click();
  await expect(page.getByRole('row', { name: /failures.*failure, recovery.*all jobs.*pager/ })).toBeVisible();

  await page.getByRole('tab', { name: 'Deliveries' }).click();
  await runFailing(workspace);
  const row = page.getByRole('row', { name: /broken_dev #\d+ failed/ });
  await expect(row).toContainText('pending');
  await sendPending(workspace);
  await expect(row).toContainText('delivered');
  const { body } = await receiver.next();
  expect(JSON.parse(body)).toMatchObject({ kind: 'failure', job: 'broken_dev', environment: 'dev' });

  await row.click();
  await expect(delivery(page)).toContainText('answered 200');
  await delivery(page).getByRole('link', { name: '#3' }).click();
  await expect(heading(page, /^#3 broken_dev/)).toBeVisible();
});

test('a receiver that answers 500 is shown with what it answered, attempt by attempt', async ({
  page,
  workspace,
  receive,
}) => {
  await addFailing(workspace);
  const { url } = await receive({ status: 500 });
  await callEngine(workspace, async client => {
    await client.channels.apply({ definition: { name: 'sick', kind: 'webhook', url } });
    await client.rules.apply({ definition: { name: 'all', on: ['failure'], channels: ['sick'] } });
  });
  await goTo(page, '/notifications/channels/sick');
  await button(page, 'Test').click();
  await expect(testPanel(page)).toContainText('failed');
  await expect(testPanel(page)).toContainText('answered 500');

  await runFailing(workspace);
  await page.getByRole('tab', { name: 'Deliveries' }).click();
  await page.getByRole('row', { name: /broken_dev #\d+ failed/ }).click();
  await expect(delivery(page)).toContainText('is one message');
  const attempts = delivery(page).getByRole('list', { name: 'Attempts' }).getByRole('listitem');
  for (const count of [1, 2]) {
    await sendPending(workspace);
    await expect(attempts).toHaveCount(count);
    await expect(attempts.last()).toContainText('answered 500');
  }
  await expect(delivery(page)).toContainText('The next attempt is in');
  await page.keyboard.press('Escape');
  await expect(delivery(page)).toBeHidden();
});

test('what is missing is said where it is; a name that is taken and a deleted channel are, too', async ({
  page,
  workspace,
  receive,
}) => {
  const { url } = await receive();
  await callEngine(workspace, async client => {
    await client.channels.apply({ definition: { name: 'pager', kind: 'webhook', url } });
    await client.rules.apply({ definition: { name: 'all', on: ['failure'], channels: ['pager'] } });
  });
  await goTo(page, '/notifications/channels/new');
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('A channel needs a name')).toBeVisible();
  await expect(page.getByText('Give the address')).toBeVisible();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type('Pager');
  await expect(page.getByText('There is another channel “pager”')).toBeVisible();
  await page.getByText('Slack', { exact: true }).click();
  await expect(field(page, 'Secret with the address')).toBeVisible();

  await goTo(page, '/notifications/channels/pager');
  await button(page, 'More about this channel').click();
  await page.getByRole('menuitem', { name: 'Delete channel…' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 rule sends to pager');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await callEngine(workspace, async client => {
    await client.rules.remove({ rule: 'all' });
    await client.channels.remove({ channel: 'pager' });
  });
  await expect(page.getByText('The channel pager was deleted.')).toBeVisible();
});

test('edits are kept where somebody else saved meanwhile', async ({ page, workspace, receive }) => {
  const { url } = await receive();
  const definition = { name: 'pager', kind: 'webhook', url } as const;
  await callEngine(workspace, client => client.channels.apply({ definition }));
  await goTo(page, '/notifications/channels/pager');
  await field(page, 'Description').fill('Edited here');
  await callEngine(workspace, client =>
    client.channels.apply({ definition: { ...definition, description: 'Edited elsewhere' } }),
  );
  await expect(page.getByText('pager was changed elsewhere since you began.')).toBeVisible();
  await expect(field(page, 'Description')).toHaveValue('Edited here');
  await button(page, 'Save channel').click();
  await expect(button(page, 'Save channel')).toBeHidden();
  expect(await slipway(workspace, 'notify', 'channel', 'show', 'pager')).toContain('Edited here');
});

// The desktop would ask the keychain of the machine.
test.describe('with a keychain', { tag: '@browser' }, () => {
  test.use({ keychain: 'own' });

  test('a secret is set once, signs what is sent, and is in no place of the page', async ({
    page,
    workspace,
    receive,
  }) => {
    const receiver = await receive();
    await callEngine(workspace, client =>
      client.channels.apply({ definition: { name: 'pager', kind: 'webhook', url: receiver.url } }),
    );
    await goTo(page, '/notifications/channels/pager');
    await field(page, 'Secret with the key').fill('pager_key');
    await expect(page.getByText('not set')).toBeVisible();
    await button(page, 'Set pager_key…').click();
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
    await page.keyboard.type('canary-of-this-test');
    await page.keyboard.press('Enter');
    await expect(page.getByText('in the keychain of this machine')).toBeVisible();
    await button(page, 'Save channel').click();
    await expect(button(page, 'Save channel')).toBeHidden();
    await button(page, 'Test').click();
    await expect(testPanel(page)).toContainText('delivered');
    const { headers, body } = await receiver.next();
    const [, seconds = '', hex = ''] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['slipway-signature'])) ?? [];
    expect(createHmac('sha256', 'canary-of-this-test').update(`${seconds}.${body}`).digest('hex')).toBe(hex);
    const kept = await page.evaluate(
      `document.documentElement.outerHTML + JSON.stringify([{ ...localStorage }, { ...sessionStorage }])`,
    );
    expect(kept).not.toContain('canary');

    await goTo(page, '/notifications/secrets');
    const row = page.getByRole('row', { name: /pager_key/ });
    await expect(row).toContainText('in the keychain of this machine');
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove secret…' }).click();
    await button(page, 'Remove secret').click();
    await expect(row).toContainText('not set');
  });
});

test.describe('without a keychain', { tag: '@browser' }, () => {
  test.use({ keychain: 'none' });

  test('setting a secret says what to do instead', async ({ page, workspace }) => {
    await callEngine(workspace, client =>
      client.channels.apply({ definition: { name: 'chat', kind: 'slack', url_secret: 'chat_url' } }),
    );
    await goTo(page, '/notifications');
    await expect(page.getByRole('row', { name: /chat.*chat_url not set/ })).toBeVisible();
    await goTo(page, '/notifications/secrets');
    await page.getByRole('grid', { name: 'Secrets' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toContainText('There is no keychain on this machine');
    await expect(page.getByRole('dialog')).toContainText('SLIPWAY_SECRET_CHAT_URL');
  });
});
