// The hands stay on the keys: order of the tab key, the scorecard by arrows, places by two letters, one
// step back without losing the place.
//
//   node e2e/keyboard.mjs TRAM DEMO
import assert from 'node:assert/strict';
import { run } from './run.mjs';

await run('keyboard', async ({ page, address, signIn, step }) => {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  await page.goto(`${address}/`);
  await page.getByLabel('Tên đăng nhập').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'name', 'sign-in begins in its first field');
  await signIn('phongyte');
  await page.getByRole('table', { name: 'Bảng chỉ tiêu' }).waitFor();

  const order = [];
  await page.evaluate(() => document.activeElement?.blur());
  for (let stop = 0; stop < 14; stop += 1) {
    await press('Tab');
    order.push(await focused());
  }
  assert.equal(order[0], 'Tới nội dung chính', 'the first stop leads past the rail');
  assert.deepEqual(order.slice(1, 7), ['Bảng điều hành', 'Việc cần làm', 'Kế hoạch', 'Nhập dữ liệu', 'Báo cáo', 'Kỳ số liệu']);
  assert.equal(order[7], 'Tìm người dân, đơn vị', 'then the one box');
  assert.ok(order.indexOf('Đơn vị') > 7, `then the page: ${order.join(' → ')}`);
  step('tab goes from the rail over the one box into the page');

  await page.locator('[data-place="0 0"]').focus();
  await press('ArrowDown', 'ArrowRight', 'Enter');
  const panel = page.locator('#side-panel');
  await panel.waitFor();
  const unit = (await focused()).replace(/^.*?, (.*?):.*$/s, '$1');
  assert.ok((await panel.getAttribute('aria-label')).endsWith(unit), 'Enter opens the cell');
  const first = await panel.getByRole('heading').first().innerText();
  await press('End');
  await page.waitForFunction((before) => document.querySelector('#side-panel h2')?.textContent !== before, first);
  step('the panel follows the arrows');
  await press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'side-panel', 'Enter again goes into the panel');
  await press('Escape');
  await panel.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.hasAttribute('data-place'));
  step('Esc closes the panel and is back in the cell');

  // A list that opens must be where it can be seen, also for readers who want no motion.
  await page.getByRole('combobox', { name: 'Đơn vị', exact: true }).focus();
  await press('ArrowDown');
  const list = page.locator('.ant-select-dropdown');
  await list.waitFor();
  await page.waitForFunction(() => document.querySelector('.ant-select-dropdown')?.getBoundingClientRect().top > 0);
  const box = await list.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0 && box.x < 1366 && box.y < 768, `the list of units stands on the page: ${JSON.stringify(box)}`);
  await press('ArrowDown', 'Enter');
  await page.waitForURL(/unit=/);
  step('a list opened by the arrows is in sight and chosen by Enter');

  await page.goto(`${address}/dashboard/list?indicator=health-managed&met=false`);
  await page.locator('td a[href^="/people/"]').nth(2).focus();
  await press('ArrowDown');
  const link = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  assert.match(link, /^\/people\//, 'arrows walk the names');
  await press('Enter');
  await page.getByRole('heading', { name: 'Hồ sơ theo thời gian' }).waitFor();
  await press('Escape');
  await page.waitForFunction((href) => document.activeElement?.getAttribute('href') === href, link);
  step('Enter opens a name, Esc is back on it');

  await press('/');
  await page.waitForFunction(() => document.activeElement?.id === 'search');
  await page.keyboard.type('nguyen');
  await page.getByRole('option').first().waitFor();
  await press('Escape');
  assert.equal(await page.getByRole('combobox', { name: 'Tìm người dân, đơn vị' }).inputValue(), 'nguyen', 'Esc keeps the words');
  await press('?');
  await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('[role="dialog"]'));
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await press('g', 'v');
  await page.getByRole('heading', { level: 1, name: 'Việc cần làm' }).waitFor();
  step('one key for the box, for the shortcuts, two for a place');

  const menu = page.getByRole('button', { name: /▾$/ });
  const open = async () => {
    await menu.focus();
    await press('Enter');
    await page.getByRole('menuitem', { name: 'Đổi mật khẩu' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]'));
    for (let row = 0; row < 8 && (await focused()) !== 'Đổi mật khẩu'; row += 1) {
      const before = await focused();
      await press('ArrowDown');
      await page.waitForFunction((was) => document.activeElement?.textContent?.trim() !== was, before);
    }
    await press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'change-password_current');
  };
  await open();
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent?.endsWith('▾'));
  await open();
  await page.keyboard.type('mat khau sai bet');
  const type = async (label, words) => {
    await page.getByLabel(label, { exact: true }).focus();
    await page.keyboard.type(words);
  };
  await type('Mật khẩu mới', 'chi minh toi biet');
  await type('Nhập lại mật khẩu mới', 'chi minh toi biet');
  await press('Enter');
  await page.getByText(/^Mật khẩu hiện tại chưa đúng/).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'change-password_current');
  await press('Control+a');
  await page.keyboard.type('tram-gia-lap');
  await press('Enter');
  await page.getByText(/^Đã đổi mật khẩu/).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await press('g', 'b');
  await page.getByRole('table', { name: 'Bảng chỉ tiêu' }).waitFor();
  step('a password is changed by keys alone, a mistake leads back to its field, and work goes on');
});
