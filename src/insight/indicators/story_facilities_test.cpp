// Rows of story tables as FHIR records: staff, machines, buildings, decisions, techniques.

#include <algorithm>

#include "insight/indicators/story_shapes_test.h"
#include "insight/indicators/story_test.h"

namespace tram::indicators::stories {
namespace {

// "KT01-KT09, KT12" → nine codes and one.
std::vector<std::string> CodesOf(std::string_view text) {
    std::vector<std::string> codes;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        std::string part(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        std::erase(part, ' ');
        const auto dash = part.find('-');
        if (dash == std::string::npos) {
            codes.push_back(part);
            continue;
        }
        const auto digits = part.find_first_of("0123456789");
        const std::string stem = part.substr(0, digits);
        const auto width = dash - digits;
        const int first = std::stoi(part.substr(digits, width));
        const int last = std::stoi(part.substr(dash + 1 + stem.size()));
        for (int number = first; number <= last; ++number) {
            const std::string shown = std::to_string(number);
            codes.push_back(stem + std::string(width - std::min(width, shown.size()), '0') + shown);
        }
    }
    return codes;
}

const Words kQualifications = {{"bác sĩ", "doctor"},
                               {"y sĩ", "assistant-doctor"},
                               {"y sĩ sản nhi", "assistant-doctor-obstetrics"},
                               {"hộ sinh", "midwife"},
                               {"điều dưỡng", "nurse"},
                               {"y tế thôn bản", "hamlet-health-worker"},
                               {"giấy phép hành nghề", "licence"}};
const Words kPostKinds = {{"cơ hữu", "own"},
                          {"hợp đồng", "contract"},
                          {"luân phiên", "rotation"},
                          {"tăng cường", "reinforcement"},
                          {"biệt phái", "secondment"}};
const Words kConditions = {{"tốt", "good"},
                           {"xuống cấp", "worn"},
                           {"xuống cấp nặng", "badly-worn"},
                           {"nguy hiểm", "dangerous"},
                           {"đang xây dựng", "under-construction"}};
const Words kRooms = {{"phòng", "rooms"},
                      {"nước", "water"},
                      {"rác thải", "waste"},
                      {"điện", "power"},
                      {"mạng", "network"}};
const Words kDecisions = {{"công nhận", "recognition"},
                          {"giấy phép hoạt động", "operating-licence"},
                          {"hợp đồng BHYT", "bhyt-contract"}};
const Words kLists = {{"xã", "level-list-commune"}, {"huyện", "level-list-district"}};
const Words kReasons = {{"thiếu người", "no-staff"},     {"người chưa có phạm vi", "no-scope"},
                        {"thiếu thiết bị", "no-device"}, {"thiếu thuốc, vật tư", "no-supply"},
                        {"chưa có giá", "no-price"},     {"không có nhu cầu", "no-demand"}};

}  // namespace

// Several rows of one name: the papers of one worker.
Result<void> StoryRecords::Workers(const Table& table) {
    std::vector<std::string> done;
    for (const auto& row : table.rows) {
        if (std::find(done.begin(), done.end(), row.name) != done.end()) continue;
        done.push_back(row.name);
        std::vector<std::string> papers;
        for (const auto& paper : table.rows) {
            if (paper.name != row.name) continue;
            const auto code = TRY(Code(paper, "văn bằng", kQualifications, "doctor"));
            papers.push_back("{" +
                             Joined({Member("code", Concept("qualification", code)),
                                     Member("period", TRY(Period(paper)))}) +
                             "}");
        }
        names_[row.name] = "Practitioner/" + Slug(row.name);
        Add("Practitioner", Slug(row.name),
            Joined({Member("name", "[{\"text\":" + Quote(row.name) + "}]"),
                    Member("qualification", "[" + Joined(papers) + "]")}));
    }
    return {};
}

Result<void> StoryRecords::Posts(const Table& table) {
    for (const auto& row : table.rows) {
        const auto kind = TRY(Code(row, "loại", kPostKinds, "own"));
        std::string away;
        if (!row["vắng từ"].empty())
            away = Member("notAvailable", "[{\"description\":\"Nghỉ\",\"during\":" +
                                              TRY(Period(row, "vắng từ", "vắng đến")) + "}]");
        Add("PractitionerRole", Slug(row.name) + "-" + Slug(row["tại"]) + "-" + row["từ"],
            Joined({Member("practitioner", TRY(Reference(row.name, row.line))),
                    Member("organization", TRY(Reference(row["tại"], row.line))),
                    Member("code", "[" + Concept("post", "staff") + "]"),
                    Member("period", TRY(Period(row))), away}),
            Joined({CodeExtension("post-kind", kind),
                    row["ngày mỗi tuần"].empty()
                        ? ""
                        : Extension("days-per-week", "valueDecimal", row["ngày mỗi tuần"])}));
    }
    return {};
}

// `loại`: a kind of equipment; "cả danh mục": every kind of the shipped minimum list, twice.
Result<void> StoryRecords::Machines(const Table& table) {
    for (const auto& row : table.rows) {
        std::vector<std::string> kinds = {row["loại"]};
        int each = row["số lượng"].empty() ? 1 : std::stoi(row["số lượng"]);
        if (row["loại"] == "cả danh mục") {
            each = 2;
            kinds = {"sphygmomanometer", "stethoscope",    "thermometer",    "adult-scale",
                     "infant-scale",     "height-board",   "glucometer",     "nebulizer",
                     "oxygen-set",       "ambu-bag",       "suction-pump",   "delivery-bed",
                     "doppler",          "autoclave",      "vaccine-fridge", "electrocardiograph",
                     "ultrasound",       "urine-analyser", "computer",       "acupuncture-set"};
        }
        const auto status = TRY(Code(
            row, "tình trạng",
            {{"dùng được", "active"}, {"chưa dùng được", "inactive"}, {"chưa bàn giao", "unknown"}},
            "active"));
        const auto seen = TRY(Day(row, "kiểm kê"));
        const auto broken = TRY(Day(row, "hỏng từ"));
        for (const auto& kind : kinds) {
            for (int i = 0; i < each; ++i) {
                // A machine of a kind keeps its id, so that a later row can change it.
                Add("Device", Slug(row.name) + "-" + kind + "-" + std::to_string(i),
                    Joined({Text("status", status), Member("type", Concept("equipment", kind)),
                            Member("owner", TRY(Reference(row.name, row.line)))}),
                    Joined(
                        {seen.empty() ? "" : Extension("inventoried-on", "valueDate", Quote(seen)),
                         broken.empty() ? ""
                                        : Extension("broken-since", "valueDate", Quote(broken))}));
            }
        }
    }
    return {};
}

Result<void> StoryRecords::Surveys(const Table& table) {
    for (const auto& row : table.rows) {
        const auto condition = TRY(Code(row, "tình trạng", kConditions, "good"));
        std::vector<std::string> items = {
            "{\"linkId\":\"condition\",\"answer\":[{\"valueCoding\":" +
            Coding("building-condition", condition) + "}]}"};
        for (const auto& [word, code] : kRooms) {
            const bool lacks = row["thiếu"].find(word) != std::string::npos;
            items.push_back("{\"linkId\":\"" + std::string(code) +
                            "\",\"answer\":[{\"valueCoding\":" +
                            Coding("yes-no", lacks ? "no" : "yes") + "}]}");
        }
        Add("QuestionnaireResponse", NextId(table, row),
            Joined({Text("questionnaire", "urn:tram:form:building-survey"),
                    Text("status", "completed"),
                    Member("subject", TRY(Reference(row.name, row.line))),
                    Text("authored", TRY(Day(row, "ngày"))),
                    Member("item", "[" + Joined(items) + "]")}));
    }
    return {};
}

// `tiêu chí`: "3: 4/10" points of maximum in criterion 3; those not named have all.
Result<void> StoryRecords::Scores(const Table& table) {
    for (const auto& row : table.rows) {
        const auto number = [](std::string_view link, const std::string& value) {
            return "{\"linkId\":\"" + std::string(link) +
                   "\",\"answer\":[{\"valueDecimal\":" + value + "}]}";
        };
        std::vector<std::string> items = {number("total", row["tổng"]),
                                          number("fatal", row["điểm liệt"].empty() ? "0" : "1")};
        if (const std::string& criterion = row["tiêu chí"]; !criterion.empty()) {
            const auto colon = criterion.find(": "), slash = criterion.find('/');
            if (colon == std::string::npos || slash == std::string::npos)
                return Fault(file_, row.line, "points of a criterion are written \"3: 4/10\"");
            const std::string which = criterion.substr(0, colon);
            items.push_back(
                number("criterion-" + which, criterion.substr(colon + 2, slash - colon - 2)));
            items.push_back(number("criterion-" + which + "-max", criterion.substr(slash + 1)));
        }
        Add("QuestionnaireResponse", NextId(table, row),
            Joined({Text("questionnaire", "urn:tram:form:commune-criteria"),
                    Text("status", "completed"),
                    Member("subject", TRY(Reference(row.name, row.line))),
                    Text("authored", TRY(Day(row, "ngày"))),
                    Member("item", "[" + Joined(items) + "]")}));
    }
    return {};
}

Result<void> StoryRecords::Decisions(const Table& table) {
    for (const auto& row : table.rows) {
        const auto kind = TRY(Code(row, "loại", kDecisions, "recognition"));
        Add("Basic", NextId(table, row),
            Joined({Member("code", Concept("decision", kind)),
                    Member("subject", TRY(Reference(row.name, row.line)))}),
            Extension("valid", "valuePeriod", TRY(Period(row))));
    }
    return {};
}

// The first cell is the level: "xã" or "huyện".
Result<void> StoryRecords::ListedTechniques(const Table& table) {
    for (const auto& row : table.rows) {
        const auto list = kLists.find(row.name);
        if (list == kLists.end()) return Fault(file_, row.line, "a list is of xã or huyện");
        for (const auto& code : CodesOf(row["kỹ thuật"])) {
            Add("HealthcareService", NextId(table, row),
                Joined({Member("category", "[" + Concept("service-category", list->second) + "]"),
                        Member("type", "[" + Concept("technique", code) + "]")}),
                Extension("approved", "valuePeriod", TRY(Period(row))));
        }
    }
    return {};
}

Result<void> StoryRecords::Services(const Table& table) {
    for (const auto& row : table.rows) {
        const auto reason = TRY(Code(row, "lý do", kReasons, ""));
        const auto ready = TRY(Day(row, "sẵn sàng"));
        const bool approved = !row["duyệt từ"].empty();
        for (const auto& code : CodesOf(row["kỹ thuật"])) {
            Add("HealthcareService", NextId(table, row),
                Joined({Member("providedBy", TRY(Reference(row.name, row.line))),
                        Member("category", "[" + Concept("service-category", "own") + "]"),
                        Member("type", "[" + Concept("technique", code) + "]")}),
                Joined({approved ? Extension("approved", "valuePeriod",
                                             TRY(Period(row, "duyệt từ", "duyệt đến")))
                                 : "",
                        ready.empty() ? "" : Extension("ready-on", "valueDate", Quote(ready)),
                        reason.empty() ? "" : CodeExtension("not-done-reason", reason)}));
        }
    }
    return {};
}

// The first cell is the patient.
Result<void> StoryRecords::Procedures(const Table& table) {
    for (const auto& row : table.rows) {
        const auto place = TRY(Reference(row["tại"], row.line));
        for (const auto& code : CodesOf(row["kỹ thuật"])) {
            Add("Procedure", NextId(table, row),
                Joined({Text("status", "completed"), Member("code", Concept("technique", code)),
                        Member("subject", TRY(Reference(row.name, row.line))),
                        Text("performedDateTime", TRY(Day(row, "ngày"))),
                        Member("performer",
                               "[{\"actor\":" + place + ",\"onBehalfOf\":" + place + "}]")}));
        }
    }
    return {};
}

}  // namespace tram::indicators::stories
