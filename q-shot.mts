import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const { page_url } = JSON.parse(readFileSync('/tmp/q-serve.json','utf8').split('\n')[0]!);
const shots: [string,string,((p:any)=>Promise<void>)?][] = JSON.parse(process.argv[2]!);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
for (const [scheme,w,h] of [['light',1440,900],['dark',1024,700]] as const) {
  const ctx = await browser.newContext({ colorScheme: scheme, viewport: { width: w, height: h } });
  const page = await ctx.newPage();
  page.on('pageerror', e => console.log('ERR', e.message));
  await page.goto(page_url); await page.waitForLoadState('networkidle');
  for (const [name, path, scroll] of shots as any) {
    await page.evaluate(p => { location.hash = p; }, path);
    await page.waitForTimeout(900);
    if (scroll) { await page.getByRole('heading',{name:scroll}).first().scrollIntoViewIfNeeded().catch(()=>{}); await page.waitForTimeout(200); }
    await page.screenshot({ path: `/tmp/q-${name}-${scheme}.png` });
  }
  await ctx.close();
}
await browser.close();
