// Every screen in both languages: in English nothing is Vietnamese but names and what people wrote, in
// Vietnamese nothing is English that has a Vietnamese word. The periodic report is Vietnamese by law.
//
//   node e2e/english.mjs TRAM DEMO [FOLDER FOR PICTURES]
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';
import { watchWords } from './words.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const locale = (language) => JSON.parse(readFileSync(join(here, `../src/locales/${language}.json`), 'utf8'));
const locales = { vi: locale('vi'), en: locale('en') };

const api = (page, path, body) =>
  page.evaluate(
    async ([to, sent]) => {
      const headers = { 'X-Requested-With': 'tram', 'Content-Type': 'application/json' };
      return (await fetch(`/api/v1${to}`, sent ? { method: 'POST', headers, body: JSON.stringify(sent) } : {})).json();
    },
    [path, body],
  );

const list = 'Full name,Date of birth,Sex,Hamlet,Telephone\nNguyen Thi A,22/11/1957,female,Nowhere,0912345678\nTran B,31/31/1980,male,,\n';
const bundle = JSON.stringify({ resourceType: 'Patient', id: 'e2e-english', gender: 'unheard-of' });

// The screens, and what opens over them; `word` gives the word of a key in the language walked.
function screensOf(ids) {
  const button = (key, scope = (page) => page) => async (page, word) => {
    await scope(page).getByRole('button', { name: word(key) }).first().click();
    await page.getByRole('dialog').waitFor();
  };
  const cell = (row, column) => async (page) => {
    await page.locator(`[data-place="${row} ${column}"]`).click();
    await page.locator('#side-panel h2').nth(3).waitFor();
    await page.waitForLoadState('networkidle');
  };
  const choose = (tab, name, text) => async (page) => {
    if (tab) await page.getByRole('tab').nth(tab).click();
    await page.locator('input[type="file"]').last().setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.locator('dl').last().waitFor();
  };
  const typed = async (page) => {
    await page.locator('#systolic').fill('85');
    await page.locator('#diastolic').fill('90');
    await page.locator('#weight').fill('abc');
    await page.locator('#height').fill('15');
    await page.locator('button[type="submit"]').click();
  };
  const listed = ids.indicators.map((id) => [`list-${id}`, `/dashboard/list?indicator=${id}&met=false`]);
  const frozen = ids.indicators.map((id) => [`frozen-${id}`, `/periods/${ids.period}/members?indicator=${id}&unit=${ids.unit}&met=false`]);
  return [
    ['scorecard', '/dashboard'],
    ['base', '/dashboard', async (page) => page.getByRole('combobox').last().click({ force: true })],
    ...ids.indicators.map((id, column) => [`panel-${id}`, '/dashboard', cell(0, column)]),
    ...listed,
    ['group', `/dashboard/list?indicator=insured&met=false&split=ethnicity&group=02`],
    ['assign', '/dashboard/list?indicator=health-managed&met=false', async (page, word) => {
      await page.getByRole('button', { name: word('list.take') }).click();
      await button('list.give')(page, word);
    }],
    ['menu', '/dashboard', async (page) => page.locator('header button').last().click()],
    ['shortcuts', '/dashboard', async (page) => page.keyboard.press('?')],
    ['nowhere', '/no-such-page'],
    ['sign-in', '/', async (page, word) => {
      const cookies = await page.context().cookies();
      await page.context().clearCookies();
      await page.reload();
      await page.getByLabel(word('session.name')).waitFor();
      return () => page.context().addCookies(cookies);
    }],
    ...ids.people.map((id, place) => [`person-${place}`, `/people/${id}`]),
    ['home-check', `/people/${ids.people[0]}/home-check`, typed],
    ['work', '/work'],
    ...ids.worklists.map((id, place) => [`worklist-${place}`, `/work/${id}`]),
    ['plan', '/plan'],
    ...['steps', 'assigned', 'tasks', 'people', 'aims'].map((part) => [`plan-${part}`, `/plan?part=${part}`]),
    ['plan-paper', '/plan', async (page) => { await page.locator('.ant-btn-link').first().click(); await page.getByRole('dialog').waitFor(); }],
    ['plan-task', '/plan?part=tasks', button('plan.edit', (page) => page.getByRole('tabpanel'))],
    ['plan-step', '/plan?part=steps', button('plan.edit', (page) => page.getByRole('tabpanel'))],
    ['import', '/import', choose(0, 'list.csv', list)],
    ['import-fhir', '/import', choose(1, 'one.json', bundle)],
    ['periods', '/periods'],
    ['period-close', '/periods', button('period.close')],
    ['period', `/periods/${ids.period}`],
    ['period-today', `/periods/${ids.period}?part=today`],
    ...frozen,
    ...ids.moved.map(([indicator, { code, effect }], place) => [`differences-${place}`, `/periods/${ids.period}/differences?${new URLSearchParams({ indicator, unit: ids.unit, reason: code, effect })}`]),
    ['reports', '/reports'],
    ['report-new', '/reports', button('report.new')],
  ];
}

// Something to look at: work, a closed period and what moved since, a person of whom everything is told.
async function prepare(page) {
  const session = await api(page, '/session');
  const card = await api(page, '/indicators');
  const { choices } = await api(page, '/periods/choices');
  const over = choices.filter((one) => one.over && !one.closed).at(-1);
  const period = await api(page, '/periods', { from: over.from, to: over.to });
  const { members } = await api(page, '/indicators/high-risk-checked/members?met=false&count=3');
  await api(page, `/people/${members[0].member}/circumstances`, { circumstance: 'away', on: session.today });
  // A card that came to be known after the closing.
  const late = (await api(page, `/periods/${period.id}/members?indicator=insured&met=false&count=1`)).members[0];
  const known = {
    resourceType: 'Coverage', id: 'e2e-late', status: 'active', type: { coding: [{ system: 'urn:tram:codes:bhyt-group', code: 'GD' }] }, subscriberId: 'GD4999900000001',
    beneficiary: { reference: `Patient/${late.member}` }, payor: [{ display: 'BHXH' }], period: { start: over.from, end: session.today },
    extension: [{ url: 'urn:tram:ext:checked-on', valueDate: over.to }],
  };
  await api(page, '/imports/fhir', known);
  const explained = await api(page, `/periods/${period.id}/explain`);
  return {
    unit: card.unit,
    indicators: card.catalogue.map((one) => one.id),
    people: members.map((one) => one.member),
    worklists: (await api(page, '/worklists')).worklists.slice(0, 3).map((one) => one.id),
    period: period.id,
    moved: explained.rows.flatMap((row) => row.reasons.slice(0, 2).map((reason) => [row.indicator, reason])).slice(0, 8),
  };
}

await run('english', async ({ page, address, signIn, step }) => {
  const only = process.env.ONLY?.split(',');
  const folder = process.argv[4];
  if (folder) mkdirSync(folder, { recursive: true });
  await signIn('phongyte');
  const ids = await prepare(page);
  const words = watchWords(page, locales);
  const faults = [];
  // The file's own words, told as they stand in it.
  const headers = list.split('\n')[0].split(',');
  for (const language of ['en', 'vi']) {
    await page.evaluate((now) => localStorage.setItem('language', now), language);
    for (const [name, path, open] of screensOf(ids)) {
      if (only && !only.some((one) => name.includes(one))) continue;
      let after;
      try {
        await page.goto(`${address}${path}`);
        await page.waitForLoadState('networkidle');
        after = await open?.(page, (key) => locales[language][key]);
        await page.waitForLoadState('networkidle');
        await page.waitForTimeout(150);
        if (folder) await page.screenshot({ path: join(folder, `${name}-${language}.png`) });
        faults.push(...(await words.wrongIn(language)).filter((one) => name !== 'import' || !headers.includes(one)).map((one) => `${language} ${name}: ${one}`));
      } catch (error) {
        faults.push(`${language} ${name}: ${error.message.split('\n').slice(0, 3).join(' / ')}`);
      } finally {
        if (typeof after === 'function') await after();
      }
    }
    step(`${language === 'en' ? 'English' : 'Vietnamese'} screens`);
  }
  assert.deepEqual([...new Set(faults)], []);
});
