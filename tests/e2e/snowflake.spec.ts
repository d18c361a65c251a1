import type { Page } from '@playwright/test';
import { addConnection, expectInTime, test, testStages, trustDialog } from './support/account.ts';
import { button, choose, goTo, heading } from './support/app.ts';
import { callEngine } from './support/engine.ts';
import { expect } from './support/fixtures.ts';

// The desktop would ask the keychain of the machine.
test.describe('environments in Snowflake', { tag: '@browser' }, () => {
  test.use({ keychain: 'own', start: 'empty' });

  const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
  const picker = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

  /** Opens a picker, expects names in it, and chooses one with the keyboard. */
  async function pick(page: Page, label: string, expected: readonly string[], wanted: string): Promise<void> {
    await picker(page, label).click();
    for (const name of expected) {
      await expectInTime(page.getByRole('option', { name, exact: true })).toBeVisible();
    }
    await page.keyboard.type(wanted);
    await expect(page.getByRole('option', { name: wanted, exact: true })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(picker(page, label)).toHaveValue(wanted);
  }

  test('one is made: its connection and secret, what the account has to choose from, the staged test', async ({
    page,
    workspace,
    account,
  }) => {
    const { server, host } = account;
    await goTo(page, '/environments/new');
    await page.getByText('Snowflake', { exact: true }).click();
    await field(page, 'Name').fill('acme');
    await field(page, 'Account').fill(server.account);
    await field(page, 'User').fill('LOADER');
    await field(page, 'Access URL').fill(server.url);
    await button(page, 'Set acme…').click();
    await page.getByRole('dialog').getByRole('textbox').fill(account.privateKey);
    await button(page, 'Set secret').click();
    await expect(page.getByText('in the keychain of this machine')).toBeVisible();
    await button(page, 'Next').click();

    // Nothing is asked of a host that nobody trusts.
    await picker(page, 'Role').click();
    await expect(page.getByText(`acme asks for trust in ${host} first.`)).toBeVisible();
    await page.getByRole('option', { name: 'Look and decide…' }).click();
    await expect(trustDialog(page)).toContainText(host);
    expect(server.log.requests).toEqual([]);
    await button(page, 'Trust this host').click();
    await pick(page, 'Role', ['PUBLIC', 'READER', 'TRANSFORMER'], 'TRANSFORMER');
    await pick(page, 'Warehouse', ['COMPUTE_WH'], 'COMPUTE_WH');
    await pick(page, 'Database', ['ANALYTICS', 'RAW'], 'ANALYTICS');
    await pick(page, 'Schema', ['MARTS', 'PUBLIC', 'STAGING'], 'MARTS');
    await button(page, 'Next').click();
    await field(page, 'Name').fill('sf_dev');
    await button(page, 'Next').click();
    await button(page, 'Test it').click();
    await expectInTime(testStages(page)).toHaveText([
      /^Reach the warehouseok/,
      /^Sign inok/,
      /^Roleok.*TRANSFORMER/,
      /^Warehouseok.*COMPUTE_WH/,
      /^Database and schemaok.*ANALYTICS/,
      /^Privileges/,
    ]);
    await button(page, 'Create environment').click();
    await expect(heading(page, 'sf_dev')).toBeVisible();
    await expect(page.getByRole('main').getByText('Snowflake', { exact: true })).toBeVisible();
    await expect(page.getByText('asks for trust')).toBeHidden();
    await button(page, 'Test').click();
    await expectInTime(testStages(page).nth(1)).toContainText('ok');
    const made = await callEngine(workspace, client => client.environments.get({ environment: 'sf_dev' }));
    expect(made).toMatchObject({
      connection: 'acme',
      role: 'TRANSFORMER',
      warehouse: 'COMPUTE_WH',
      database: 'ANALYTICS',
      schema: 'MARTS',
    });

    // Nothing says approximate of it.
    await goTo(page, '/models');
    const statusBar = page.getByRole('contentinfo');
    await expect(statusBar).toContainText('Snowflake');
    await expect(statusBar).toContainText('COMPUTE_WH');
    await expect(statusBar).not.toContainText('approximate');
  });

  test('what is amiss is told by stage, with a cause and what to do; what is typed is what is tested', async ({
    page,
    workspace,
    account,
  }) => {
    await addConnection(workspace, account, 'acme');
    await callEngine(workspace, async client => {
      await client.connections.trust({ connection: 'acme', hosts: [account.host] });
      await client.environments.apply({
        definition: { name: 'sf_dev', connection: 'acme', role: 'NOBODY', warehouse: 'COMPUTE_WH' },
      });
    });
    await goTo(page, '/environments/sf_dev');
    await button(page, 'Test').click();
    await expectInTime(testStages(page).nth(2)).toHaveText(/^Rolefailed.+/);
    await expectInTime(testStages(page).nth(3)).toHaveText(/^Warehouseskipped/);
    await picker(page, 'Role').fill('TRANSFORMER');
    await picker(page, 'Warehouse').fill('NOWHERE_WH');
    await page.keyboard.press('Escape');
    await button(page, 'Test again').click();
    await expectInTime(testStages(page).nth(2)).toHaveText(/^Roleok/);
    await expectInTime(testStages(page).nth(3)).toHaveText(/^Warehousefailed.+/);
    await expect(page.getByText('sf_dev as it was typed')).toBeVisible();

    await callEngine(workspace, client => client.secrets.remove({ secret: 'acme' }));
    await expect(page.getByText('It cannot sign in: acme is not set.')).toBeVisible();
    await button(page, 'Test again').click();
    await expectInTime(testStages(page).nth(1)).toHaveText(/^Sign infailed.+acme/);
  });

  test('a test that takes long says so, and one need not wait for it', async ({
    page,
    workspace,
    account,
  }) => {
    await addConnection(workspace, account, 'acme');
    await callEngine(workspace, async client => {
      await client.connections.trust({ connection: 'acme', hosts: [account.host] });
      await client.environments.apply({ definition: { name: 'sf_dev', connection: 'acme' } });
    });
    account.server.faults.request({ how: 'hang' }, { path: '/session/v1/login-request' });
    await goTo(page, '/environments/sf_dev');
    await button(page, 'Test').click();
    const panel = page.getByRole('region', { name: 'Test', exact: true });
    await expect(panel).toContainText('the stages are told together, at the end');
    await expect(testStages(page)).toHaveCount(6);
    await expectInTime(testStages(page).first()).toContainText('waiting');
    await button(page, 'Stop waiting').click();
    await expect(panel).toBeHidden();
    await expect(button(page, 'Test')).toBeEnabled();
    account.server.faults.clear();
  });

  test('what could not be listed says why, and is asked again', async ({ page, workspace, account }) => {
    await addConnection(workspace, account, 'acme');
    await callEngine(workspace, async client => {
      await client.connections.trust({ connection: 'acme', hosts: [account.host] });
      await client.secrets.remove({ secret: 'acme' });
      await client.environments.apply({ definition: { name: 'sf_dev', connection: 'acme' } });
    });
    await goTo(page, '/environments/sf_dev');
    await picker(page, 'Role').click();
    const again = page.getByRole('option', { name: 'Try again' });
    await expectInTime(again).toBeVisible();
    await callEngine(workspace, client => client.secrets.set({ secret: 'acme', value: account.privateKey }));
    await again.click();
    await expectInTime(page.getByRole('option', { name: 'READER', exact: true })).toBeVisible();
    await page.getByRole('option', { name: 'READER', exact: true }).click();
    await expect(picker(page, 'Role')).toHaveValue('READER');
    await picker(page, 'Role').click();
    await page.getByRole('option', { name: /^none/ }).click();
    await expect(picker(page, 'Role')).toHaveValue('');
    // What is not listed can be typed.
    await picker(page, 'Role').fill('LATER');
    await expect(page.getByText(/No “LATER” among \d+; it is taken as typed/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toContainText('role');
  });

  test('a sign-in that asks a person is not begun by opening a list', async ({
    page,
    workspace,
    account,
  }) => {
    const definition = { ...account.definition('sso'), authenticator: 'external_browser' as const };
    await callEngine(workspace, async client => {
      await client.connections.apply({ definition });
      await client.connections.trust({ connection: 'sso', hosts: [account.host] });
      await client.environments.apply({ definition: { name: 'sf_dev', connection: 'sso' } });
    });
    await goTo(page, '/environments/sf_dev');
    await picker(page, 'Role').click();
    await expect(page.getByRole('option', { name: 'Sign in and list roles' })).toBeVisible();
    await expect(page.getByText('If a browser opens')).toBeVisible();
    expect(account.server.log.requests).toEqual([]);
  });

  test('a connection is made on the way to an environment that is to use it', async ({ page, workspace }) => {
    await callEngine(workspace, client =>
      client.environments.apply({
        definition: { name: 'dev', connection: { name: 'embedded', engine: 'duckdb' } },
      }),
    );
    await goTo(page, '/environments/dev');
    await field(page, 'Description').fill('Kept meanwhile');
    await button(page, 'Make a new one').click();
    await field(page, 'Name').fill('acme');
    await field(page, 'Account').fill('myorg-myaccount');
    await field(page, 'User').fill('LOADER');
    await button(page, 'Create connection').click();
    await expect(heading(page, 'dev')).toBeVisible();
    await expect(picker(page, 'Connection')).toHaveValue('acme · Snowflake');
    await expect(field(page, 'Description')).toHaveValue('Kept meanwhile');
    await choose(page, 'Connection', 'embedded · DuckDB (approximate)');
    await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toContainText(
      'description',
    );
  });
});
