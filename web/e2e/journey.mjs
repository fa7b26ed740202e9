// The main job in a browser: from a figure to a name, to a worker, to a home check, and back to the figure.
//
//   node e2e/journey.mjs TRAM DEMO
//
// DEMO is a folder made by e2e/make-demo.mjs. Each step reads what the screen says; the last compares the
// screen with what the first one said.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

const indicator = 'Được quản lý sức khỏe';
const fractionOf = (text) => {
  const [, numerator, denominator] = /([\d.]+) \/ ([\d.]+)/.exec(text).map((part) => part.replaceAll('.', ''));
  return { numerator: Number(numerator), denominator: Number(denominator) };
};

// The rows of the tables of a Word document, each as the texts of its cells.
function rowsOf(path) {
  const script = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read('word/document.xml'))";
  const xml = execFileSync('python3', ['-c', script, path], { encoding: 'utf8', maxBuffer: 64 << 20 });
  const textOf = (part) => part.replace(/<[^>]+>/g, '').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  return [...xml.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)].map(([row]) => [...row.matchAll(/<w:tc[ >].*?<\/w:tc>/gs)].map(([cell]) => textOf(cell)));
}

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
  await page.getByText(`đã giao: ${worker.display_name}`).first().waitFor();
  step('the worker of the hamlet was proposed as owner, and has the work; the list says so');

  await signIn('yte_ap');
  await page.getByRole('link', { name: 'Việc cần làm' }).click();
  await page.getByRole('link', { name: new RegExp(indicator) }).last().click();
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

  // The report of today says what the scorecard says of the whole area.
  await page.goto(`${address}/dashboard`);
  await page.getByRole('button', { name: new RegExp(`^${indicator}, `) }).first().click();
  const whole = await fractionIn(page.getByRole('complementary', { name: /II\.4/ }));
  await page.getByRole('link', { name: 'Báo cáo' }).click();
  await page.getByRole('button', { name: 'Lập báo cáo' }).click();
  const today = (await page.evaluate(() => fetch('/api/v1/session').then((answer) => answer.json()))).today;
  const last = page.getByRole('dialog').getByLabel('Đến ngày');
  await last.fill(today.split('-').reverse().join('/'));
  await last.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Lập báo cáo' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Tải bản Word' }).click()]);
  const paper = join(tmpdir(), `tram-e2e-${process.pid}.docx`);
  await download.saveAs(paper);
  const row = rowsOf(paper).find((cells) => cells.some((cell) => cell.includes('được quản lý sức khỏe')));
  rmSync(paper);
  assert.ok(row, 'the table of targets has a row of the indicator');
  const says = `(${whole.numerator.toLocaleString('vi-VN')}/${whole.denominator.toLocaleString('vi-VN')})`;
  assert.ok(row.some((cell) => cell.includes(says)), `the row says ${says}: ${row.join(' | ')}`);
  step(`the downloaded report says ${says} too`);
});
