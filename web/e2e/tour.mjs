// The screens in the order they are looked at: [name of the picture, how to get there].

const go = (path) => async ({ page, address }) => {
  await page.goto(`${address}${path}`);
  await page.waitForLoadState('networkidle');
};
const dashboard = go('/dashboard');

async function panel(context) {
  await dashboard(context);
  await context.page.locator('[data-place="2 6"]').click();
  await context.page.locator('#side-panel').waitFor();
}
async function list(context, indicator = 'health-managed') {
  await context.page.goto(`${context.address}/dashboard/list?indicator=${indicator}&met=false`);
  await context.page.waitForLoadState('networkidle');
}

// The first person of the list; works on any data.
async function person(context) {
  await list(context, 'high-risk-checked');
  await context.page.locator('td a[href^="/people/"]').first().click();
  await context.page.getByRole('heading', { level: 1 }).waitFor();
}
async function homeCheck(context) {
  await person(context);
  await context.page.getByRole('button', { name: 'Ghi thăm khám tại nhà' }).click();
  await context.page.getByLabel('Huyết áp tâm thu').pressSequentially('85');
  await context.page.keyboard.type('90');
  await context.page.getByLabel('Cân nặng').fill('58,5');
  await context.page.getByRole('button', { name: 'Lưu' }).click();
  await context.page.getByRole('alert').first().waitFor();
}
async function worklist(context) {
  await go('/work')(context);
  await context.page.locator('a[href^="/work/"]').last().click();
  await context.page.getByRole('radiogroup').first().waitFor();
}

const people = 'Họ tên,Ngày sinh,Giới tính,Ấp,Điện thoại\nNguyễn Thị Hoa,22/11/1957,Nữ,Ấp Bình Lạc,0912345678\nTrần Văn Nam,31/31/1980,Nam,Ấp Bình Lạc,\nLê Thị Út,1949,Nữ,Ấp Phú Quới,0987654321\n';
async function preview(context) {
  await go('/import')(context);
  await context.page.locator('input[type="file"]').first().setInputFiles({ name: 'danh-sach-dan-cu.csv', mimeType: 'text/csv', buffer: Buffer.from(people) });
  await context.page.getByRole('heading', { name: 'Cột của tệp' }).waitFor();
}
async function report(context) {
  await go('/reports')(context);
  await context.page.locator('a[href^="/reports/"]').first().click();
  await context.page.getByRole('heading', { level: 2 }).first().waitFor();
}

export const tour = [
  ['sign-in', { run: async ({ page, address }) => { await page.context().clearCookies(); await page.goto(`${address}/`); } }],
  ['sign-in-phone', { size: 'phone', run: async ({ page, address }) => { await page.goto(`${address}/`); } }],
  ['dashboard', { run: async (context) => { await context.signIn(context.name); await dashboard(context); } }],
  ['dashboard-full', { full: true, run: dashboard }],
  ['dashboard-dark', { dark: true, full: true, run: dashboard }],
  ['dashboard-phone', { size: 'phone', full: true, run: dashboard }],
  ['panel', { run: panel }],
  ['panel-full', { run: async (context) => { await panel(context); await context.page.evaluate(() => document.querySelector('#side-panel > :last-child')?.scrollTo(0, 560)); } }],
  ['panel-end', { run: async (context) => { await panel(context); await context.page.evaluate(() => document.querySelector('#side-panel > :last-child')?.scrollTo(0, 9999)); } }],
  ['panel-dark', { dark: true, run: panel }],
  ['panel-phone', { size: 'phone', run: async (context) => { await dashboard(context); await context.page.getByRole('button', { name: /Được quản lý/ }).first().click(); } }],
  ['list', { run: list }],
  ['list-phone', { size: 'phone', run: list }],
  ['assign', { run: async (context) => { await list(context); await context.page.getByRole('button', { name: 'Chọn người cần trước' }).click(); await context.page.getByRole('button', { name: 'Giao việc' }).click(); await context.page.getByRole('dialog').waitFor(); } }],
  ['list-print', { print: true, run: list }],
  ['person', { run: person }],
  ['person-phone', { size: 'phone', full: true, run: person }],
  ['person-dark', { dark: true, run: person }],
  ['home-check', { run: homeCheck }],
  ['home-check-phone', { size: 'phone', run: homeCheck }],
  ['search', { run: async (context) => { await dashboard(context); await context.page.keyboard.press('/'); await context.page.keyboard.type('ng thi', { delay: 30 }); await context.page.getByRole('option').first().waitFor(); } }],
  ['shortcuts', { run: async (context) => { await dashboard(context); await context.page.keyboard.press('?'); await context.page.getByRole('dialog').waitFor(); } }],
  ['work', { run: go('/work') }],
  ['work-phone', { size: 'phone', full: true, run: go('/work') }],
  ['worklist', { run: async (context) => { await worklist(context); await context.page.keyboard.press('1'); await context.page.keyboard.press('6'); await context.page.keyboard.press('3'); } }],
  ['worklist-dark', { dark: true, run: worklist }],
  ['worklist-phone', { size: 'phone', run: worklist }],
  ['worklist-print', { print: true, run: worklist }],
  ['plan', { run: go('/plan') }],
  ['plan-phone', { size: 'phone', run: go('/plan') }],
  ['plan-assigned', { run: go('/plan?part=assigned') }],
  ['plan-tasks', { run: go('/plan?part=tasks') }],
  ['plan-tasks-dark', { dark: true, run: go('/plan?part=tasks') }],
  ['plan-people', { full: true, run: go('/plan?part=people') }],
  ['plan-task', { run: async (context) => { await go('/plan?part=tasks')(context); await context.page.getByRole('button', { name: /^Cập nhật/ }).first().click(); await context.page.getByRole('dialog').waitFor(); } }],
  ['import', { run: go('/import') }],
  ['import-preview', { full: true, run: preview }],
  ['import-preview-phone', { size: 'phone', full: true, run: preview }],
  ['reports', { run: go('/reports') }],
  ['reports-new', { run: async (context) => { await go('/reports')(context); await context.page.getByRole('button', { name: 'Lập báo cáo' }).click(); await context.page.getByRole('dialog').waitFor(); } }],
  ['report', { run: report }],
  ['report-phone', { size: 'phone', run: report }],
  ['english', { run: async (context) => { await context.page.evaluate(() => localStorage.setItem('language', 'en')); await dashboard(context); await context.page.evaluate(() => localStorage.setItem('language', 'vi')); } }],
  ['large-text', { run: async (context) => { await context.page.evaluate(() => localStorage.setItem('large', 'true')); await dashboard(context); await context.page.evaluate(() => localStorage.setItem('large', 'false')); } }],
  ['list-without-names', { run: async (context) => { await context.signIn('leader'); await list(context, 'insured'); } }],
  ['work-of-worker-phone', { size: 'phone', run: async (context) => { await context.signIn('worker'); await go('/work')(context); } }],
];
