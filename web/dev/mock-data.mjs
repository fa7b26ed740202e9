// An invented district for working on the screens without the real server. Same seed, same people.

export const today = '2026-11-22';

function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
// The same share for the same words, whenever asked.
export function share(text) {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 16777619);
  return dice(hash)();
}
const random = dice(25);
const pick = (list) => list[Math.floor(random() * list.length)];

const families = ['Nguyễn', 'Nguyễn', 'Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Thạch', 'Đặng', 'Lâm', 'Dương'];
const girls = ['Thị Hường', 'Thị Tuyết', 'Ngọc Trâm', 'Thị Út', 'Mỹ Duyên', 'Thị Ngân', 'Kim Oanh', 'Thị Sáu', 'Thu Thủy'];
const boys = ['Văn Đực', 'Minh Khoa', 'Văn Tám', 'Quốc Bảo', 'Hữu Nghĩa', 'Văn Dũng', 'Thành Đạt', 'Văn Hiếu', 'Xuân Lộc'];
const communeNames = ['Thị trấn Vĩnh Sen', 'Xã An Lộc', 'Xã Tân Khê', 'Xã Bình Thới', 'Xã Phú Mỹ', 'Xã Long Điền', 'Xã Hòa Phong', 'Xã Thuận Khánh', 'Xã Đông Hưng', 'Xã Vĩnh Lạc', 'Xã An Quới', 'Xã Tân Thạnh'];

const district = { id: 'd0', code: '999', kind: 'district', name: 'Huyện Bàu Sen', parent: null, head: { name: 'Phạm Quốc Trung', title: 'Chủ tịch UBND', since: '2024-03-01' } };
export const communes = communeNames.map((name, i) => ({
  id: `c${i + 1}`, code: `99${101 + i * 3}`, kind: 'commune', name, parent: 'd0',
  head: i === 7 ? null : { name: `${pick(families)} ${pick(random() < 0.4 ? girls : boys)}`, title: 'Chủ tịch UBND', since: '2025-07-01' },
}));
export const hamlets = communes.flatMap((commune, i) =>
  Array.from({ length: 5 }, (_, h) => ({
    id: `h${i + 1}-${h + 1}`, code: null, kind: 'hamlet', name: i === 0 ? `Khu ${h + 1}` : `Ấp ${['Bình Lạc', 'Phú Quới', 'Tân Hưng', 'Long Thạnh', 'An Phong'][h]}`,
    parent: commune.id, head: null,
  })));
export const units = [district, ...communes, ...hamlets].map((unit) => ({ ...unit, valid_from: '2000-01-01', valid_to: null, successors: [] }));
export const unitOf = (id) => units.find((unit) => unit.id === id || unit.code === id) ?? units[0];
export const childrenOf = (id) => units.filter((unit) => unit.parent === id);
export function hamletsBelow(id) {
  const unit = unitOf(id);
  if (unit.kind === 'hamlet') return [unit];
  if (unit.kind === 'commune') return hamlets.filter((hamlet) => hamlet.parent === unit.id);
  return hamlets;
}

const day = (date, offset) => new Date(Date.parse(date) + offset * 86400000).toISOString().slice(0, 10);
export const addDays = day;

export const people = hamlets.flatMap((hamlet) =>
  Array.from({ length: 60 + Math.floor(random() * 50) }, (_, i) => {
    const female = random() < 0.51;
    const year = 2026 - Math.floor(random() ** 1.3 * 92);
    return {
      id: `p-${hamlet.id}-${i + 1}`, name: `${pick(families)} ${pick(female ? girls : boys)}`, sex: female ? 'female' : 'male',
      birth_date: random() < 0.08 ? String(year) : `${year}-${String(1 + Math.floor(random() * (year === 2026 ? 10 : 12))).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
      hamlet: hamlet.id, phone: random() < 0.7 ? `09${String(Math.floor(random() * 1e8)).padStart(8, '0')}` : null,
      ethnicity: random() < 0.86 ? 'Kinh' : 'Khmer', poverty: random() < 0.06 ? 'poor' : random() < 0.12 ? 'near-poor' : 'other',
    };
  }));
export const personOf = (id) => people.find((person) => person.id === id);
export const ageOf = (person, on = today) => Number(on.slice(0, 4)) - Number(person.birth_date.slice(0, 4));

const row = (id, clause, title, short, operator, target, extra = {}) => ({
  id, clause, title, title_en: extra.en ?? title, short, short_en: extra.short_en ?? short, operator, target,
  direction_only: operator === 'toward', sustained: id === 'doctor', member_type: extra.member ?? 'area', checked: false,
  base: extra.member === 'patient' ? 'actual-residents' : null, base_title: extra.member === 'patient' ? 'Nhân khẩu thực tế thường trú' : null,
  rate: extra.rate, gain: extra.gain ?? 0.004, milestone: extra.milestone ?? null, whys: extra.whys ?? [],
});
const patient = { member: 'patient' };
export const indicators = [
  row('station-investment', 'II.1', 'Tỷ lệ trạm y tế được đầu tư cơ sở vật chất và trang thiết bị phục vụ tốt cho công tác chuyên môn', 'Trạm y tế được đầu tư', '=', 100, { member: 'facility', rate: 0.72, milestone: 80, short_en: 'Stations invested', whys: ['Thiếu phòng chức năng', 'Thiếu thiết bị', 'Chưa kiểm kê'] }),
  row('national-criteria', 'II.2', 'Tỷ lệ xã đạt Bộ tiêu chí quốc gia về y tế xã', 'Đạt Bộ tiêu chí quốc gia', '=', 100, { rate: 0.8, milestone: 80, short_en: 'National criteria met', whys: ['Chưa được công nhận (tự chấm đạt)', 'Tự chấm chưa đạt tổng điểm'] }),
  row('doctor', 'II.2', 'Tỷ lệ xã, thị trấn có bác sĩ công tác', 'Xã có bác sĩ', '=', 100, { rate: 0.88, milestone: 100, short_en: 'Communes with a doctor', whys: ['Khuyết vị trí', 'Nghỉ dài ngày'] }),
  row('midwife', 'II.2', 'Tỷ lệ xã, thị trấn có nữ hộ sinh', 'Xã có hộ sinh', '=', 100, { rate: 0.94, milestone: 94, short_en: 'Communes with a midwife', whys: ['Khuyết vị trí'] }),
  row('station-services', 'II.3', 'Tỷ lệ trạm y tế có tổ chức khám bệnh, chữa bệnh thực hiện được từ 90% danh mục dịch vụ kỹ thuật của tuyến xã', 'Trạm làm được ≥ 90% danh mục', '=', 100, { member: 'facility', rate: 0.55, milestone: 70, short_en: 'Stations doing 90% of the list', whys: ['Thiếu thiết bị', 'Thiếu người', 'Chưa được phê duyệt'] }),
  row('centre-services', 'II.3', 'Trung tâm Y tế thực hiện được từ 90% danh mục dịch vụ kỹ thuật của tuyến huyện', 'Trung tâm làm được ≥ 90% danh mục', '=', 100, { member: 'facility', rate: 0.5, milestone: 100, short_en: 'Centre doing 90% of the list', whys: ['Thiếu thiết bị'] }),
  row('insured', 'II.4', 'Tỷ lệ dân số tham gia bảo hiểm y tế', 'Tham gia BHYT', '>', 95, { ...patient, rate: 0.935, milestone: 94, short_en: 'Insured', whys: ['Chưa tham gia', 'Hết hạn chưa gia hạn', 'Mất diện được hỗ trợ', 'Chưa có dữ liệu'] }),
  row('insured-care', 'II.4', 'Tỷ lệ người dân sử dụng dịch vụ chăm sóc ban đầu tại y tế cơ sở được BHYT chi trả', 'Khám ban đầu có BHYT chi trả', '>', 95, { ...patient, rate: 0.91, milestone: 92, short_en: 'Primary care paid by insurance', whys: ['Không có thẻ', 'Thẻ hết hạn', 'Bị từ chối thanh toán'] }),
  row('health-managed', 'II.4', 'Tỷ lệ dân số được quản lý sức khỏe', 'Được quản lý sức khỏe', '>', 95, { ...patient, rate: 0.8, gain: 0.012, milestone: 80, short_en: 'Health-managed', whys: ['Chưa có hồ sơ', 'Hồ sơ trống', 'Có nội dung, quá 12 tháng'] }),
  row('high-risk-checked', 'II.4', 'Tỷ lệ người có nguy cơ cao mắc bệnh được kiểm tra sức khỏe ít nhất mỗi năm một lần', 'Nguy cơ cao được kiểm tra', '=', 100, { ...patient, rate: 0.66, gain: 0.01, milestone: 70, short_en: 'High-risk people checked', whys: ['Chưa khám lần nào', 'Quá 12 tháng', 'Khám thiếu nội dung'] }),
  row('periodic-check', 'II.4', 'Tỷ lệ người dân được kiểm tra sức khỏe định kỳ', 'Kiểm tra sức khỏe định kỳ', 'toward', null, { ...patient, rate: 0.38, gain: 0.009, short_en: 'Periodic health check', whys: ['Chưa kiểm tra lần nào', 'Quá 12 tháng'] }),
];
export const indicatorOf = (id) => indicators.find((one) => one.id === id);

// People whom work done on these screens made met.
export const closed = new Map();

const monthsBefore = (asOf) => (Number(today.slice(0, 4)) - Number(asOf.slice(0, 4))) * 12 + Number(today.slice(5, 7)) - Number(asOf.slice(5, 7));

function isMember(indicator, member) {
  if (indicator.id === 'high-risk-checked') return ageOf(member) >= 60 || (ageOf(member) >= 18 && share(`${member.id}risk`) < 0.08);
  if (indicator.id === 'insured-care') return share(`${member.id}visit`) < 0.6;
  return true;
}

export function membersOf(indicator, unitId, asOf = today) {
  const below = hamletsBelow(unitId);
  const unit = unitOf(unitId);
  const found = [];
  if (indicator.member_type === 'patient') {
    const places = new Set(below.map((hamlet) => hamlet.id));
    for (const person of people) if (places.has(person.hamlet) && isMember(indicator, person)) found.push({ ...person, unit: person.hamlet });
  } else if (indicator.id === 'centre-services') {
    if (unit.kind === 'district') found.push({ id: 'centre', name: 'Trung tâm Y tế Bàu Sen', unit: 'd0' });
  } else if (unit.kind !== 'hamlet') {
    for (const commune of communes) {
      if (unit.kind === 'commune' && commune.id !== unit.id) continue;
      found.push({ id: commune.id, name: indicator.member_type === 'facility' ? commune.name.replace(/^(Xã|Thị trấn)/, 'Trạm Y tế') : commune.name, unit: commune.id });
    }
  }
  return found.map((member) => {
    const place = unitOf(member.unit).parent ?? member.unit;
    const rate = indicator.rate - indicator.gain * monthsBefore(asOf) + (share(indicator.id + place) - 0.5) * 0.14;
    const draw = share(`${indicator.id}${member.id}`);
    const met = draw < rate || closed.get(indicator.id)?.has(member.id) || false;
    const why = met ? null : indicator.whys[Math.floor(share(`${member.id}why${indicator.id}`) * indicator.whys.length)];
    const overdue = met ? null : Math.floor(share(`${member.id}late`) * 240) - 30;
    return { ...member, met, why, overdue, due_on: overdue === null ? null : day(asOf, -overdue), risk: Math.floor(share(`${member.id}r`) * 4) };
  });
}

export function countOf(indicator, unitId, asOf = today) {
  const members = membersOf(indicator, unitId, asOf);
  return { numerator: members.filter((member) => member.met).length, denominator: members.length, no_data: members.filter((member) => member.why === 'Chưa có dữ liệu').length };
}

export function statusOf(indicator, count, before) {
  if (count.denominator === 0) return 'none';
  if (indicator.direction_only) {
    const change = count.numerator * before.denominator - before.numerator * count.denominator;
    return before.denominator === 0 ? 'none' : change > 0 ? 'up' : change < 0 ? 'down' : 'same';
  }
  if (count.no_data * 5 > count.denominator) return 'no-data';
  const percent = (count.numerator * 100) / count.denominator;
  return percent >= indicator.milestone ? 'reached' : percent >= indicator.milestone - 2 ? 'near' : 'behind';
}

export const codeOf = (title) => title.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase().replace(/[^a-z0-9]+/g, '-');

// Twelve invented communes side by side, their common borders the same on both sides.
export const map = {
  type: 'FeatureCollection',
  features: communes.map((commune, i) => {
    const [x, y] = [i % 4, Math.floor(i / 4)];
    const corner = (cx, cy) => [105.6 + cx * 0.08 + (share(`x${cx},${cy}`) - 0.5) * 0.035, 10.2 - cy * 0.07 + (share(`y${cx},${cy}`) - 0.5) * 0.03];
    const ring = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1), corner(x, y)];
    return { type: 'Feature', properties: { id: commune.id, code: commune.code, name: commune.name }, geometry: { type: 'Polygon', coordinates: [ring] } };
  }),
};
