import { editorOf } from './support/app.ts';
import { expect, test } from './support/fixtures.ts';
const shots = '/tmp/w3-shots';
test('look', async ({ page }) => {
  const { keyboard } = page;
  const errors: string[] = [];
  page.on('pageerror', e => errors.push(`${e.message} ${e.stack}`));
  page.on('console', m => m.type() === 'error' && errors.push(m.text()));
  await page.getByRole('option', { name: 'daily_delays' }).click();
  await editorOf(page, 'daily_delays').waitFor({ state: 'attached' });
  const set = async (sql: string) => {
    await editorOf(page, 'daily_delays').focus();
    await keyboard.press('ControlOrMeta+a');
    await keyboard.insertText(sql);
    await page.waitForTimeout(900);
  };
  await set(`with late as (
  -- worst first // not a comment start
  select f.*, payload:weather.wind[0]::number as wind, $$body 'x'$$ as t
  from ANALYTICS_DEV.STAGING.STG_FLIGHTS f
  where delay_minutes > {{ late_after_minutes }}
), days as (
  select date_trunc('day', departed_at)::date as day, count(*) as flights, max(delay_minutes) as worst
  from late group by all
)
select d.day, d.flights, d.worst from days d
order by 1
`);
  for (const [scheme, w, h] of [
    ['light', 1440, 900],
    ['dark', 1024, 700],
  ] as const) {
    await page.setViewportSize({ width: w, height: h });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `${shots}/1-plain-${scheme}.png` });
    await page
      .locator('.view-line', { hasText: 'STG_FLIGHTS f' })
      .getByText('STG_FLIGHTS')
      .first()
      .hover()
      .catch(() => {});
    await page.waitForTimeout(900);
    await page.screenshot({ path: `${shots}/2-hover-${scheme}.png` });
    await page.mouse.move(5, 300);
    await keyboard.press('ControlOrMeta+End');
    await keyboard.type('where d.');
    await page.waitForTimeout(900);
    await page.screenshot({ path: `${shots}/3-columns-${scheme}.png` });
    await keyboard.press('Escape');
    await keyboard.type('day > dateadd(');
    await page.waitForTimeout(900);
    await page.screenshot({ path: `${shots}/4-params-${scheme}.png` });
    await keyboard.press('Escape');
    for (let i = 0; i < 'where d.day > dateadd('.length; i++) await keyboard.press('Backspace');
    await keyboard.press('Delete');
    await page.getByText('Preview up to DAYS').click();
    await page.waitForTimeout(2500);
    await page.screenshot({ path: `${shots}/5-cte-${scheme}.png` });
    await page.getByRole('tab', { name: 'History' }).click();
    await page.waitForTimeout(500);
    await page.getByRole('grid', { name: 'Queries run by hand' }).getByRole('row').nth(1).click();
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${shots}/6-history-${scheme}.png` });
    await page.getByRole('button', { name: 'Close the query' }).click();
    await editorOf(page, 'daily_delays').focus();
    await keyboard.press('ControlOrMeta+End');
    await page.getByRole('tab', { name: 'Results' }).click();
    await editorOf(page, 'daily_delays').focus();
    await keyboard.press('ControlOrMeta+Home');
    for (let i = 0; i < 6; i++) await keyboard.press('ArrowRight');
    await keyboard.press('F2');
    await page.waitForTimeout(600);
    await page.screenshot({ path: `${shots}/7-rename-${scheme}.png` });
    await keyboard.press('Escape');
  }
  // F12 to the model
  await keyboard.press('ControlOrMeta+f');
  await keyboard.type('STG_FLIGHTS');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await keyboard.press('F12');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${shots}/8-goto.png` });
  console.log(JSON.stringify(errors));
  console.log(page.url());
  expect(1).toBe(1);
});
