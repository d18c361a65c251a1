import { button, goTo } from './support/app.ts';
import { callEngine } from './support/engine.ts';
import { apply, expect, test } from './support/fixtures.ts';
for (const keychain of ['own', 'none'] as const) {
  test.describe(keychain, () => {
    test.use({ keychain });
    test(`shots ${keychain}`, async ({ page, workspace }) => {
      await apply(
        workspace,
        'env',
        'name: cloud\nconnection: {name: warehouse, engine: snowflake, account: xy12345, user: ADA, authenticator: key_pair, secret: warehouse_key, passphrase_secret: warehouse_phrase}\n',
      );
      await callEngine(workspace, async client => {
        await client.channels.apply({ definition: { name: 'chat', kind: 'slack', url_secret: 'chat_url' } });
        if (keychain === 'own') {
          await client.secrets.set({ secret: 'chat_url', value: 'https://x.example.com' });
          await client.secrets.set({ secret: 'warehouse-sso-token', value: 'canary-token' });
          await client.vault.create({ passphrase: 'correct horse battery' });
          await client.secrets.set({ secret: 'warehouse_phrase', value: 'hunter2hunter2', place: 'vault' });
          await client.vault.lock();
        }
      });
      for (const scheme of ['light', 'dark'] as const)
        for (const [w, h] of [
          [1440, 900],
          [1024, 700],
        ] as const) {
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
          await page.setViewportSize({ width: w, height: h });
          const shot = async (name: string) => {
            await page.waitForTimeout(300);
            await page.screenshot({ path: `/tmp/x-d-shots/${keychain}-${name}-${scheme}-${w}.png` });
          };
          await goTo(page, '/secrets');
          await expect(page.getByRole('row', { name: /chat_url/ })).toBeVisible();
          await shot('page');
          await page
            .getByRole('row', { name: /^warehouse_key/ })
            .getByText('Set…')
            .click();
          await expect(page.getByRole('dialog')).toBeVisible();
          await shot('set');
          if (keychain === 'none') {
            await button(page, 'Use a passphrase vault…').click();
            await shot('create');
            await page.keyboard.press('Escape');
          }
          await page.keyboard.press('Escape');
          await expect(page.getByRole('dialog')).toBeHidden();
          if (keychain === 'own') {
            await button(page, 'Unlock vault…').click();
            await shot('unlock');
            await page.keyboard.press('Escape');
            await page.getByRole('row', { name: /^chat_url/ }).click({ button: 'right' });
            await page.getByRole('menuitem', { name: 'Remove secret…' }).click();
            await shot('remove');
            await page.keyboard.press('Escape');
            await goTo(page, '/models');
            await shot('banner');
          }
          await goTo(page, '/notifications/channels/chat');
          await shot('channel');
          await goTo(page, '/notifications/secrets');
          await shot('tab');
          await goTo(page, '/environments/connections');
          await shot('connections');
        }
    });
  });
}
