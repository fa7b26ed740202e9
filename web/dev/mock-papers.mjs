// Answers about the plan, imports and reports, kept in memory.
import { communes, indicators, unitOf } from './mock-data.mjs';

const years = [2024, 2025, 2026, 2027, 2028, 2029, 2030];
let version = 1;

const targets = [
  { clause: 'II.1', text: 'Hoàn thiện mô hình tổ chức, quản lý', short: 'Mô hình tổ chức', indicator: null, checked: true, operator: null, value: null, milestones: [], assigned: [] },
  ...indicators.map((one) => ({
    clause: one.clause, text: one.title, short: one.short, indicator: one.id, checked: false, operator: one.operator, value: one.target,
    milestones: one.milestone ? years.map((year) => ({ year, value: Math.min(one.target, one.milestone + (year - 2026) * 3), goal: `g-${one.id}-${year}`, version: '1' })) : [],
    assigned: one.id === 'insured' ? [{ year: 2026, unit: 'c3', unit_name: unitOf('c3').name, value: 93.5, number: '12/NQ-HĐND', goal: 'ga-1', version: '1' }] : [],
  })),
];

const task = (id, clause, title, lead, due_on, status, product) => ({ id, version: '1', clause, title, lead: { id: lead, name: lead }, support: [{ id: 's', name: 'Trạm Y tế các xã' }], due_on, yearly: false, status, product, evidence: status === 'done' ? 'Kế hoạch số 45/KH-UBND ngày 12/03/2026' : null, note: null });
export const plan = {
  id: 'ct25', title: 'Kế hoạch thực hiện Chỉ thị số 25-CT/TW, ngày 25/10/2023 của Ban Bí thư về “tiếp tục củng cố, hoàn thiện, nâng cao chất lượng hoạt động của y tế cơ sở trong tình hình mới” trên địa bàn huyện',
  source: 'Kế hoạch của Ban Thường vụ Huyện ủy', number: null, issued_on: null, checked: true, horizon: 2030,
  aims: [
    { clause: 'I.1', title: 'Mục đích', text: 'Tổ chức quán triệt nghiêm túc, sâu sắc Chỉ thị số 25-CT/TW đến các cấp ủy đảng, chính quyền, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội…' },
    { clause: 'I.2', title: 'Yêu cầu', text: 'Tăng cường công tác kiểm tra, giám sát, sơ kết, tổng kết, rút kinh nghiệm trong quá trình triển khai thực hiện.' },
  ],
  targets,
  tasks: [
    task('t1', 'III.1', 'Tổ chức phổ biến, quán triệt Chỉ thị số 25-CT/TW và Kế hoạch đến cấp ủy, tổ chức đảng, chính quyền, hệ thống chính trị', 'Ban Xây dựng Đảng', '2026-03-31', 'done', 'Biên bản, danh sách dự'),
    task('t2', 'III.2', 'Đưa các chỉ tiêu về y tế cơ sở vào kế hoạch phát triển kinh tế - xã hội hằng năm, 05 năm, 10 năm', 'UBND huyện', '2026-12-31', 'in-progress', 'Nghị quyết, kế hoạch năm'),
    task('t3', 'III.3', 'Đề xuất nâng cấp, sửa chữa, xây mới các Trạm y tế xuống cấp; bổ sung trang thiết bị', 'UBND huyện', '2026-10-31', 'open', 'Danh mục đầu tư'),
    task('t4', 'III.4', 'Bố trí, sắp xếp đội ngũ cán bộ y tế cơ sở với số lượng, cơ cấu phù hợp', 'UBND huyện', '2027-06-30', 'open', 'Bảng vị trí việc làm'),
    task('t5', 'III.5', 'Triển khai đồng bộ hệ thống công nghệ thông tin; kết nối y tế cơ sở với tuyến trên và người dân', 'Phòng Y tế', '2027-12-31', 'in-progress', 'Trạm vận hành hệ thống'),
  ],
  assignments: [
    { clause: 'IV.1', who: 'Các chi, đảng bộ cơ sở', title: 'Nghiên cứu, phổ biến, quán triệt, xây dựng chương trình, kế hoạch; định kỳ sơ kết, tổng kết', report_to: 'Ban Thường vụ Huyện ủy', through: null, template: null, periods: [], product: 'Chương trình, kế hoạch' },
    { clause: 'IV.2', who: 'UBND huyện', title: 'Chỉ đạo các cơ quan, đơn vị và UBND các xã, thị trấn xây dựng nhiệm vụ cụ thể; định kỳ báo cáo kết quả', report_to: 'Ban Thường vụ Huyện ủy', through: 'Ban Tuyên giáo Huyện ủy', template: 'A', periods: ['half-year', 'year'], product: null },
    { clause: 'IV.3', who: 'Ban Tuyên giáo Huyện ủy', title: 'Chỉ đạo, định hướng tuyên truyền; hướng dẫn, đôn đốc, kiểm tra, đánh giá việc thực hiện Chỉ thị', report_to: 'Ban Thường vụ Huyện ủy', through: null, template: 'B', periods: ['half-year', 'year'], product: null },
  ],
  recipients: ['Các đồng chí Huyện ủy viên', 'Thường trực HĐND, UBND huyện', 'Lưu Văn phòng Huyện ủy'],
  heads: communes.filter((commune) => commune.head).map((commune) => ({ unit: commune.id, unit_name: commune.name, ...commune.head })),
};

export function putGoal({ kind, indicator, unit, year, value, number, version: known }) {
  const target = targets.find((one) => one.indicator === indicator);
  const rows = kind === 'milestone' ? target.milestones : target.assigned;
  const row = rows.find((one) => one.year === year && (kind === 'milestone' || one.unit === unit));
  if (row && known !== row.version) return null;
  version += 1;
  const next = { year, value, goal: `g${version}`, version: String(version), ...(kind === 'assigned' ? { unit, unit_name: unitOf(unit).name, number } : {}) };
  if (row) Object.assign(row, next);
  else rows.push(next);
  return { goal: next.goal, version: next.version };
}

export function patchTask(id, change) {
  const found = plan.tasks.find((one) => one.id === id);
  if (found.version !== change.version) return null;
  version += 1;
  return Object.assign(found, change, { version: String(version) });
}

const fields = [['household', 'Số hộ', false], ['name', 'Họ và tên', true], ['birth_date', 'Ngày sinh', true], ['sex', 'Giới tính', true], ['identifier', 'Số định danh cá nhân', false], ['hamlet', 'Khu, ấp', true], ['card', 'Số thẻ BHYT', false], ['phone', 'Điện thoại', false]]
  .map(([id, title, required]) => ({ id, title, required }));
const imported = new Set();
const guesses = { 'họ tên': 'name', 'họ và tên': 'name', 'ngày sinh': 'birth_date', 'giới tính': 'sex', cccd: 'identifier', ấp: 'hamlet', 'khu, ấp': 'hamlet', 'số thẻ': 'card', 'điện thoại': 'phone' };

export function preview(text, mapping) {
  const rows = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter(Boolean).map((line) => line.split(/[,;\t]/));
  const [headers = [], ...body] = rows;
  const mapped = mapping ? Object.fromEntries(mapping.split(',').map((pair) => pair.split(':'))) : null;
  const columns = headers.map((header, index) => ({ index, header, field: mapped ? mapped[index] ?? null : guesses[header.trim().toLowerCase()] ?? null, sample: body.slice(0, 3).map((row) => row[index] ?? '') }));
  const birth = columns.find((column) => column.field === 'birth_date');
  const errors = birth ? body.flatMap((row, i) => (/^\d{1,2}\/(0?\d|1[0-2])\/\d{4}$|^\d{4}(-\d\d-\d\d)?$/.test(row[birth.index] ?? '') ? [] : [{ row: i + 2, column: birth.header, field: 'birth_date', code: 'date', text: `Ngày sinh “${row[birth.index] ?? ''}” không đọc được.`, remedy: 'Ghi theo dạng 22/11/1957 hoặc chỉ năm sinh 1957.' }])) : [];
  const same = body.filter((row) => imported.has(row.join())).length;
  return { file: 'population.csv', sheet: null, encoding: 'utf-8', sha256: 'mock', columns, fields, total: body.length, new: body.length - errors.length - same, changed: 0, same, errors: errors.slice(0, 200), errors_total: errors.length, body };
}
export function importRows(text, mapping) {
  const { body, ...seen } = preview(text, mapping);
  body.forEach((row) => imported.add(row.join()));
  return { new: seen.new, changed: 0, same: seen.same, refused: seen.errors_total, errors: seen.errors };
}

export const templates = [
  { id: 'A', title: 'Báo cáo kết quả thực hiện Chỉ thị số 25-CT/TW', author: 'Ủy ban nhân dân', receiver: 'Ban Thường vụ cấp ủy', checked: false },
  { id: 'B', title: 'Báo cáo của cơ quan tuyên giáo', author: 'Ban Tuyên giáo', receiver: 'Ban Thường vụ cấp ủy', checked: false },
  { id: 'C', title: 'Báo cáo của Ban Thường vụ', author: 'Ban Thường vụ cấp ủy', receiver: 'Ban Thường vụ Tỉnh ủy', checked: false },
];
export const reports = [];
const words = [
  ['I', 'I. Công tác lãnh đạo, chỉ đạo, triển khai', 'Trong kỳ, các cơ quan, đơn vị đã ban hành 03 văn bản triển khai thực hiện. [cần bổ sung: số cuộc phổ biến, quán triệt]'],
  ['II', 'II. Kết quả thực hiện các mục tiêu đến năm 2030', 'Tính đến ngày 14/12/2026, tỷ lệ dân số tham gia BHYT đạt 93,4% (1.357/1.453 người), tăng 1,2 điểm phần trăm so với cùng kỳ, thấp hơn mốc năm 0,6 điểm phần trăm.'],
  ['III', 'III. Kết quả thực hiện nhiệm vụ, giải pháp', '02/05 nhiệm vụ đang thực hiện, 01 nhiệm vụ hoàn thành, 01 nhiệm vụ quá hạn.'],
  ['IV', 'IV. Đánh giá chung', '[cần bổ sung: nguyên nhân chủ quan]'],
];
const missingOf = (report) => report.sections.reduce((sum, section) => sum + section.text.split('[cần bổ sung').length - 1, 0);
export function makeReport({ template, unit, from, to, signed_on }) {
  const known = templates.find((one) => one.id === template);
  const report = {
    id: `r${reports.length + 1}`, template, title: known.title, unit, unit_name: unitOf(unit).name, from, to, signed_on: signed_on ?? null, state: 'draft', written_on: '2026-11-22',
    sections: words.map(([id, title, text]) => ({ id, title, text, computed_text: text, edited: false, changed_figures: [] })),
  };
  reports.unshift(report);
  return { id: report.id };
}
export const reportHead = (report) => ({ ...report, sections: undefined, missing: missingOf(report) });
export const reportPage = (report) => ({ ...report, missing: missingOf(report) });
export function editSection(report, id, text) {
  const section = report.sections.find((one) => one.id === id);
  section.edited = text !== '' && text !== section.computed_text;
  section.text = text || section.computed_text;
  return section;
}
export function recalculate(report) {
  const section = report.sections[1];
  section.computed_text = section.computed_text.replace('93,4% (1.357/1.453', '93,6% (1.360/1.453');
  if (section.edited) section.changed_figures = [{ was: '93,4% (1.357/1.453 người)', now: '93,6% (1.360/1.453 người)' }];
  else section.text = section.computed_text;
  return reportPage(report);
}
makeReport({ template: 'A', unit: 'd0', from: '2025-12-15', to: '2026-12-14', signed_on: null });
