// The screens in the order they are looked at: [name of the picture, how to get there]. `who` signs in
// when it changes; `image` pictures go into docs/images.

const go = (path) => async ({ page, address }) => {
  await page.goto(`${address}${path}`);
  await page.waitForLoadState('networkidle');
};
const dashboard = go('/dashboard');

async function panel(context) {
  await dashboard(context);
  await context.page.locator('[data-place="2 8"]').click();
  await context.page.locator('#side-panel').getByRole('heading', { name: 'Theo nhóm dân cư' }).waitFor();
  await context.page.locator('#side-panel').getByRole('img', { name: /Diễn biến/ }).waitFor();
}
const scrolled = (to) => async (context) => {
  await panel(context);
  await context.page.locator('#side-panel > :last-child').evaluate((body, top) => body.scrollTo(0, top), to);
};
const list = (indicator = 'high-risk-checked') => async (context) => {
  await go(`/dashboard/list?indicator=${indicator}&met=false`)(context);
  await context.page.getByRole('region', { name: /Danh sách|theo khu, ấp/ }).waitFor();
};

// The first person of the list; works on any data.
async function person(context) {
  await list()(context);
  await context.page.locator('td a[href^="/people/"]').first().click();
  await context.page.getByRole('heading', { name: 'Hồ sơ theo thời gian' }).waitFor();
}
const homeCheck = (systolic) => async (context) => {
  await worklist(context);
  await context.page.getByRole('link', { name: 'Ghi thăm khám' }).last().click();
  await context.page.getByLabel('Huyết áp tâm thu').pressSequentially(systolic);
  await context.page.keyboard.type('90');
  await context.page.keyboard.press('Enter');
  await context.page.getByLabel('Cân nặng').fill('58,5');
  await context.page.getByLabel('Vòng bụng').fill('84');
};
async function worklist(context) {
  await go('/work')(context);
  await context.page.locator('a[href^="/work/"]').first().click();
  await context.page.getByRole('radiogroup').first().waitFor();
}
const keys = (...typed) => async (context) => {
  await worklist(context);
  for (const key of typed) await context.page.keyboard.press(key);
};
const opened = (path, button) => async (context) => {
  await go(path)(context);
  await context.page.getByRole('button', { name: button }).first().click();
  await context.page.getByRole('dialog').waitFor();
};
// The dialog that changes one's password, sent while it is empty, so that its messages stand.
async function changePassword(context) {
  const { page } = context;
  await dashboard(context);
  await page.getByRole('button', { name: /▾$/ }).click();
  await page.getByRole('menuitem', { name: 'Đổi mật khẩu' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await page.getByText('Nhập mật khẩu đang dùng.').waitFor();
}
const stored = (name, on, off, run) => async (context) => {
  await context.page.evaluate(([key, value]) => localStorage.setItem(key, value), [name, on]);
  try {
    await run(context);
  } finally {
    context.after = () => context.page.evaluate(([key, value]) => localStorage.setItem(key, value), [name, off]);
  }
};

// A list as a station has it, for a hamlet that exists, with rows that cannot be taken.
async function preview(context) {
  await go('/import')(context);
  const [commune, hamlet] = await context.page.evaluate(async () => {
    const { units } = await (await fetch('/api/v1/units')).json();
    const one = units.find((unit) => unit.kind === 'hamlet');
    return [units.find((unit) => unit.id === one.parent).name, one.name];
  });
  const rows = ['Nguyễn Thị Hoa,22/11/1957,Nữ,0912345678', 'Trần Văn Nam,31/31/1980,Nam,', 'Lê Thị Út,1949,Nữ,0987654321', 'Phạm Văn Bền,02/03/1991,Nam,09123', ',14/07/2002,Nữ,'];
  const text = ['Xã,Ấp,Họ tên,Ngày sinh,Giới tính,Điện thoại', ...rows.map((row) => `${commune},${hamlet},${row}`)].join('\n');
  await context.page.locator('input[type="file"]').first().setInputFiles({ name: 'danh-sach-dan-cu.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await context.page.getByRole('button', { name: /^Nhập \d/ }).waitFor();
}

// The first report; makes one where there is none.
async function report(context) {
  await go('/reports')(context);
  const first = context.page.locator('a[href^="/reports/"]').first();
  if (await first.count()) {
    await first.click();
  } else {
    await context.page.getByRole('button', { name: 'Lập báo cáo' }).click();
    await context.page.getByRole('dialog').getByRole('button', { name: 'Lập báo cáo' }).click();
  }
  await context.page.getByRole('link', { name: 'Tải bản Word' }).waitFor();
}

// Its tables that the author fills in, one of them open.
async function fillTable(context) {
  await report(context);
  const { page } = context;
  await page.getByRole('button', { name: 'Điền biểu' }).first().click();
  await page.getByRole('textbox', { name: 'Phải dự: Đảng viên' }).fill('120');
  await page.getByRole('button', { name: 'Thêm dòng' }).scrollIntoViewIfNeeded();
  // What was typed would be kept for the next look.
  context.after = () => page.getByRole('button', { name: 'Bỏ qua' }).first().click().catch(() => {});
}

// The first closed period; closes the last month where there is none.
const period = (part) => async (context) => {
  const { page } = context;
  await go('/periods')(context);
  const first = page.locator('a[href^="/periods/"]').first();
  if (await first.count()) {
    await first.click();
  } else {
    await page.getByRole('button', { name: 'Chốt số liệu' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Kỳ', exact: true }).focus();
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Chốt số liệu' }).click();
  }
  await page.getByRole('tab', { name: part }).click();
  await page.getByRole('tabpanel').waitFor();
};

// Gives the first people of the worker's hamlet to the worker, so that there is work to look at.
async function giveWork(context) {
  await context.signIn('yte_ap');
  const hamlet = await context.page.evaluate(() => fetch('/api/v1/session').then((answer) => answer.json()).then((session) => session.units[0].id));
  await context.signIn('phongyte');
  await go(`/dashboard/list?indicator=high-risk-checked&met=false&unit=${hamlet}`)(context);
  await context.page.getByRole('button', { name: 'Chọn người cần trước' }).click();
  await context.page.getByRole('button', { name: 'Giao việc' }).click();
  await context.page.getByRole('dialog').waitFor();
  await context.page.getByRole('dialog').getByRole('button', { name: 'Giao việc' }).click();
  await context.page.getByText(/^Đã giao/).waitFor();
}

export const tour = [
  ['sign-in', { run: async ({ page, address }) => { await page.context().clearCookies(); await page.goto(`${address}/`); await page.getByLabel('Tên đăng nhập').waitFor(); } }],
  ['sign-in-phone', { size: 'phone', run: async ({ page, address }) => { await page.goto(`${address}/`); await page.getByLabel('Tên đăng nhập').waitFor(); } }],
  ['give-work', { run: giveWork }],
  ['scorecard', { image: true, run: dashboard }],
  ['scorecard-dark', { dark: true, run: dashboard }],
  ['scorecard-phone', { size: 'phone', full: true, run: dashboard }],
  ['scorecard-english', { run: stored('language', 'en', 'vi', dashboard) }],
  ['scorecard-large-text', { run: stored('large', 'true', 'false', dashboard) }],
  ['map', { image: true, run: async (context) => { await dashboard(context); await context.page.getByRole('heading', { name: 'Bản đồ' }).scrollIntoViewIfNeeded(); await context.page.mouse.wheel(0, 2000); } }],
  ['panel', { image: true, run: panel }],
  ['panel-middle', { run: scrolled(560) }],
  ['panel-end', { run: scrolled(99999) }],
  ['panel-dark', { dark: true, run: panel }],
  ['panel-phone', { size: 'phone', run: async (context) => { await dashboard(context); await context.page.getByRole('button', { name: /Được quản lý/ }).first().click(); await context.page.getByRole('dialog').getByText('Vì sao chưa đạt').waitFor(); } }],
  ['list', { image: true, run: list() }],
  ['list-phone', { size: 'phone', run: list() }],
  ['assign', { run: async (context) => { await list('health-managed')(context); await context.page.getByRole('button', { name: 'Chọn người cần trước' }).click(); await context.page.getByRole('button', { name: 'Giao việc' }).click(); await context.page.getByRole('dialog').getByLabel('Người thực hiện').waitFor(); } }],
  ['person', { image: true, run: person }],
  ['person-phone', { size: 'phone', full: true, run: person }],
  ['person-dark', { dark: true, run: person }],
  ['search', { run: async (context) => { await dashboard(context); await context.page.keyboard.press('/'); await context.page.keyboard.type('ng thi', { delay: 30 }); await context.page.getByRole('option').nth(1).waitFor(); } }],
  ['shortcuts', { run: async (context) => { await dashboard(context); await context.page.keyboard.press('?'); await context.page.getByRole('dialog').waitFor(); } }],
  ['password', { run: changePassword }],
  ['password-dark', { dark: true, run: changePassword }],
  ['password-phone', { size: 'phone', run: changePassword }],
  ['work', { run: go('/work') }],
  ['worklist-dark', { dark: true, run: worklist }],
  ['worklist-print', { image: true, print: true, run: worklist }],
  ['plan', { image: true, run: go('/plan') }],
  ['plan-phone', { size: 'phone', run: go('/plan') }],
  ['plan-assigned', { run: go('/plan?part=assigned') }],
  ['plan-steps', { run: go('/plan?part=steps') }],
  ['plan-tasks', { run: go('/plan?part=tasks') }],
  ['plan-tasks-dark', { dark: true, run: go('/plan?part=tasks') }],
  ['plan-people', { run: go('/plan?part=people') }],
  ['plan-people-phone', { size: 'phone', full: true, run: go('/plan?part=people') }],
  ['plan-aims', { run: go('/plan?part=aims') }],
  ['plan-task', { run: opened('/plan?part=tasks', /^Cập nhật/) }],
  ['import', { run: go('/import') }],
  ['import-preview', { image: true, full: true, run: preview }],
  ['import-preview-phone', { size: 'phone', run: preview }],
  ['report-new', { run: opened('/reports', 'Lập báo cáo') }],
  ['report', { image: true, run: report }],
  ['report-phone', { size: 'phone', run: report }],
  ['report-fill', { run: fillTable }],
  ['report-fill-phone', { size: 'phone', run: fillTable }],
  ['reports', { run: go('/reports') }],
  ['reports-phone', { size: 'phone', run: go('/reports') }],
  ['period-close', { run: opened('/periods', 'Chốt số liệu') }],
  ['period', { image: true, run: period('Số liệu đã chốt') }],
  ['period-today', { run: period('So với hôm nay') }],
  ['period-phone', { size: 'phone', run: period('So với hôm nay') }],
  ['periods', { run: go('/periods') }],
  ['worklist', { who: 'yte_ap', image: true, run: keys('1', '6', '3') }],
  ['worker-phone', { who: 'yte_ap', size: 'phone', run: go('/work') }],
  ['worklist-phone', { who: 'yte_ap', size: 'phone', run: keys('1', '6') }],
  ['home-check', { who: 'yte_ap', run: homeCheck('85') }],
  ['home-check-phone', { who: 'yte_ap', size: 'phone', image: true, run: homeCheck('142') }],
  ['figures-only', { who: 'cap_uy', run: list('insured') }],
];
