// The main job in a browser: from a figure to a name, to a worker, to a home check, and back to the figure.
//
//   node e2e/journey.mjs [http://127.0.0.1:8080 [PASSWORD]]
//
// Runs against `tram serve` on the synthetic district (sign-ins phongyte, yte_ap and cap_uy). Ends with 1
// when a step does not hold.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser, signIn } from './browser.mjs';

const address = process.argv[2] ?? 'http://127.0.0.1:8080';
const password = process.argv[3] ?? 'tram-gia-lap';
const indicator = 'health-managed';

const { context, close } = await openBrowser();
const page = await context.newPage();
page.setDefaultTimeout(15_000);

const api = (path) => page.evaluate((one) => fetch(`/api/v1${one}`).then((answer) => answer.json()), path);
const step = (words) => console.log(`✓ ${words}`);

async function figureOf(unit) {
  const card = await api(`/indicators?unit=${unit}`);
  return card.rows.find((row) => row.indicator === indicator && row.unit === unit);
}

try {
  // The worker tells where the journey goes: the hamlet somebody can visit.
  await signIn(page, address, 'yte_ap', password);
  const worker = await api('/session');
  const hamlet = worker.units[0].id;

  await signIn(page, address, 'phongyte', password);
  const units = (await api('/units')).units;
  const commune = units.find((unit) => unit.id === hamlet).parent;
  const before = await figureOf(hamlet);
  assert.ok(before.denominator > before.numerator, 'the hamlet has people not met');

  await page.goto(`${address}/dashboard?unit=${commune}`);
  await page.getByRole('table', { name: 'Bảng chỉ tiêu' }).waitFor();
  step('the scorecard of the commune shows its hamlets');

  const row = page.getByRole('row').filter({ hasText: units.find((unit) => unit.id === hamlet).name }).first();
  const order = (await api(`/indicators?unit=${commune}`)).catalogue.findIndex((one) => one.id === indicator);
  await row.getByRole('button', { pressed: false }).nth(order).click();
  const panel = page.getByRole('dialog');
  await panel.getByText(`${before.numerator.toLocaleString('vi-VN')} / ${before.denominator.toLocaleString('vi-VN')}`).first().waitFor();
  step('the panel tells the fraction of the cell');

  await panel.getByRole('button', { name: 'Xem danh sách' }).click();
  await page.getByRole('region', { name: 'Danh sách' }).waitFor();
  const names = await page.locator('td a[href^="/people/"]').count();
  assert.equal(names, Math.min(before.denominator - before.numerator, 100), 'as many names as the figure lacks');
  step(`the list holds ${names} names, as many as the figure lacks`);

  await page.getByRole('checkbox', { name: /^Chọn / }).nth(1).check();
  const person = (await page.locator('td a[href^="/people/"]').first().getAttribute('href')).split('/').pop();
  await page.getByRole('button', { name: 'Giao việc' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(worker.display_name).first().waitFor();
  step('the worker of the hamlet is proposed as owner');
  await dialog.getByRole('button', { name: 'Giao việc' }).click();
  await page.getByText('Đã giao 1 người.').waitFor();
  step('the work is given');

  await signIn(page, address, 'yte_ap', password);
  await page.goto(`${address}/work`);
  await page.locator('a[href^="/work/"]').first().click();
  await page.getByRole('radiogroup').first().waitFor();
  step('the worker sees the list');
  await page.getByRole('link', { name: 'Ghi thăm khám' }).first().click();
  await page.getByLabel('Huyết áp tâm thu').pressSequentially('128');
  await page.keyboard.type('82');
  await page.getByLabel('Cân nặng').fill('58,5');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByRole('radio', { name: /Đã làm/, checked: true }).first().waitFor();
  step('the home check is recorded and its item is done');

  await signIn(page, address, 'phongyte', password);
  const after = await figureOf(hamlet);
  assert.equal(after.numerator, before.numerator + 1, 'the figure moved by the person visited');
  assert.equal(after.denominator, before.denominator, 'nobody left the denominator');
  await page.goto(`${address}/people/${person}`);
  await page.getByText('128/82').first().waitFor();
  step(`the figure moved: ${before.numerator} → ${after.numerator} of ${after.denominator}`);

  await signIn(page, address, 'cap_uy', password);
  await page.goto(`${address}/dashboard/list?indicator=${indicator}&unit=${commune}&met=false`);
  await page.getByText('không xem tên người dân').waitFor();
  assert.equal(await page.locator('a[href^="/people/"]').count(), 0, 'no names');
  assert.equal(await page.getByRole('search').count(), 0, 'no search for people');
  step('a reader of figures sees counts by hamlet and no name');
} catch (error) {
  console.log(`✗ ${error.message}`);
  const picture = join(tmpdir(), 'tram-journey-failed.png');
  await page.screenshot({ path: picture });
  console.log(picture);
  process.exitCode = 1;
} finally {
  await close();
}
