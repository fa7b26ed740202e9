// The main job in a browser: from a figure to a name, to a worker, to a home check, and back to the figure.
//
//   node e2e/journey.mjs TRAM DEMO
//
// DEMO is a folder made by e2e/make-demo.mjs. Each step reads what the screen says; the last compares the
// screen with what the first one said.
import assert from 'node:assert/strict';
import { run } from './run.mjs';

const indicator = 'Được quản lý sức khỏe';
const fractionOf = (text) => {
  const [, numerator, denominator] = /([\d.]+) \/ ([\d.]+)/.exec(text).map((part) => part.replaceAll('.', ''));
  return { numerator: Number(numerator), denominator: Number(denominator) };
};

await run('journey', async ({ page, address, signIn, step }) => {
  // The panel of one hamlet, opened the way a manager does: commune by its name, then the cell.
  async function openPanel(commune, hamlet) {
    await page.goto(`${address}/dashboard`);
    const card = page.getByRole('table', { name: 'Bảng chỉ tiêu' });
    await card.getByRole('button', { name: commune, exact: true }).click();
    await card.getByRole('button', { name: new RegExp(`^${indicator}, ${hamlet}:`) }).click();
    const panel = page.getByRole('complementary', { name: new RegExp(hamlet) });
    await panel.getByText(/^[\d.]+ \/ [\d.]+$/).first().waitFor();
    return panel;
  }
  const fractionIn = async (panel) => fractionOf(await panel.getByText(/^[\d.]+ \/ [\d.]+$/).first().innerText());

  // The worker tells where the journey goes: the hamlet somebody can visit.
  await signIn('yte_ap');
  const worker = await page.evaluate(() => fetch('/api/v1/session').then((answer) => answer.json()));
  const hamlet = worker.units[0].name;
  assert.equal(await page.getByRole('link', { name: 'Bảng điều hành' }).count(), 0, 'a worker has only their work');

  await signIn('phongyte');
  const commune = await page.evaluate(async (id) => {
    const { units } = await (await fetch('/api/v1/units')).json();
    return units.find((one) => one.id === units.find((unit) => unit.id === id).parent).name;
  }, worker.units[0].id);
  const panel = await openPanel(commune, hamlet);
  const before = await fractionIn(panel);
  assert.ok(before.denominator > before.numerator, 'the hamlet has people not met');
  step(`${indicator} of ${hamlet}, ${commune}: ${before.numerator} / ${before.denominator}`);

  await panel.getByRole('button', { name: 'Xem danh sách' }).click();
  const names = page.getByRole('region', { name: 'Danh sách' }).locator('a[href^="/people/"]');
  await names.first().waitFor();
  for (const more = page.getByRole('button', { name: 'Xem thêm' }); await more.count(); ) {
    const shown = await names.count();
    await more.click();
    await page.waitForFunction((count) => document.querySelectorAll('td a[href^="/people/"]').length > count, shown);
  }
  assert.equal(await names.count(), before.denominator - before.numerator, 'as many names as the figure lacks');
  step(`the list holds ${await names.count()} names, as many as the figure lacks`);

  const person = await names.first().innerText();
  const link = await names.first().getAttribute('href');
  await page.getByRole('checkbox', { name: `Chọn ${person}` }).first().check();
  await page.getByRole('button', { name: 'Giao việc' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(worker.display_name).first().waitFor();
  await dialog.getByRole('button', { name: 'Giao việc' }).click();
  await page.getByText('Đã giao 1 người.').waitFor();
  step('the worker of the hamlet was proposed as owner, and has the work');

  await signIn('yte_ap');
  await page.getByRole('link', { name: 'Việc cần làm' }).click();
  await page.getByRole('link', { name: new RegExp(indicator) }).first().click();
  await page.getByRole('link', { name: person }).waitFor();
  await page.getByRole('link', { name: 'Ghi thăm khám' }).first().click();
  await page.getByLabel('Huyết áp tâm thu').pressSequentially('128');
  await page.keyboard.type('82');
  await page.getByLabel('Cân nặng').fill('58,5');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByRole('radio', { name: /Đã làm/, checked: true }).waitFor();
  step('the worker recorded a home check; the item is done');

  await signIn('phongyte');
  const after = await fractionIn(await openPanel(commune, hamlet));
  assert.deepEqual(after, { numerator: before.numerator + 1, denominator: before.denominator }, 'the figure moved by the person visited');
  await page.goto(`${address}${link}`);
  await page.getByText('128/82').first().waitFor();
  await page.goto(`${address}/work`);
  await page.getByRole('row', { name: new RegExp(worker.display_name) }).getByText('1 / 1 người').first().waitFor();
  step(`the figure moved to ${after.numerator} / ${after.denominator}; the manager sees it done`);
});
