// Reads content/indicators/: docs/reference/indicator-files.md describes the keys.

#include <algorithm>

#include "base/date.h"
#include "insight/indicators/indicator.h"
#include "platform/content/yaml.h"

namespace tram::indicators {
namespace {

using content::Yaml;

Result<Words> ReadWords(const Yaml& node) {
    TRY(node.AllowOnly({"vi", "en"}));
    return Words{TRY(TRY(node.Get("vi")).Text()), TRY(TRY(node.Get("en")).Text())};
}

Result<bool> ReadFlag(const Yaml& file, const std::string& key) {
    const auto node = TRY(file.Find(key));
    return node.present() ? node.Boolean() : Result<bool>(false);
}

Result<std::int32_t> ReadDay(const Yaml& node) {
    const auto date = ParseDate(TRY(node.Text()));
    if (!date || !date->IsWholeDay()) {
        return node.Fault(ErrorCode::kBadValue, "a date is written YYYY-MM-DD",
                          "ngày viết theo dạng YYYY-MM-DD");
    }
    return date->FirstDay();
}

Result<MemberType> ReadMemberType(const Yaml& node) {
    const auto text = TRY(node.Text());
    if (text == "patient") return MemberType::kPatient;
    if (text == "facility") return MemberType::kFacility;
    if (text == "area") return MemberType::kArea;
    if (text == "facility_service") return MemberType::kFacilityService;
    return node.Fault(ErrorCode::kBadValue, "member is patient, facility, area or facility_service",
                      "member là patient, facility, area hoặc facility_service");
}

// Texts that several files share: common/<name>.yaml under their name, bases under "base".
struct Shared {
    Parts common;
    std::map<std::string, std::pair<Words, std::string>> bases;
};

// The `sql` of the newest version: shared parts change with the program, not with the day asked
// for.
Result<std::string> NewestSql(const Yaml& file) {
    const auto versions = TRY(TRY(file.Get("versions")).Items());
    if (versions.empty())
        return file.Fault(ErrorCode::kRequired, "no version", "chưa có phiên bản nào");
    TRY(versions.back().AllowOnly({"valid_from", "sql"}));
    return TRY(TRY(versions.back().Get("sql")).Text());
}

Result<Shared> ReadShared(const content::Library& library) {
    Shared shared;
    for (const auto& file : library.List("indicators/common/")) {
        const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
        TRY(yaml.AllowOnly({"id", "title", "source", "checked", "versions"}));
        shared.common[TRY(TRY(yaml.Get("id")).Text())] = TRY(NewestSql(yaml));
    }
    for (const auto& file : library.List("indicators/bases/")) {
        const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
        TRY(yaml.AllowOnly({"id", "title", "source", "checked", "versions"}));
        const auto title = TRY(ReadWords(TRY(yaml.Get("title"))));
        shared.bases[TRY(TRY(yaml.Get("id")).Text())] = {title, TRY(NewestSql(yaml))};
    }
    return shared;
}

Result<void> ReadVersions(const Yaml& file, const Shared& shared,
                          const std::set<std::string, std::less<>>& registers,
                          Indicator& indicator) {
    Parts parts = shared.common;
    if (!indicator.base.empty()) parts["base"] = shared.bases.at(indicator.base).second;
    for (const auto& version : TRY(TRY(file.Get("versions")).Items())) {
        TRY(version.AllowOnly({"valid_from", "facts", "answer"}));
        const auto day_node = TRY(version.Get("valid_from"));
        const auto day = TRY(ReadDay(day_node));
        if (!indicator.versions.empty() && day <= indicator.versions.back().valid_from) {
            return day_node.Fault(
                ErrorCode::kInvalid, "versions overlap: each begins after the one before it",
                "các phiên bản chồng nhau: mỗi phiên bản phải bắt đầu sau phiên bản trước");
        }
        const auto facts = TRY(version.Find("facts"));
        parts.erase("facts");
        if (facts.present()) parts["facts"] = TRY(facts.Text());
        const auto answer = TRY(version.Get("answer"));
        auto query = Query::Compose(TRY(answer.Text()), parts, registers);
        if (!query) {
            return answer.Fault(query.error().code, query.error().message,
                                query.error().message_vi);
        }
        Query base;
        if (!indicator.base.empty())
            base = TRY(Query::Compose("SELECT * FROM base", parts, registers));
        indicator.versions.push_back({day, std::move(*query), std::move(base)});
    }
    return {};
}

Result<Indicator> ReadIndicator(const content::File& file, const Shared& shared,
                                const std::set<std::string, std::less<>>& registers) {
    const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
    TRY(yaml.AllowOnly({"id", "title", "clause", "source", "checked", "member", "base",
                        "near_points", "direction_only", "sustained", "whys", "versions"}));
    Indicator indicator;
    indicator.path = file.path;
    indicator.id = TRY(TRY(yaml.Get("id")).Text());
    indicator.title = TRY(ReadWords(TRY(yaml.Get("title"))));
    indicator.clause = TRY(TRY(yaml.Get("clause")).Text());
    indicator.source = TRY(TRY(yaml.Get("source")).Text());
    indicator.checked = TRY(TRY(yaml.Get("checked")).Boolean());
    indicator.member_type = TRY(ReadMemberType(TRY(yaml.Get("member"))));
    indicator.direction_only = TRY(ReadFlag(yaml, "direction_only"));
    indicator.sustained = TRY(ReadFlag(yaml, "sustained"));
    if (const auto node = TRY(yaml.Find("near_points")); node.present()) {
        indicator.near_points = std::strtod(TRY(node.Text()).c_str(), nullptr);
    }
    if (const auto node = TRY(yaml.Find("base")); node.present()) {
        indicator.base = TRY(node.Text());
        const auto base = shared.bases.find(indicator.base);
        if (base == shared.bases.end()) {
            return node.Fault(ErrorCode::kInvalid,
                              "no file indicators/bases/" + indicator.base + ".yaml",
                              "không có tệp indicators/bases/" + indicator.base + ".yaml");
        }
        indicator.base_title = base->second.first;
    }
    for (const auto& [code, words] : TRY(TRY(yaml.Get("whys")).Members())) {
        indicator.whys.push_back({code, TRY(ReadWords(words))});
    }
    TRY(ReadVersions(yaml, shared, registers, indicator));
    return indicator;
}

}  // namespace

Result<std::vector<Indicator>> LoadIndicators(const content::Library& library,
                                              const std::set<std::string, std::less<>>& registers) {
    const Shared shared = TRY(ReadShared(library));
    std::vector<Indicator> indicators;
    for (const auto& file : library.List("indicators/")) {
        if (file.path.find('/', std::string_view("indicators/").size()) != std::string_view::npos)
            continue;
        indicators.push_back(TRY(ReadIndicator(file, shared, registers)));
        const auto& id = indicators.back().id;
        const auto twins = std::count_if(indicators.begin(), indicators.end(),
                                         [&](const Indicator& other) { return other.id == id; });
        if (twins > 1) {
            return Error{
                .code = ErrorCode::kInvalid,
                .message =
                    std::string(file.path) + ": the id \"" + id + "\" is taken by another file",
                .message_vi = std::string(file.path) + ": mã \"" + id + "\" đã có ở tệp khác.",
                .path = "id"};
        }
    }
    return indicators;
}

const Version* VersionOn(const Indicator& indicator, std::int32_t day) {
    const Version* found = nullptr;
    for (const auto& version : indicator.versions) {
        if (version.valid_from <= day) found = &version;
    }
    return found;
}

}  // namespace tram::indicators
