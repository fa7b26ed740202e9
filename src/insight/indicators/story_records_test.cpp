// Rows of story tables as FHIR records, in the shapes of docs/house/records.md: units, people and
// their care. Facilities and staff stand in story_facilities_test.cpp.

#include <algorithm>

#include "base/date.h"
#include "insight/indicators/story_shapes_test.h"
#include "insight/indicators/story_test.h"

namespace tram::indicators::stories {
namespace {

const Words kUnitKinds = {{"tỉnh", "province"},
                          {"huyện", "district"},
                          {"xã", "commune"},
                          {"khu", "hamlet"},
                          {"trạm", "station"},
                          {"điểm trạm", "service-point"},
                          {"trung tâm huyện", "district-centre"},
                          {"trung tâm khu vực", "area-centre"},
                          {"trạm quân dân y", "army-civil-station"},
                          {"phòng khám tư", "private-clinic"},
                          {"phòng khám đa khoa khu vực", "regional-polyclinic"},
                          {"bệnh viện", "hospital"},
                          {"trường", "school"}};
const Words kLinkKinds = {{"thuộc", "part-of"}, {"kế tục", "successor"}, {"phục vụ", "serves"}};
const Words kPresences = {{"thường trú", "resident"},
                          {"tạm vắng dưới 6 tháng", "resident-away-short"},
                          {"vắng từ 6 tháng", "resident-away-long"},
                          {"tạm trú ổn định", "temporary-stable"},
                          {"tạm trú ngắn hạn", "temporary-short"},
                          {"không rõ", "unknown"}};
const Words kContacts = {{"khám bệnh", "treatment"},        {"khám định kỳ", "periodic-check"},
                         {"sàng lọc", "screening"},         {"thăm nhà", "home-visit"},
                         {"khám thai", "antenatal"},        {"sinh con", "birth"},
                         {"sau sinh", "postnatal"},         {"tái khám", "chronic-follow-up"},
                         {"khám học sinh", "school-check"}, {"khám người lao động", "work-check"},
                         {"tiêm chủng", "immunization"},    {"tư vấn", "counselling"},
                         {"giấy tờ", "paperwork"},          {"kiểm tra thẻ", "card-check"}};
const Words kPayers = {{"BHYT", "bhyt"},
                       {"chờ giám định", "bhyt-pending"},
                       {"từ chối", "bhyt-rejected"},
                       {"tự trả", "self"},
                       {"miễn phí", "free"}};
const Words kForms = {{"dưới 6 tuổi", "under-6"}, {"6-17 tuổi", "6-17"}, {"người lớn", "adult"}};
const Words kMeasures = {{"huyết áp", "85354-9"},      {"cân nặng", "29463-7"},
                         {"chiều cao", "8302-2"},      {"vòng eo", "8280-0"},
                         {"đường huyết", "15074-8"},   {"thuốc lá", "72166-2"},
                         {"lưu lượng đỉnh", "19935-6"}};
// What is measured where a story gives no value: nobody's risk.
const Words kOrdinary = {{"cân nặng", "55"},
                         {"chiều cao", "165"},
                         {"vòng eo", "70"},
                         {"đường huyết", "5"},
                         {"lưu lượng đỉnh", "450"}};
const Words kSmoking = {{"đang hút", "current"}, {"đã bỏ", "former"}, {"không hút", "never"}};
const Words kOutcomes = {{"đã làm", "done"},         {"sẽ đến", "will-come"},
                         {"không gặp", "not-found"}, {"đã chuyển", "moved"},
                         {"từ chối", "refused"},     {"đã mất", "died"}};

}  // namespace

const std::map<std::string_view, StoryRecords::Kind>& StoryRecords::Kinds() {
    using Me = StoryRecords;
    static const std::map<std::string_view, Kind> kinds = {
        {"đơn vị", {{"loại", "thuộc", "từ", "đến", "vùng", "dân số"}, &Me::Units}},
        {"liên kết", {{"với", "loại", "từ", "đến"}, &Me::Links}},
        {"người",
         {{"giới", "sinh", "mất", "dân tộc", "quốc tịch", "ở", "cư trú", "từ", "đến", "xác nhận",
           "trùng với", "bác sĩ gia đình"},
          &Me::People}},
        {"hộ nghèo", {{"diện", "từ", "đến"}, &Me::Households}},
        {"thẻ BHYT", {{"nhóm", "từ", "đến", "kiểm tra", "tình trạng"}, &Me::Cards}},
        {"lần khám",
         {{"ngày", "loại", "tại", "chi trả", "vì sao", "mẫu", "tình trạng"}, &Me::Contacts}},
        {"đo", {{"ngày", "chỉ số", "giá trị", "ghi chú"}, &Me::Measurements}},
        {"bệnh", {{"mã", "từ", "đến", "ghi nhận"}, &Me::Diseases}},
        {"mũi tiêm", {{"ngày"}, &Me::Doses}},
        {"kết quả liên hệ", {{"ngày", "kết quả", "lý do"}, &Me::Outcomes}},
        {"nhân viên", {{"văn bằng", "từ", "đến"}, &Me::Workers}},
        {"vị trí",
         {{"tại", "loại", "ngày mỗi tuần", "từ", "đến", "vắng từ", "vắng đến"}, &Me::Posts}},
        {"máy", {{"loại", "số lượng", "kiểm kê", "hỏng từ", "tình trạng"}, &Me::Machines}},
        {"khảo sát nhà", {{"ngày", "tình trạng", "thiếu"}, &Me::Surveys}},
        {"chấm điểm", {{"ngày", "tổng", "điểm liệt", "tiêu chí"}, &Me::Scores}},
        {"quyết định", {{"loại", "từ", "đến"}, &Me::Decisions}},
        {"danh mục", {{"kỹ thuật", "từ", "đến"}, &Me::ListedTechniques}},
        {"dịch vụ", {{"kỹ thuật", "duyệt từ", "duyệt đến", "sẵn sàng", "lý do"}, &Me::Services}},
        {"kỹ thuật đã làm", {{"kỹ thuật", "ngày", "tại"}, &Me::Procedures}}};
    return kinds;
}

Result<std::vector<Record>> StoryRecords::Make(const std::vector<Table>& tables) {
    records_.clear();
    for (const auto& table : tables) {
        const auto kind = Kinds().find(table.kind);
        if (kind == Kinds().end()) {
            std::string known;
            for (const auto& [name, unused] : Kinds()) known += " " + std::string(name) + ",";
            return Fault(file_, table.line, "no table \"" + table.kind + "\"; known:" + known);
        }
        for (const auto& column : table.columns) {
            const auto& columns = kind->second.columns;
            if (std::find(columns.begin(), columns.end(), column) == columns.end())
                return Fault(file_, table.line,
                             "no column \"" + column + "\" in the table " + table.kind);
        }
        TRY((this->*kind->second.make)(table));
    }
    return std::move(records_);
}

Result<std::string> StoryRecords::ReferenceTo(std::string_view name, int line) const {
    const auto known = names_.find(name);
    if (known != names_.end()) return known->second;
    return Fault(file_, line,
                 "nobody and nothing of the name \"" + std::string(name) + "\" so far");
}

Result<std::string> StoryRecords::Reference(std::string_view name, int line) const {
    return "{\"reference\":" + Quote(TRY(ReferenceTo(name, line))) + "}";
}

void StoryRecords::Add(std::string type, std::string id, const std::string& members,
                       const std::string& extensions) {
    const std::string body =
        "{" +
        Joined({Text("resourceType", type), Text("id", id),
                extensions.empty() ? "" : Member("extension", "[" + extensions + "]"), members}) +
        "}";
    records_.push_back({std::move(type), std::move(id), body});
}

std::string StoryRecords::NextId(const Table& table, const Row& row) {
    return Slug(table.kind) + "-" + std::to_string(row.line) + "-" + std::to_string(++serial_);
}

Result<std::string> StoryRecords::Day(const Row& row, std::string_view column) const {
    const std::string& text = row[column];
    if (!text.empty() && !ParseDate(text))
        return Fault(file_, row.line, "\"" + text + "\" is no day: 2026-03-31");
    return text;
}

Result<std::string> StoryRecords::Period(const Row& row, std::string_view from,
                                         std::string_view to) const {
    return "{" + Joined({Text("start", TRY(Day(row, from))), Text("end", TRY(Day(row, to)))}) + "}";
}

Result<std::string> StoryRecords::Code(const Row& row, std::string_view column, const Words& words,
                                       std::string_view fallback) const {
    const std::string& text = row[column];
    if (text.empty()) return std::string(fallback);
    if (const auto known = words.find(text); known != words.end())
        return std::string(known->second);
    std::string all;
    for (const auto& [word, code] : words) all += " " + std::string(word) + ",";
    return Fault(file_, row.line,
                 "\"" + text + "\" is no " + std::string(column) + "; known:" + all);
}

Result<void> StoryRecords::Units(const Table& table) {
    for (const auto& row : table.rows) {
        const std::string id = Slug(row.name);
        const auto period = TRY(Period(row));
        std::vector<std::string> extensions = {Extension("valid", "valuePeriod", period)};
        if (!row["vùng"].empty()) extensions.push_back(CodeExtension("remoteness", row["vùng"]));
        if (!row["dân số"].empty()) {
            extensions.push_back(
                "{\"url\":\"urn:tram:ext:published-population\",\"extension\":[{\"url\":\"value\","
                "\"valueInteger\":" +
                row["dân số"] + "},{\"url\":\"on\",\"valueDate\":\"2024-01-01\"}]}");
        }
        const auto kind = TRY(Code(row, "loại", kUnitKinds, "commune"));
        names_[row.name] = "Organization/" + id;
        Add("Organization", id,
            Joined({Text("name", row.name),
                    Member("identifier",
                           "[{\"system\":\"urn:tram:id:unit\",\"value\":" + Quote(id) + "}]"),
                    Member("type", "[" + Concept("unit-kind", kind) + "]")}),
            Joined(extensions));
        if (row["thuộc"].empty()) continue;
        Add("OrganizationAffiliation", id + "-thuoc",
            Joined({Member("organization", TRY(Reference(row["thuộc"], row.line))),
                    Member("participatingOrganization", TRY(Reference(row.name, row.line))),
                    Member("code", "[" + Concept("unit-link", "part-of") + "]"),
                    Member("period", period)}));
    }
    return {};
}

// The part, predecessor or area served stands first: "Trạm A | thuộc | Xã B".
Result<void> StoryRecords::Links(const Table& table) {
    for (const auto& row : table.rows) {
        const auto kind = TRY(Code(row, "loại", kLinkKinds, "part-of"));
        Add("OrganizationAffiliation", NextId(table, row),
            Joined({Member("organization", TRY(Reference(row["với"], row.line))),
                    Member("participatingOrganization", TRY(Reference(row.name, row.line))),
                    Member("code", "[" + Concept("unit-link", kind) + "]"),
                    Member("period", TRY(Period(row)))}));
    }
    return {};
}

// Several rows of one name: the homes of one person, the facts of the first row.
Result<void> StoryRecords::People(const Table& table) {
    for (const auto& row : table.rows) names_[row.name] = "Patient/" + Slug(row.name);
    std::vector<std::string> done;
    for (const auto& row : table.rows) {
        if (std::find(done.begin(), done.end(), row.name) != done.end()) continue;
        done.push_back(row.name);
        std::vector<std::string> homes;
        for (const auto& home : table.rows) {
            if (home.name != row.name || home["ở"].empty()) continue;
            const auto presence = TRY(Code(home, "cư trú", kPresences, "resident"));
            std::vector<std::string> extensions = {
                Extension("residence-unit", "valueReference", TRY(Reference(home["ở"], home.line))),
                CodeExtension("presence", presence)};
            const auto confirmed = TRY(Day(home, "xác nhận"));
            if (!confirmed.empty())
                extensions.push_back(Extension("confirmed-on", "valueDate", Quote(confirmed)));
            homes.push_back("{" +
                            Joined({Member("extension", "[" + Joined(extensions) + "]"),
                                    Text("text", home["ở"]), Member("period", TRY(Period(home)))}) +
                            "}");
        }
        std::string extensions;
        if (!row["dân tộc"].empty())
            extensions = Extension("ethnicity", "valueCoding", Coding("ethnicity", row["dân tộc"]));
        if (!row["quốc tịch"].empty())
            extensions = Joined({extensions, Extension("nationality", "valueCoding",
                                                       Coding("nationality", row["quốc tịch"]))});
        std::string death, link;
        if (row["mất"] == "không rõ ngày")
            death = "\"deceasedBoolean\":true";
        else
            death = Text("deceasedDateTime", TRY(Day(row, "mất")));
        if (!row["trùng với"].empty())
            link = Member("link", "[{\"other\":" + TRY(Reference(row["trùng với"], row.line)) +
                                      ",\"type\":\"replaced-by\"}]");
        const auto sex = TRY(Code(row, "giới", {{"nam", "male"}, {"nữ", "female"}}, ""));
        Add("Patient", Slug(row.name),
            Joined({Member("name", "[{\"text\":" + Quote(row.name) + "}]"), Text("gender", sex),
                    Text("birthDate", TRY(Day(row, "sinh"))), death,
                    homes.empty() ? "" : Member("address", "[" + Joined(homes) + "]"),
                    row["bác sĩ gia đình"].empty()
                        ? ""
                        : Member("generalPractitioner",
                                 "[" + TRY(Reference(row["bác sĩ gia đình"], row.line)) + "]"),
                    link}),
            extensions);
    }
    return {};
}

Result<void> StoryRecords::Households(const Table& table) {
    for (const auto& row : table.rows) {
        const auto poverty =
            TRY(Code(row, "diện", {{"nghèo", "poor"}, {"cận nghèo", "near-poor"}}, "poor"));
        Add("Group", NextId(table, row),
            Joined(
                {Text("type", "person"), "\"actual\":true",
                 Member("code", Concept("group", "household")),
                 Member("characteristic",
                        "[{" +
                            Joined({Member("code", Concept("group", "poverty")),
                                    Member("valueCodeableConcept", Concept("poverty", poverty)),
                                    "\"exclude\":false", Member("period", TRY(Period(row)))}) +
                            "}]"),
                 Member("member", "[{\"entity\":" + TRY(Reference(row.name, row.line)) + "}]")}));
    }
    return {};
}

Result<void> StoryRecords::Cards(const Table& table) {
    for (const auto& row : table.rows) {
        const auto status = TRY(
            Code(row, "tình trạng",
                 {{"còn dùng", "active"}, {"thu hồi", "cancelled"}, {"nháp", "draft"}}, "active"));
        const auto checked = TRY(Day(row, "kiểm tra"));
        const std::string group = row["nhóm"] == "tư nhân" ? "private" : row["nhóm"];
        Add("Coverage", NextId(table, row),
            Joined({Text("status", status),
                    Member("type", Concept("bhyt-group", group.empty() ? "GD" : group)),
                    Text("subscriberId", "SYN0000000000"),
                    Member("beneficiary", TRY(Reference(row.name, row.line))),
                    Member("payor", "[{\"display\":\"BHXH\"}]"),
                    Member("period", TRY(Period(row)))}),
            checked.empty() ? "" : Extension("checked-on", "valueDate", Quote(checked)));
    }
    return {};
}

Result<void> StoryRecords::Contacts(const Table& table) {
    for (const auto& row : table.rows) {
        const auto payer = TRY(Code(row, "chi trả", kPayers, ""));
        const auto form = TRY(Code(row, "mẫu", kForms, ""));
        const auto unpaid =
            TRY(Code(row, "vì sao",
                     {{"ngoài phạm vi", "out-of-scope"}, {"lỗi hệ thống", "system-fault"}}, ""));
        const auto status =
            TRY(Code(row, "tình trạng",
                     {{"xong", "finished"}, {"hẹn", "planned"}, {"bỏ", "cancelled"}}, "finished"));
        const auto kind = TRY(Code(row, "loại", kContacts, "treatment"));
        const auto day = TRY(Day(row, "ngày"));
        Add("Encounter", NextId(table, row),
            Joined({Text("status", status),
                    Member("class", Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode",
                                           kind == "home-visit" ? "HH" : "AMB")),
                    Member("type", "[" + Concept("encounter-kind", kind) + "]"),
                    Member("subject", TRY(Reference(row.name, row.line))),
                    day.empty() ? "" : Member("period", "{\"start\":\"" + day + "\"}"),
                    row["tại"].empty()
                        ? ""
                        : Member("serviceProvider", TRY(Reference(row["tại"], row.line)))}),
            Joined({payer.empty() ? "" : CodeExtension("payer", payer),
                    unpaid.empty() ? "" : CodeExtension("unpaid-reason", unpaid),
                    form.empty() ? "" : CodeExtension("check-form", form)}));
    }
    return {};
}

// "huyết áp, cân nặng" measures several at once; a value belongs to one alone.
Result<void> StoryRecords::Measurements(const Table& table) {
    for (const auto& row : table.rows) {
        std::vector<std::string> names;
        for (std::string_view rest = row["chỉ số"]; !rest.empty();) {
            const auto comma = std::min(rest.find(", "), rest.size());
            names.emplace_back(rest.substr(0, comma));
            rest.remove_prefix(std::min(comma + 2, rest.size()));
        }
        const auto note =
            TRY(Code(row, "ghi chú",
                     {{"sàng lọc trước", "pre-screening"}, {"người dân tự nhập", "citizen"}}, ""));
        for (const auto& name : names) {
            const auto known = kMeasures.find(name);
            if (known == kMeasures.end())
                return Fault(file_, row.line, "\"" + name + "\" is no chỉ số");
            const std::string value = row["giá trị"];
            std::string result;
            if (name == "thuốc lá") {
                result = Member("valueCodeableConcept",
                                Concept("smoking", TRY(Code(row, "giá trị", kSmoking, "never"))));
            } else if (name == "huyết áp") {
                const auto slash = value.find('/');
                const auto part = [](std::string_view code, const std::string& number) {
                    return "{\"code\":" + Concept("http://loinc.org", code) +
                           ",\"valueQuantity\":{\"value\":" + number + "}}";
                };
                result = Member(
                    "component",
                    "[" + part("8480-6", value.empty() ? "120" : value.substr(0, slash)) + "," +
                        part("8462-4", value.empty() ? "80" : value.substr(slash + 1)) + "]");
            } else {
                const std::string shown = value.empty() ? std::string(kOrdinary.at(name)) : value;
                result = Member("valueQuantity", "{\"value\":" + shown + "}");
            }
            const auto subject = TRY(Reference(row.name, row.line));
            Add("Observation", NextId(table, row),
                Joined({Text("status", "final"),
                        Member("code", Concept("http://loinc.org", known->second)),
                        Member("subject", subject),
                        Text("effectiveDateTime", TRY(Day(row, "ngày"))),
                        note == "citizen" ? Member("performer", "[" + subject + "]") : "", result}),
                note == "pre-screening" ? Extension("pre-screening", "valueBoolean", "true") : "");
        }
    }
    return {};
}

Result<void> StoryRecords::Diseases(const Table& table) {
    for (const auto& row : table.rows) {
        const auto since = TRY(Day(row, "từ"));
        const auto until = TRY(Day(row, "đến"));
        const auto recorded = TRY(Day(row, "ghi nhận"));
        Add("Condition", NextId(table, row),
            Joined({Member("clinicalStatus",
                           Concept("http://terminology.hl7.org/CodeSystem/condition-clinical",
                                   until.empty() ? "active" : "resolved")),
                    Member("code", Concept("http://hl7.org/fhir/sid/icd-10", row["mã"])),
                    Member("subject", TRY(Reference(row.name, row.line))),
                    Text("onsetDateTime", since), Text("abatementDateTime", until),
                    Text("recordedDate", recorded.empty() ? since : recorded)}));
    }
    return {};
}

Result<void> StoryRecords::Doses(const Table& table) {
    for (const auto& row : table.rows) {
        Add("Immunization", NextId(table, row),
            Joined({Text("status", "completed"), Member("vaccineCode", Concept("vaccine", "MR")),
                    Member("patient", TRY(Reference(row.name, row.line))),
                    Text("occurrenceDateTime", TRY(Day(row, "ngày")))}));
    }
    return {};
}

Result<void> StoryRecords::Outcomes(const Table& table) {
    for (const auto& row : table.rows) {
        const auto outcome = TRY(Code(row, "kết quả", kOutcomes, "done"));
        const auto why = TRY(Code(
            row, "lý do", {{"không đi lại được", "cannot-walk"}, {"vắng dài ngày", "away"}}, ""));
        const auto day = TRY(Day(row, "ngày"));
        std::vector<std::string> outputs = {
            "{\"type\":" + Concept("task-output", "outcome") +
                ",\"valueCodeableConcept\":" + Concept("contact-outcome", outcome) + "}",
            "{\"type\":" + Concept("task-output", "outcome-on") + ",\"valueDateTime\":\"" + day +
                "\"}"};
        if (!why.empty())
            outputs.push_back("{\"type\":" + Concept("task-output", "circumstance") +
                              ",\"valueCodeableConcept\":" + Concept("contact-circumstance", why) +
                              "}");
        Add("Task", NextId(table, row),
            Joined({Text("status", "completed"), Text("intent", "order"),
                    Member("code", Concept("task", "worklist-item")),
                    Member("for", TRY(Reference(row.name, row.line))),
                    Member("output", "[" + Joined(outputs) + "]")}));
    }
    return {};
}

}  // namespace tram::indicators::stories
