// Every sign-in of the district lands on a page that says something: a unit by its name and figures in the
// scorecard, or work to be done. And an address that leads nowhere says so.
import assert from 'node:assert/strict';
import { run } from './run.mjs';

await run('landing', async ({ page, address, signIn, step }) => {
  for (const who of ['phongyte', 'cap_uy', 'tramtruong', 'bacsi']) {
    await signIn(who);
    await page.goto(`${address}/`);
    const card = page.getByRole('table', { name: 'Bảng chỉ tiêu' });
    await card.locator('tbody tr').first().waitFor();
    const unit = await page.getByRole('group', { name: 'Chọn đơn vị, ngày và ranh giới' }).locator('.ant-select-selection-item').first().innerText();
    assert.match(unit, /^(Tỉnh|Huyện|Xã|Phường) /, `${who} begins with an area by its name, not "${unit}"`);
    const cells = await card.locator('tbody tr').first().locator('td').allInnerTexts();
    assert.ok(cells.filter((text) => text.trim() !== '–').length > cells.length / 2, `${who} sees figures: ${cells.join(' ')}`);
    step(`${who}: ${unit}`);
  }
  await signIn('yte_ap');
  await page.goto(`${address}/`);
  await page.getByRole('heading', { name: 'Việc cần làm' }).waitFor();
  await page.goto(`${address}/dashboard`);
  await page.getByRole('heading', { name: 'Không có trang này' }).waitFor();
  step('yte_ap: the work, and no scorecard');
});
