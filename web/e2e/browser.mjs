// Debian's Chromium with nothing left of an earlier run, for the scripts of this folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

// Debian's; tools/packages.txt installs it.
export const browserPath = '/usr/bin/chromium';

export async function openBrowser(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tram-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: browserPath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
    locale: 'vi-VN',
    ...options,
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function signIn(page, address, name, password) {
  await page.context().clearCookies();
  await page.goto(`${address}/`);
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.locator('#main').waitFor();
}
