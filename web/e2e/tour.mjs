// The screens in the order they are looked at: [name of the picture, how to get there].

const go = (path) => async ({ page, address }) => {
  await page.goto(`${address}${path}`);
  await page.waitForLoadState('networkidle');
};
const dashboard = go('/dashboard');

async function panel(context) {
  await dashboard(context);
  await context.page.locator('[data-place="2 6"]').click();
  await context.page.getByRole('dialog').waitFor();
}
async function list(context, indicator = 'health-managed') {
  await context.page.goto(`${context.address}/dashboard/list?indicator=${indicator}&met=false`);
  await context.page.waitForLoadState('networkidle');
}

export const tour = [
  ['sign-in', { run: async ({ page, address }) => { await page.context().clearCookies(); await page.goto(`${address}/`); } }],
  ['sign-in-phone', { size: 'phone', run: async ({ page, address }) => { await page.goto(`${address}/`); } }],
  ['dashboard', { run: async (context) => { await context.signIn(context.name); await dashboard(context); } }],
  ['dashboard-full', { full: true, run: dashboard }],
  ['dashboard-dark', { dark: true, full: true, run: dashboard }],
  ['dashboard-phone', { size: 'phone', full: true, run: dashboard }],
  ['panel', { run: panel }],
  ['panel-full', { run: async (context) => { await panel(context); await context.page.evaluate(() => document.querySelector('.ant-drawer-body')?.scrollTo(0, 560)); } }],
  ['panel-end', { run: async (context) => { await panel(context); await context.page.evaluate(() => document.querySelector('.ant-drawer-body')?.scrollTo(0, 9999)); } }],
  ['panel-dark', { dark: true, run: panel }],
  ['panel-phone', { size: 'phone', run: async (context) => { await dashboard(context); await context.page.getByRole('button', { name: /Được quản lý/ }).first().click(); } }],
  ['list', { run: list }],
  ['list-phone', { size: 'phone', run: list }],
  ['assign', { run: async (context) => { await list(context); await context.page.getByRole('button', { name: 'Chọn người cần trước' }).click(); await context.page.getByRole('button', { name: 'Giao việc' }).click(); await context.page.getByRole('dialog').waitFor(); } }],
];
