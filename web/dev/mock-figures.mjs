// Answers of the figures: scorecard, trend, splits, reasons, lists, changes.
import { addDays, ageOf, childrenOf, codeOf, countOf, hamletsBelow, indicatorOf, indicators, map, membersOf, statusOf, today, unitOf } from './mock-data.mjs';

const yearBefore = (date) => `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;

export function scorecard(unitId, asOf, mapKind) {
  const unit = unitOf(unitId);
  const all = [unit, ...childrenOf(unit.id)];
  return {
    as_of: asOf, unit: unit.id, map: mapKind, position: 4711, content: 'mock',
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- what the mock knows stays inside
    catalogue: indicators.map(({ rate, gain, milestone, whys, ...rest }) => rest),
    units: all.map(({ id, code, name, kind, head }) => ({ id, code, name, kind, head })),
    rows: indicators.flatMap((indicator) => all.map((one) => {
      const count = countOf(indicator, one.id, asOf);
      const before = countOf(indicator, one.id, yearBefore(asOf));
      return {
        indicator: indicator.id, unit: one.id, ...count, target: indicator.target, milestone: indicator.milestone,
        assigned: one.id === 'c3' && indicator.id === 'insured' ? 93.5 : null, status: statusOf(indicator, count, before),
        previous: { as_of: yearBefore(asOf), numerator: before.numerator, denominator: before.denominator },
      };
    })),
    completeness: all.filter((one) => one.kind !== 'hamlet').map((one, i) => {
      const names = countOf(indicatorOf('insured'), one.id, asOf).denominator;
      const published = Math.round(names / (i === 4 ? 0.91 : 0.985));
      return { unit: one.id, names, published, published_on: '2026-04-01', percent: (names * 100) / published };
    }),
  };
}

export function trend(indicator, unitId, asOf, months) {
  const points = [];
  for (let back = months; back >= 0; back -= 1) {
    const end = back === 0 ? asOf : new Date(Date.UTC(Number(asOf.slice(0, 4)), Number(asOf.slice(5, 7)) - back, 0)).toISOString().slice(0, 10);
    const { numerator, denominator } = countOf(indicator, unitId, end);
    points.push({ as_of: end, numerator, denominator });
  }
  return { points, breaks: [{ as_of: '2025-07-31', reason: 'Sắp xếp đơn vị hành chính từ 01/07/2025' }], target: indicator.target, milestones: indicator.milestone ? [{ year: 2026, value: indicator.milestone }, { year: 2027, value: Math.min(100, indicator.milestone + 3) }] : [] };
}

export function splits(indicator, unitId, asOf, names) {
  const members = membersOf(indicator, unitId, asOf);
  if (indicator.member_type !== 'patient') return { splits: [] };
  const groupings = {
    sex: ['Giới', (m) => ({ female: 'Nữ', male: 'Nam' })[m.sex]],
    age: ['Nhóm tuổi', (m) => { const age = ageOf(m, asOf); return age < 6 ? '0–5' : age < 18 ? '6–17' : age < 40 ? '18–39' : age < 60 ? '40–59' : age < 80 ? '60–79' : '80 trở lên'; }],
    ethnicity: ['Dân tộc', (m) => m.ethnicity],
    poverty: ['Hộ nghèo, cận nghèo', (m) => ({ poor: 'Hộ nghèo', 'near-poor': 'Hộ cận nghèo', other: 'Khác' })[m.poverty]],
    hamlet: ['Khu, ấp', (m) => m.unit],
  };
  return {
    splits: Object.entries(groupings).map(([id, [title, of]]) => {
      const counts = new Map();
      for (const member of members) {
        const code = of(member);
        const count = counts.get(code) ?? { numerator: 0, denominator: 0 };
        count.denominator += 1;
        if (member.met) count.numerator += 1;
        counts.set(code, count);
      }
      const groups = [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([code, count]) => {
        const hidden = !names && count.denominator < 5;
        return { code, title: id === 'hamlet' ? unitOf(code).name : code, numerator: hidden ? null : count.numerator, denominator: hidden ? null : count.denominator, hidden };
      });
      const compared = groups.filter((group) => group.denominator >= 30).sort((a, b) => a.numerator / a.denominator - b.numerator / b.denominator);
      const [worst, best] = [compared[0], compared.at(-1)];
      const percent = (group) => (group.numerator * 100) / group.denominator;
      return { id, title, groups, gap: compared.length > 1 ? { best: best.code, worst: worst.code, points: percent(best) - percent(worst) } : null };
    }),
  };
}

export function whys(indicator, unitId, asOf) {
  const counts = new Map();
  for (const member of membersOf(indicator, unitId, asOf)) if (!member.met) counts.set(member.why, (counts.get(member.why) ?? 0) + 1);
  return { whys: [...counts].sort((a, b) => b[1] - a[1]).map(([title, count]) => ({ code: codeOf(title), title, count })) };
}

function asMember(indicator, member, asOf, openItems) {
  const person = indicator.member_type === 'patient';
  return {
    member: member.id, name: member.name, sex: member.sex ?? null, birth_date: member.birth_date ?? null, phone: member.phone ?? null,
    unit: member.unit, unit_name: unitOf(member.unit).name, met: member.met, why: member.why && codeOf(member.why), why_title: member.why,
    evidence: member.met ? { type: 'Encounter', id: `e-${member.id}`, on: addDays(asOf, -100) } : null, due_on: member.due_on,
    days_overdue: member.overdue, risk: person ? member.risk : null,
    splits: { sex: member.sex ?? null, age: person ? String(ageOf(member)) : null, ethnicity: member.ethnicity ?? null, poverty: member.poverty ?? null, remoteness: null },
    open_item: openItems?.get(member.id) ?? null,
  };
}

export function members(indicator, query, openItems) {
  const asOf = query.get('as_of') || today;
  const met = query.get('met');
  const list = membersOf(indicator, query.get('unit') ?? 'd0', asOf)
    .filter((member) => (met === null || String(member.met) === met) && (!query.get('why') || codeOf(member.why ?? '') === query.get('why')))
    .sort((a, b) => (b.overdue ?? -999) - (a.overdue ?? -999) || b.risk - a.risk || a.name.localeCompare(b.name, 'vi'));
  const start = Number(query.get('cursor') ?? 0);
  const count = Number(query.get('count') ?? 100);
  return {
    as_of: asOf, unit: query.get('unit') ?? 'd0', map: query.get('map') ?? 'own', position: 4711,
    members: list.slice(start, start + count).map((member) => asMember(indicator, member, asOf, openItems)),
    next: start + count < list.length ? String(start + count) : null,
  };
}

export function changes(indicator, unitId, from, to) {
  const before = new Map(membersOf(indicator, unitId, from).map((member) => [member.id, member]));
  const after = membersOf(indicator, unitId, to);
  const lost = after.filter((member) => !member.met).slice(0, 7);
  const gained = after.filter((member) => member.met && !before.get(member.id)?.met);
  const reasons = [
    { code: 'gained', title: indicator.id === 'insured' ? 'Có thẻ trở lại hoặc mới tham gia' : 'Mới đạt trong kỳ', effect: 'gained', count: gained.length },
    { code: codeOf(indicator.whys[0] ?? ''), title: indicator.whys[0] ?? '', effect: 'lost', count: lost.length },
    { code: 'born', title: 'Sinh mới', effect: 'entered', count: 4 },
    { code: 'moved-in', title: 'Chuyển đến', effect: 'entered', count: 6 },
    { code: 'died', title: 'Đã mất', effect: 'left', count: 2 },
  ].filter((reason) => reason.count > 0);
  return { from: { as_of: from, ...pair(countOf(indicator, unitId, from)) }, to: { as_of: to, ...pair(countOf(indicator, unitId, to)) }, reasons };
}
const pair = ({ numerator, denominator }) => ({ numerator, denominator });

export function changeMembers(indicator, query) {
  const asOf = query.get('to') || today;
  const effect = query.get('effect');
  const list = membersOf(indicator, query.get('unit') ?? 'd0', asOf).filter((member) => (effect === 'lost' ? !member.met : member.met)).slice(0, 7);
  return { as_of: asOf, unit: query.get('unit') ?? 'd0', map: 'own', position: 4711, members: list.map((member) => asMember(indicator, member, asOf)), next: null };
}

export const commune = (id) => hamletsBelow(id);
export { map };
