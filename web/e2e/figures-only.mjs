// A reader with a right to figures alone sees counts and no names, whatever door is tried.
//
//   node e2e/figures-only.mjs TRAM DEMO
import assert from 'node:assert/strict';
import { run } from './run.mjs';

const get = (page, path) => page.evaluate((one) => fetch(`/api/v1${one}`).then(async (answer) => ({ status: answer.status, body: await answer.json() })), path);

await run('figures-only', async ({ page, address, signIn, step }) => {
  // Somebody with the right tells which names must not be seen.
  await signIn('phongyte');
  const { body } = await get(page, '/indicators/health-managed/members?met=false&count=500');
  // Heads of units are named to everybody; a resident of the same name proves nothing.
  const heads = new Set((await get(page, '/units')).body.units.map((unit) => unit.head?.name));
  const names = body.members.map((one) => one.name).filter((name) => !heads.has(name));
  const person = body.members[0].member;
  assert.ok(names.length > 50, 'there are names to hide');
  const nameless = async (where) => {
    const text = await page.locator('body').innerText();
    const seen = names.filter((name) => text.includes(name));
    assert.deepEqual(seen, [], `names on ${where}`);
    assert.equal(await page.locator('a[href^="/people/"]').count(), 0, `links to people on ${where}`);
  };

  await signIn('cap_uy');
  const places = await page.getByRole('navigation', { name: 'Các mục' }).getByRole('link').allInnerTexts();
  assert.deepEqual(places, ['Bảng điều hành', 'Kế hoạch', 'Báo cáo', 'Kỳ số liệu']);
  await page.getByRole('table', { name: 'Bảng chỉ tiêu' }).waitFor();
  await nameless('the scorecard');
  step('the scorecard holds figures and no names');

  await page.getByRole('button', { name: /^Được quản lý sức khỏe, / }).nth(1).click();
  const panel = page.getByRole('complementary');
  await panel.getByText('Vì sao chưa đạt').waitFor();
  await page.waitForLoadState('networkidle');
  await nameless('the panel');
  await panel.getByRole('button', { name: 'Xem danh sách' }).click();
  await page.getByText('không xem tên người dân').waitFor();
  const counts = await page.getByRole('region', { name: /theo khu, ấp/ }).locator('tbody tr').count();
  assert.ok(counts > 1, 'counts by hamlet');
  await nameless('the list');
  step(`a figure opens the counts of ${counts} hamlets, no name`);

  await page.keyboard.press('/');
  await page.keyboard.type(names[0].split(' ').pop());
  await page.getByRole('option').first().waitFor();
  await page.waitForLoadState('networkidle');
  await nameless('the search box');
  step('the search box finds no people');

  for (const path of ['/indicators/health-managed/members?met=false', `/people/${person}`]) {
    const answer = await get(page, path);
    assert.equal(answer.status, 403, `${path} is refused`);
    assert.ok(!names.some((name) => JSON.stringify(answer.body).includes(name)), `${path} tells no name`);
  }
  await page.goto(`${address}/people/${person}`);
  await page.getByRole('heading', { name: 'Không có trang này' }).waitFor();
  await nameless('the address of a person');
  step('the address of a person opens nothing; the server refuses names');
});
