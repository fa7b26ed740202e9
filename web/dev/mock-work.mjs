// Answers about people and work given out, kept in memory.
import { addDays, ageOf, closed, hamlets, indicatorOf, indicators, membersOf, people, personOf, share, today, unitOf } from './mock-data.mjs';

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

export const worklists = [];
export const openItems = new Map();
const extraTimeline = new Map();

export const workers = () =>
  hamlets.map((hamlet) => ({ user: `worker-${hamlet.id}`, name: workerName(hamlet.id), unit: hamlet.id, unit_name: hamlet.name, role: 'village_worker' }));
const workerName = (id) => (id === 'h2-1' ? 'Lê Thị Bảy' : people.find((person) => person.hamlet === id && ageOf(person) > 25 && ageOf(person) < 60)?.name ?? 'Nhân viên y tế ấp');

export function makeWorklist({ title, indicator, owner, unit, due_on, reason, members }) {
  const id = `w${worklists.length + 1}`;
  const measured = indicatorOf(indicator);
  const known = new Map(membersOf(measured, 'd0').map((member) => [member.id, member]));
  const items = members.map((member, i) => {
    const person = personOf(member);
    openItems.set(member, { worklist: id, item: `${id}-${i + 1}` });
    return {
      item: `${id}-${i + 1}`, person: { id: person.id, name: person.name, sex: person.sex, birth_date: person.birth_date, hamlet: person.hamlet, hamlet_name: unitOf(person.hamlet).name, phone: person.phone },
      why_title: known.get(member)?.why ?? null, due_on: known.get(member)?.due_on ?? null, days_overdue: known.get(member)?.overdue ?? null, risk: known.get(member)?.risk ?? 0,
      outcome: null, outcome_on: null, note: null,
    };
  });
  const worker = workers().find((one) => one.user === owner);
  worklists.unshift({ id, title, indicator, owner: { user: owner, name: worker?.name ?? owner }, unit, unit_name: unitOf(unit).name, due_on, reason, items });
  return { id, items: items.length };
}

export function headOf(list) {
  const { items, ...head } = list;
  const count = (outcome) => items.filter((item) => item.outcome === outcome).length;
  const open = count(null);
  return { ...head, total: items.length, by_outcome: { done: count('done'), will_come: count('will-come'), not_found: count('not-found'), moved: count('moved'), refused: count('refused'), died: count('died'), open }, late: list.due_on < today && open > 0 };
}

export function applyOutcomes(list, outcomes) {
  let applied = 0;
  const problems = [];
  for (const { item, outcome, on, note } of outcomes) {
    const found = list.items.find((one) => one.item === item);
    if (!found || on > today) {
      problems.push({ item, detail: 'Ngày ghi kết quả ở tương lai. Chọn ngày không sau hôm nay.' });
      continue;
    }
    Object.assign(found, { outcome, outcome_on: on, note: note ?? null });
    if (outcome === 'done') close(list.indicator, found.person.id);
    applied += 1;
  }
  return { applied, problems };
}
function close(indicator, person) {
  if (!closed.has(indicator)) closed.set(indicator, new Set());
  closed.get(indicator).add(person);
}

export function searchPeople({ text, count = 12 }) {
  const parts = fold(text).split(/\s+/).filter(Boolean);
  return {
    people: people.filter((person) => parts.every((part) => fold(person.name).split(' ').some((word) => word.startsWith(part)))).slice(0, count)
      .map((person) => ({ id: person.id, name: person.name, sex: person.sex, birth_date: person.birth_date, hamlet: unitOf(person.hamlet).name, commune: unitOf(unitOf(person.hamlet).parent).name, phone: person.phone, household_head: null, deceased: false })),
  };
}

const events = [
  ['Encounter', 'Lượt khám', 'Khám bệnh, chữa bệnh', 'Tăng huyết áp vô căn (I10)'],
  ['Observation', 'Đo', 'Huyết áp', '142/88 mmHg'],
  ['Observation', 'Đo', 'Cân nặng', '58,5 kg'],
  ['Immunization', 'Tiêm chủng', 'Mũi tiêm cúm mùa', null],
  ['Condition', 'Chẩn đoán', 'Tăng huyết áp vô căn', 'I10'],
  ['Encounter', 'Thăm tại nhà', 'Thăm khám tại nhà', null],
];

export function personPage(id) {
  const person = personOf(id);
  const hamlet = unitOf(person.hamlet);
  const place = unitOf(hamlet.parent).name.replace(/^(Xã|Thị trấn)/, 'Trạm Y tế');
  const timeline = [...(extraTimeline.get(id) ?? [])];
  for (let visit = 0; visit < 5; visit += 1) {
    const on = addDays(today, -Math.floor(30 + visit * 90 + share(`${id}v${visit}`) * 60));
    events.filter((_, i) => share(`${id}${visit}${i}`) < 0.55).forEach(([type, kind, title, value], i) =>
      timeline.push({ type, id: `t-${id}-${visit}-${i}`, on, kind, title, value, place, by: 'BS. Trần Minh Khoa' }));
  }
  const risks = ageOf(person) >= 60 ? [{ id: 'age-60', title: 'Từ 60 tuổi trở lên', group: 'age', since: `${Number(person.birth_date.slice(0, 4)) + 60}-01-01` }] : [];
  if (ageOf(person) >= 18 && share(`${id}risk`) < 0.08) risks.push({ id: 'hypertension', title: 'Tăng huyết áp', group: 'chronic', since: '2024-05-02' });
  const card = share(`${id}insured`);
  return {
    id, name: person.name, sex: person.sex, birth_date: person.birth_date, age: ageOf(person), ethnicity: person.ethnicity,
    identifiers: [{ kind: 'Số định danh cá nhân', value: `0790${String(Math.floor(share(id) * 1e8)).padStart(8, '0')}` }], phones: person.phone ? [person.phone] : [], deceased_on: null,
    home: { unit: person.hamlet, unit_name: `${hamlet.name}, ${unitOf(hamlet.parent).name}`, text: `Số ${Math.floor(share(`${id}no`) * 200)}, ${hamlet.name}`, presence: 'Thường trú, đang ở', since: '2012-03-01' },
    coverage: card < 0.9 ? { card: `GD4 ${String(Math.floor(card * 1e10)).padStart(10, '0')}`, kind: 'Hộ gia đình', from: '2026-01-01', to: card < 0.1 ? '2026-10-31' : '2026-12-31', state: card < 0.1 ? 'expired' : 'active' } : null,
    risks, duplicates: share(`${id}dup`) < 0.1 ? [{ id: people[3].id, name: people[3].name }] : [],
    indicators: indicators.filter((one) => one.member_type === 'patient').flatMap((one) => membersOf(one, person.hamlet).filter((member) => member.id === id).map((member) => ({ id: one.id, title: one.short, met: member.met, why_title: member.why, due_on: member.due_on }))),
    open_items: worklists.flatMap((list) => list.items.filter((item) => item.person.id === id && !item.outcome).map((item) => ({ worklist: list.id, item: item.item, title: list.title, due_on: list.due_on }))),
    timeline: timeline.sort((a, b) => b.on.localeCompare(a.on)),
  };
}

export function homeCheck(id, check) {
  const list = [];
  const add = (title, value) => value && list.push({ type: 'Observation', id: `hc-${Date.now()}-${list.length}`, on: check.on, kind: 'Đo', title, value, place: 'Tại nhà', by: 'Lê Thị Bảy' });
  add('Huyết áp', check.systolic && `${check.systolic}/${check.diastolic} mmHg`);
  add('Đường huyết', check.glucose && `${check.glucose} mmol/L`.replace('.', ','));
  add('Cân nặng', check.weight && `${check.weight} kg`.replace('.', ','));
  extraTimeline.set(id, [{ type: 'Encounter', id: `hc-${Date.now()}`, on: check.on, kind: 'Thăm tại nhà', title: 'Thăm khám tại nhà', value: check.advice ?? null, place: null, by: 'Lê Thị Bảy' }, ...list, ...(extraTimeline.get(id) ?? [])]);
  for (const work of worklists) for (const item of work.items) if (item.item === check.item) applyOutcomes(work, [{ item: item.item, outcome: 'done', on: check.on }]);
  close('health-managed', id);
  return { encounter: 'e1', observations: list.map((one) => one.id), flags: check.systolic >= 180 ? [{ code: 'bp-very-high', text: 'Huyết áp rất cao. Liên hệ trạm y tế ngay hôm nay.' }] : check.systolic >= 140 ? [{ code: 'bp-high', text: 'Huyết áp cao. Hẹn người này đến trạm đo lại trong tuần.' }] : [] };
}

// A district at work: some lists given out before.
const some = (hamlet, n) => membersOf(indicatorOf('high-risk-checked'), hamlet).filter((member) => !member.met).slice(0, n).map((member) => member.id);
makeWorklist({ title: 'Nguy cơ cao chưa kiểm tra – Ấp Phú Quới', indicator: 'high-risk-checked', owner: 'worker-h2-2', unit: 'h2-2', due_on: '2026-11-15', reason: 'Quá 12 tháng chưa kiểm tra', members: some('h2-2', 9) });
makeWorklist({ title: 'Nguy cơ cao chưa kiểm tra – Ấp Bình Lạc', indicator: 'high-risk-checked', owner: 'worker-h2-1', unit: 'h2-1', due_on: '2026-12-05', reason: 'Quá 12 tháng chưa kiểm tra', members: some('h2-1', 12) });
applyOutcomes(worklists[1], worklists[1].items.slice(0, 3).map(({ item }, i) => ({ item, outcome: ['done', 'not-found', 'will-come'][i], on: '2026-11-10' })));
