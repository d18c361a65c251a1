import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { button, goTo } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { callEngine } from './support/engine.ts';
import { apply, expect, test } from './support/fixtures.ts';

const passphrase = 'correct horse battery';
const { privateKey: pem } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const dialog = (page: Page) => page.getByRole('dialog');
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });
const places = (page: Page) => page.getByRole('region', { name: 'Where secrets are kept' });

/** A connection with a private key and its passphrase, and a channel with an address. */
async function nameSecrets(workspace: string): Promise<void> {
  await apply(
    workspace,
    'env',
    'name: cloud\nconnection: {name: warehouse, engine: snowflake, account: xy12345, user: ADA, authenticator: key_pair, secret: warehouse_key, passphrase_secret: warehouse_phrase}\n',
  );
  await callEngine(workspace, client =>
    client.channels.apply({ definition: { name: 'chat', kind: 'slack', url_secret: 'chat_url' } }),
  );
}

/** Everything the page holds: what is shown, what is typed, what is kept. */
const allOf = (page: Page) =>
  page.evaluate(
    `document.documentElement.outerHTML
      + [...document.querySelectorAll('input, textarea')].map(field => field.value).join()
      + JSON.stringify([{ ...localStorage }, { ...sessionStorage }])`,
  );

// The desktop would ask the keychain of the machine.
test.describe('with a keychain', { tag: '@browser' }, () => {
  test.use({ keychain: 'own' });

  test('secrets of connections and channels are set, replaced and removed, and are in no place of the page', async ({
    page,
    workspace,
  }) => {
    await nameSecrets(workspace);
    await goTo(page, '/environments/connections');
    await page.getByRole('link', { name: 'Secrets' }).click();
    await expect(places(page)).toContainText('Keychain answers');
    await expect(row(page, 'warehouse_key')).toContainText(/private key.*not set.*warehouse/);
    await expect(row(page, 'warehouse_phrase')).toContainText('key passphrase');
    await expect(row(page, 'chat_url')).toContainText(/address.*not set.*chat/);

    const file = join(workspace, 'rsa_key.p8');
    writeFileSync(file, pem);
    await row(page, 'warehouse_key').getByText('Set…').click();
    await dialog(page).locator('input[type="file"]').setInputFiles(file);
    await expect(dialog(page).getByText(`${(pem.length - 1).toLocaleString('en')} characters`)).toBeVisible();
    await button(page, 'Set secret').click();
    await expect(row(page, 'warehouse_key')).toContainText(/keyset.*in the keychain of this machine/);

    await row(page, 'warehouse_key').getByText('Replace…').click();
    await dialog(page).getByRole('textbox', { name: 'Private key' }).fill('-----BEGIN PUBLIC KEY-----');
    await expect(dialog(page)).toContainText('This is a public key');
    await expect(button(page, 'Replace secret')).toBeDisabled();
    await page.keyboard.press('Escape');

    await row(page, 'chat_url').getByText('Set…').click();
    await expect(dialog(page).getByRole('textbox')).toBeFocused();
    await page.keyboard.type('https://chat.example.com/canary-typed');
    await page.keyboard.press('Enter');
    await expect(row(page, 'chat_url')).toContainText('in the keychain of this machine');
    const kept = String(await allOf(page));
    expect(kept).toContain('warehouse_key');
    for (const line of pem.split('\n').slice(1, -2)) expect(kept).not.toContain(line);
    expect(kept).not.toContain('canary');

    await row(page, 'warehouse_key').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove secret…' }).click();
    await expect(dialog(page)).toContainText('Connection warehouse cannot sign in without it');
    await button(page, 'Remove secret').click();
    await expect(row(page, 'warehouse_key')).toContainText('not set');
    await row(page, 'chat_url').getByRole('link', { name: 'chat' }).click();
    await expect(page.getByRole('textbox', { name: 'Secret with the address' })).toHaveValue('chat_url');
    await expect(page.getByText('in the keychain of this machine')).toBeVisible();
  });

  test('a token that spares the next sign-in is signed out of', async ({ page, workspace }) => {
    await nameSecrets(workspace);
    await callEngine(workspace, client =>
      client.secrets.set({ secret: 'warehouse-sso-token', value: 'canary-token' }),
    );
    await goTo(page, '/secrets');
    await expect(row(page, 'warehouse-sso-token')).toContainText(/sign-in token.*set.*warehouse/);
    await row(page, 'warehouse-sso-token').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Sign out…' }).click();
    await expect(dialog(page)).toContainText('Sign out of warehouse?');
    await button(page, 'Sign out').click();
    await expect(row(page, 'warehouse-sso-token')).toBeHidden();
  });
});

test.describe('without a keychain', { tag: '@browser' }, () => {
  test.use({ keychain: 'none' });

  test('somebody chooses a vault, uses it, locks it, is told, and unlocks it', async ({
    page,
    workspace,
  }) => {
    await nameSecrets(workspace);
    await goTo(page, '/secrets');
    await expect(places(page)).toContainText('There is no keychain on this machine');
    await row(page, 'chat_url').getByText('Set…').click();
    await expect(dialog(page)).toContainText('SLIPWAY_SECRET_CHAT_URL');
    await button(page, 'Use a passphrase vault…').click();
    const field = (name: string) => dialog(page).getByRole('textbox', { name, exact: true });
    await expect(field('Passphrase')).toBeFocused();
    await field('Passphrase').fill('too short');
    await expect(button(page, 'Create vault')).toBeDisabled();
    await field('Passphrase').fill(passphrase);
    await field('Passphrase again').fill(`${passphrase}!`);
    await expect(dialog(page).getByText('It is another one')).toBeVisible();
    await field('Passphrase again').fill(passphrase);
    await button(page, 'Create vault').click();
    await expect(field('Address')).toBeFocused();
    await page.keyboard.type('https://chat.example.com/canary');
    await button(page, 'Set secret').click();
    await expect(row(page, 'chat_url')).toContainText(/addressset.*in the vault/);
    await expect(places(page)).toContainText('1 secret in');

    await button(page, 'Lock vault').click();
    await expect(row(page, 'chat_url')).toContainText('locked');
    await goTo(page, '/notifications/channels/chat');
    await expect(page.getByText(/The vault \S+vault is locked/)).toBeVisible();
    await expect(page.getByText('1 secret in it cannot be read.')).toBeVisible();
    await button(page, 'Unlock vault…').click();
    await field('Passphrase').fill('correct horse batterz');
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toContainText('That is not the passphrase');
    await field('Passphrase').fill(passphrase);
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 secret in it cannot be read.')).toBeHidden();
    await expect(page.getByText('in the vault')).toBeVisible();

    await goTo(page, '/secrets');
    await button(page, 'Change passphrase…').click();
    await field('Passphrase').fill(passphrase);
    await field('New passphrase').fill('battery horse correct');
    await field('New passphrase again').fill('battery horse correct');
    await button(page, 'Change passphrase').click();
    await expect(dialog(page)).toBeHidden();
    await callEngine(workspace, async client => {
      await client.vault.lock();
      await client.vault.unlock({ passphrase: 'battery horse correct' });
    });
    expect(String(await allOf(page))).not.toMatch(/canary|horse/);
  });

  test('nothing serious for axe on the secrets and their dialogs', async ({ page, workspace }) => {
    await nameSecrets(workspace);
    await expectAccessible(page, [
      ['/secrets', () => expect(row(page, 'chat_url')).toBeVisible()],
      [
        '/secrets?dialog',
        async () => {
          await row(page, 'chat_url').getByText('Set…').click();
          await expect(button(page, 'Use a passphrase vault…')).toBeVisible();
        },
      ],
      [
        '/secrets?vault',
        async () => {
          await button(page, 'Use a passphrase vault…').click();
          await expect(button(page, 'Create vault')).toBeVisible();
        },
      ],
    ]);
  });
});

test.describe('with a locked keychain', { tag: '@browser' }, () => {
  test.use({ keychain: 'locked' });

  test('it is said that nothing is known, why, and what there is to choose from', async ({
    page,
    workspace,
  }) => {
    await nameSecrets(workspace);
    await goTo(page, '/secrets');
    await expect(places(page)).toContainText('The keychain of this machine is locked. Unlock it');
    await expect(row(page, 'chat_url')).toContainText('not known');
    await row(page, 'chat_url').getByText('Set…').click();
    await expect(dialog(page)).toContainText('Unlock it');
    await expect(button(page, 'Use a passphrase vault…')).toBeVisible();
  });
});
