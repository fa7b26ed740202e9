// /api/v1 on invented data, so that screens can be built and looked at without the real server.
//
//   npm run mock            port 8080, the port that `npm run dev` asks
//   npm run mock -- 8099 ../web/dist    another port, serving the built screens too
//
// Sign in as office, worker or leader; the password is "demo".
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { today, indicatorOf, units } from './mock-data.mjs';
import * as figures from './mock-figures.mjs';
import * as papers from './mock-papers.mjs';
import * as work from './mock-work.mjs';

const port = Number(process.argv[2] ?? 8080);
const dist = process.argv[3];

const unit = (id) => { const { code, name, kind } = units.find((one) => one.id === id); return { id, code, name, kind }; };
const users = {
  office: { display_name: 'Trần Thị Mai', role: { id: 'health_office', title: 'Cán bộ phụ trách y tế', title_en: 'Health office' }, units: [unit('d0')], names: true, places: ['dashboard', 'work', 'plan', 'import', 'reports'], may: ['assign', 'record', 'plan', 'import', 'report'] },
  worker: { display_name: 'Lê Thị Bảy', role: { id: 'village_worker', title: 'Nhân viên y tế khu, ấp', title_en: 'Village health worker' }, units: [unit('h2-1')], names: true, places: ['work', 'dashboard'], may: ['record'] },
  leader: { display_name: 'Nguyễn Văn Sơn', role: { id: 'figures_only', title: 'Lãnh đạo (chỉ xem số liệu)', title_en: 'Leader (figures only)' }, units: [unit('d0')], names: false, places: ['dashboard', 'plan', 'reports'], may: [] },
};
const sessionOf = (name) => ({ user: name, administrator: false, synthetic: true, today, ...users[name] });

class Refusal extends Error {
  constructor(status, detail, extra = {}) {
    super(detail);
    Object.assign(this, { status, extra });
  }
}
const notFound = () => new Refusal(404, 'Không có mục này.');

// [method, pattern, answer({ user, match, query, body, text })]
const routes = [
  ['GET', /^\/session$/, ({ user }) => sessionOf(user)],
  ['DELETE', /^\/session$/, () => undefined],
  ['GET', /^\/units$/, () => ({ units })],
  ['GET', /^\/map$/, () => figures.map],
  ['GET', /^\/indicators$/, ({ query, user }) => figures.scorecard(query.get('unit') ?? users[user].units[0].id, query.get('as_of') ?? today, query.get('map') ?? 'own')],
  ['GET', /^\/indicators\/([\w-]+)\/(trend|splits|whys|members|changes|changes\/members)$/, ({ match, query, user }) => {
    const indicator = indicatorOf(match[1]);
    if (!indicator) throw notFound();
    const where = query.get('unit') ?? users[user].units[0].id;
    const asOf = query.get('as_of') ?? today;
    if (match[2].endsWith('members') && !users[user].names && indicator.member_type === 'patient') {
      throw new Refusal(403, 'Vai trò của bạn xem số liệu, không xem tên người dân.', { code: 'names-not-allowed' });
    }
    return {
      trend: () => figures.trend(indicator, where, asOf, Number(query.get('months') ?? 24)),
      splits: () => figures.splits(indicator, where, asOf, users[user].names),
      whys: () => figures.whys(indicator, where, asOf),
      members: () => figures.members(indicator, query, work.openItems),
      changes: () => figures.changes(indicator, where, query.get('from'), query.get('to')),
      'changes/members': () => figures.changeMembers(indicator, query),
    }[match[2]]();
  }],
  ['POST', /^\/people\/search$/, ({ body }) => work.searchPeople(body)],
  ['GET', /^\/people\/([\w-]+)$/, ({ match }) => work.personPage(match[1])],
  ['POST', /^\/people\/([\w-]+)\/home-checks$/, ({ match, body }) => work.homeCheck(match[1], body)],
  ['GET', /^\/workers$/, () => ({ workers: work.workers() })],
  ['POST', /^\/worklists$/, ({ body }) => work.makeWorklist(body)],
  ['GET', /^\/worklists$/, ({ query, user }) => ({ worklists: work.worklists.filter((list) => query.get('mine') !== 'true' || list.owner.user === `worker-${users[user].units[0].id}`).map(work.headOf) })],
  ['GET', /^\/worklists\/([\w-]+)$/, ({ match }) => { const list = listOf(match[1]); return { ...work.headOf(list), items: list.items }; }],
  ['POST', /^\/worklists\/([\w-]+)\/outcomes$/, ({ match, body }) => work.applyOutcomes(listOf(match[1]), body.outcomes)],
  ['GET', /^\/plan$/, () => papers.plan],
  ['PUT', /^\/plan\/goals$/, ({ body }) => papers.putGoal(body) ?? conflict()],
  ['PATCH', /^\/plan\/tasks\/([\w-]+)$/, ({ match, body }) => papers.patchTask(match[1], body) ?? conflict()],
  ['POST', /^\/imports\/population\/preview$/, ({ text, query }) => ({ ...papers.preview(text, query.get('mapping')), body: undefined })],
  ['POST', /^\/imports\/population$/, ({ text, query }) => papers.importRows(text, query.get('mapping'))],
  ['POST', /^\/imports\/fhir$/, () => ({ created: 41, updated: 2, unchanged: 7, errors: [{ place: 'Bundle.entry[3]', path: 'Observation.code', detail: 'Thiếu Observation.code.' }] })],
  ['GET', /^\/reports\/templates$/, () => ({ templates: papers.templates })],
  ['GET', /^\/reports$/, () => ({ reports: papers.reports.map(papers.reportHead) })],
  ['POST', /^\/reports$/, ({ body }) => papers.makeReport(body)],
  ['GET', /^\/reports\/([\w-]+)$/, ({ match }) => papers.reportPage(reportOf(match[1]))],
  ['PUT', /^\/reports\/([\w-]+)\/sections\/([\w-]+)$/, ({ match, body }) => papers.editSection(reportOf(match[1]), match[2], body.text)],
  ['POST', /^\/reports\/([\w-]+)\/recalculate$/, ({ match }) => papers.recalculate(reportOf(match[1]))],
];
const listOf = (id) => work.worklists.find((list) => list.id === id) ?? fail(notFound());
const reportOf = (id) => papers.reports.find((report) => report.id === id) ?? fail(notFound());
const conflict = () => fail(new Refusal(409, 'Người khác vừa sửa mục này. Tải lại rồi sửa tiếp.'));
function fail(error) { throw error; }

async function bytesOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

async function answer(request, url) {
  const path = url.pathname.slice('/api/v1'.length);
  const bytes = await bytesOf(request);
  const text = bytes.toString();
  const body = request.headers['content-type']?.includes('json') && text ? JSON.parse(text) : undefined;
  if (path === '/session' && request.method === 'POST') {
    if (!users[body.name] || body.password !== 'demo') throw new Refusal(401, 'Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra lại rồi thử lần nữa.');
    return { value: sessionOf(body.name), cookie: `tram=${body.name}; Path=/; HttpOnly; SameSite=Strict` };
  }
  const user = /tram=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  if (!users[user]) throw new Refusal(401, 'Phiên làm việc đã hết. Đăng nhập lại.');
  for (const [method, pattern, run] of routes) {
    const match = pattern.exec(path);
    if (match && method === request.method) return { value: run({ user, match, query: url.searchParams, body, text }), cookie: method === 'DELETE' ? 'tram=; Path=/; Max-Age=0' : undefined };
  }
  throw notFound();
}

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.woff': 'font/woff' };
async function file(response, path) {
  const name = normalize(path).replace(/^(\.\.[/\\])+/, '');
  const bytes = extname(name) ? await readFile(join(dist, name)).catch(() => null) : await readFile(join(dist, 'index.html'));
  response.writeHead(bytes ? 200 : 404, { 'Content-Type': types[extname(name) || '.html'] ?? 'application/octet-stream' }).end(bytes ?? '');
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  try {
    if (!url.pathname.startsWith('/api/v1')) return await file(response, url.pathname);
    const { value, cookie } = await answer(request, url);
    if (cookie) response.setHeader('Set-Cookie', cookie);
    response.writeHead(value === undefined ? 204 : 200, { 'Content-Type': 'application/json; charset=utf-8' }).end(value === undefined ? undefined : JSON.stringify(value));
  } catch (error) {
    const status = error.status ?? 500;
    if (status === 500) console.error(error);
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ type: 'about:blank', title: String(status), status, detail: error.message, detail_en: error.message, ...error.extra }));
  }
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/  office | worker | leader, password "demo"`));
