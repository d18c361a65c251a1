import type { Page } from '@playwright/test';
import { createKeyPair } from '../support/snowflake-server/keys.ts';
import { addConnection, expectInTime, keptByPage, test, testStages, trustDialog } from './support/account.ts';
import { button, choose, goTo, heading } from './support/app.ts';
import { callEngine } from './support/engine.ts';
import { expect, slipway } from './support/fixtures.ts';

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const row = (page: Page, name: string) =>
  page.getByRole('row', { name: new RegExp(`^(asks for trust )?${name}`) });
const sf = (name: string, more: object = {}) => ({
  name,
  engine: 'snowflake' as const,
  account: 'myorg-myaccount',
  user: 'LOADER',
  authenticator: 'key_pair' as const,
  ...more,
});

test('a connection is made: what is missing or wrong is said where it is, in the words of the contract', async ({
  page,
  workspace,
}) => {
  await goTo(page, '/environments/connections');
  await button(page, 'New connection…').click();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('A connection needs a name')).toBeVisible();
  await expect(page.getByText('Give the account identifier')).toBeVisible();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type('embedded');
  await expect(page.getByText('There is another connection “embedded”')).toBeVisible();
  await field(page, 'Name').fill('prod_loader');
  await field(page, 'Account').fill('my account');
  await expect(page.getByText('Must be the account identifier alone')).toBeVisible();
  await field(page, 'Account').fill('https://myorg-myaccount.snowflakecomputing.com');
  await button(page, 'Use myorg-myaccount').click();
  await expect(field(page, 'Account')).toHaveValue('myorg-myaccount');
  await field(page, 'User').fill('LOADER');
  await field(page, 'Proxy').fill('socks5://proxy.example.com:1080');
  await expect(page.getByText('Must be as in http://proxy.example.com:8080')).toBeVisible();
  await field(page, 'Proxy').fill('');

  await choose(page, 'Sign in with', /^Password/);
  await expect(page.getByRole('note')).toContainText('ending sign-in by password');
  await choose(page, 'Sign in with', /^OAuth client credentials/);
  await button(page, 'Create connection').click();
  await expect(page.getByText('Give the client ID')).toBeVisible();
  await choose(page, 'Sign in with', /^Browser/);
  await button(page, 'Create connection').click();
  await expect(heading(page, 'prod_loader')).toBeVisible();

  await goTo(page, '/environments/connections');
  await expect(row(page, 'prod_loader')).toContainText('Snowflake');
  await expect(row(page, 'prod_loader')).toContainText('myorg-myaccount');
  await expect(row(page, 'prod_loader')).toContainText('Browser (SSO) as LOADER');
  await expect(row(page, 'embedded')).toContainText('DuckDB (approximate)');
  const { definition } = await callEngine(workspace, client =>
    client.connections.get({ connection: 'prod_loader' }),
  );
  expect(definition).toEqual(sf('prod_loader', { authenticator: 'external_browser' }));
});

test('edits are kept where somebody else saved meanwhile, and both are in the end', async ({
  page,
  workspace,
}) => {
  const apply = (more: object) =>
    callEngine(workspace, client => client.connections.apply({ definition: sf('prod_loader', more) }));
  await apply({});
  await goTo(page, '/environments/connections/prod_loader');
  await field(page, 'Description').fill('Edited here');
  await field(page, 'User').fill('ADA');
  await apply({ account: 'myorg-elsewhere', user: 'GRACE' });
  await expect(field(page, 'Account')).toHaveValue('myorg-elsewhere');
  const notice = page.getByRole('alert').filter({ hasText: 'It was changed elsewhere' });
  await expect(notice).toContainText('saving replaces it: User');
  await button(page, 'Keep my changes').click();
  await button(page, 'Save connection').click();
  await expect(button(page, 'Save connection')).toBeHidden();
  const { definition } = await callEngine(workspace, client =>
    client.connections.get({ connection: 'prod_loader' }),
  );
  expect(definition).toEqual(
    sf('prod_loader', { account: 'myorg-elsewhere', user: 'ADA', description: 'Edited here' }),
  );
});

test('who uses a connection is said before it is saved, and keeps it from being deleted', async ({
  page,
  workspace,
}) => {
  await callEngine(workspace, async client => {
    await client.connections.apply({ definition: sf('prod_loader') });
    for (const name of ['sf_dev', 'sf_prod']) {
      await client.environments.apply({ definition: { name, connection: 'prod_loader' } });
    }
  });
  await goTo(page, '/environments/connections/prod_loader');
  await expect(page.getByText('sf_dev and sf_prod use it: for another engine')).toBeVisible();
  await field(page, 'Account').fill('myorg-other');
  await button(page, 'Review and save…').click();
  const dialog = page.getByRole('dialog', { name: 'Save prod_loader' });
  await expect(dialog.getByRole('listitem')).toHaveText(['sf_dev', 'sf_prod']);
  await expect(dialog.getByRole('row', { name: /Account myorg-myaccount myorg-other/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(button(page, 'Review and save…')).toBeHidden();

  await button(page, 'More about this connection').click();
  await page.getByRole('menuitem', { name: 'Delete connection…' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 environments use prod_loader');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: /^Used by/ }).click();
  await page.getByRole('row', { name: /sf_prod/ }).click();
  await expect(heading(page, 'sf_prod')).toBeVisible();
});

test('an account that cannot be reached fails at the first stage, with what to do', async ({
  page,
  workspace,
}) => {
  await callEngine(workspace, async client => {
    const access_url = 'http://127.0.0.1:1';
    await client.connections.apply({
      definition: sf('nowhere', { access_url, authenticator: 'external_browser' }),
    });
    await client.connections.trust({ connection: 'nowhere', hosts: ['127.0.0.1:1'] });
  });
  await goTo(page, '/environments/connections/nowhere');
  await button(page, 'Test').click();
  await expectInTime(testStages(page).first()).toContainText(/Reach the warehouse.*failed.*127\.0\.0\.1:1/);
  await expectInTime(testStages(page).nth(1)).toContainText(/Sign in.*skipped/);
});

// The desktop would ask the keychain of the machine.
test.describe('with a keychain', { tag: '@browser' }, () => {
  test.use({ keychain: 'own' });

  test('a private key is set from a file and by pasting, and is in no place of the page', async ({
    page,
    workspace,
  }) => {
    const { privateKey } = createKeyPair('open sesame');
    const body = privateKey.split('\n')[1] ?? '';
    await callEngine(workspace, client => client.connections.apply({ definition: sf('prod_loader') }));
    await goTo(page, '/environments/connections');
    await expect(row(page, 'prod_loader')).toContainText('not set');
    await row(page, 'prod_loader').click();
    await button(page, 'Set prod_loader…').click();
    const value = page.getByRole('dialog').getByRole('textbox');
    await value.fill(createKeyPair().publicKey);
    await expect(page.getByText('This is a public key')).toBeVisible();
    await expect(button(page, 'Set secret')).toBeDisabled();
    await page.locator('input[type=file]').setInputFiles({
      name: 'rsa_key.p8',
      mimeType: 'application/x-pem-file',
      buffer: Buffer.from(privateKey),
    });
    await expect(value).toHaveValue(privateKey.trimEnd());
    await button(page, 'Set secret').click();
    await expect(page.getByText('in the keychain of this machine')).toBeVisible();
    // It said of itself that it is encrypted.
    await expect(page.getByRole('checkbox', { name: 'The private key is encrypted' })).toBeChecked();
    await expect(button(page, 'Set prod_loader_passphrase…')).toBeVisible();
    await button(page, 'Set prod_loader_passphrase…').click();
    await expect(value).toBeFocused();
    await page.keyboard.type('open sesame');
    await page.keyboard.press('Enter');
    await expect(button(page, 'Replace prod_loader_passphrase…')).toBeVisible();
    await button(page, 'Save connection').click();
    await expect(button(page, 'Save connection')).toBeHidden();
    const kept = await keptByPage(page);
    expect(kept).toContain('prod_loader');
    expect(kept).not.toContain(body);
    expect(kept).not.toContain('open sesame');

    await goTo(page, '/environments/connections');
    await expect(row(page, 'prod_loader')).not.toContainText('not set');
    expect(await slipway(workspace, 'connection', 'show', 'prod_loader')).not.toContain(body);
  });

  test('a secret that is called after a connection stays where it is when that is renamed', async ({
    page,
    workspace,
    account,
  }) => {
    await addConnection(workspace, account, 'before');
    await goTo(page, '/environments/connections/before');
    await field(page, 'Name').fill('after');
    await expect(field(page, 'Secret with the private key')).toHaveValue('before');
    await button(page, 'Save connection').click();
    await expect(heading(page, 'after')).toBeVisible();
    await expect(page.getByText('in the keychain of this machine')).toBeVisible();
    await expect(field(page, 'Secret with the private key')).toHaveValue('before');
  });

  test('nothing is sent to a host that nobody trusts, whether it is typed or came with a file', async ({
    page,
    workspace,
    account,
  }) => {
    const { server, host, definition, privateKey } = account;
    await callEngine(workspace, async client => {
      await client.secrets.set({ secret: 'imported', value: privateKey });
      const { access_url, user } = definition('imported');
      await client.definitions.import({
        files: [
          {
            path: 'connections/imported.yaml',
            content: `name: imported\nengine: snowflake\naccount: ${server.account}\nuser: ${user}\nauthenticator: key_pair\naccess_url: ${access_url}\n`,
          },
        ],
      });
    });
    await goTo(page, '/environments/connections');
    await expect(row(page, 'imported')).toContainText('asks for trust');
    await row(page, 'imported').click();
    const banner = page.getByRole('alert').filter({ hasText: 'asks for trust' });
    await expect(banner).toContainText(host);
    await button(page, 'Test').click();
    await expect(trustDialog(page)).toContainText(host);
    await expect(trustDialog(page)).toContainText('a proof signed with the private key');
    await expect(trustDialog(page)).toContainText('every statement');
    // Enter, pressed in passing, is a no.
    await page.keyboard.press('Enter');
    await expect(trustDialog(page)).toBeHidden();
    expect(server.log.requests).toEqual([]);

    await button(page, 'Look and decide…').click();
    await button(page, 'Trust this host').click();
    await expect(banner).toBeHidden();
    expect(server.log.requests).toEqual([]);
    await button(page, 'Test').click();
    await expectInTime(testStages(page).nth(1)).toContainText(/Sign in.*ok/);

    // Another host is asked about anew, before it is saved and after.
    await field(page, 'Access URL').fill('http://127.0.0.1:1');
    await expect(banner).toContainText('127.0.0.1:1');
    await button(page, 'Look and decide…').click();
    await button(page, 'Trust this host').click();
    await expect(banner).toBeHidden();
    await button(page, 'Save connection').click();
    await expect(button(page, 'Save connection')).toBeHidden();
    await expect(banner).toBeHidden();
    const { foreign_hosts } = await callEngine(workspace, client =>
      client.connections.get({ connection: 'imported' }),
    );
    expect(foreign_hosts).toEqual([{ host: '127.0.0.1:1', trusted: true }]);
  });
});
