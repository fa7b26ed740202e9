#include "insight/indicators/risk_rule_content.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "insight/indicators/content_reading.h"

namespace tram::indicators {
namespace {

using content::Yaml;

Result<std::vector<std::string>> ReadCodes(const Yaml& node) {
    auto codes = TRY(node.Texts());
    for (const auto& code : codes) TRY(CheckCode(node, code));
    return codes;
}

Result<std::string> ReadNumber(const Yaml& rule, const std::string& key) {
    const auto node = TRY(rule.Find(key));
    if (!node.present()) return std::string();
    auto text = TRY(node.Text());
    const bool number = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isdigit(c) || c == '.';
    });
    if (number) return text;
    return node.Fault(ErrorCode::kBadValue, "a number is written 130 or 6.9",
                      "số viết theo dạng 130 hoặc 6.9");
}

Result<RiskQuestion> ReadRule(const Yaml& yaml, Parts& parts) {
    TRY(yaml.AllowOnly({"id", "group", "title", "weight", "age_from", "sex", "conditions",
                        "observation", "computed", "value", "at_least", "below", "needs", "sql"}));
    RiskQuestion rule;
    const auto id = TRY(yaml.Get("id"));
    rule.shown.id = TRY(id.Text());
    TRY(CheckCode(id, rule.shown.id));
    const auto group = TRY(yaml.Get("group"));
    rule.shown.group = TRY(group.Text());
    if (rule.shown.group != "A" && rule.shown.group != "B") {
        return group.Fault(ErrorCode::kBadValue, "group is A (a risk, not yet ill) or B (ill)",
                           "group là A (có nguy cơ, chưa mắc) hoặc B (đang mắc)");
    }
    rule.shown.title = TRY(ReadWords(TRY(yaml.Get("title"))));
    rule.shown.weight = TRY(ReadWhole(yaml, "weight", 1));
    rule.age_from = TRY(ReadWhole(yaml, "age_from", 0));
    rule.conditions = TRY(ReadCodes(TRY(yaml.Find("conditions"))));
    rule.needs = TRY(ReadCodes(TRY(yaml.Find("needs"))));
    for (const auto& [key, place] : {std::pair{"observation", &rule.observation},
                                     {"computed", &rule.computed},
                                     {"value", &rule.value},
                                     {"sex", &rule.sex}}) {
        const auto node = TRY(yaml.Find(key));
        if (!node.present()) continue;
        *place = TRY(node.Text());
        TRY(CheckCode(node, *place));
    }
    if (!rule.sex.empty() && rule.sex != "female" && rule.sex != "male") {
        return TRY(yaml.Get("sex"))
            .Fault(ErrorCode::kBadValue, "sex is female or male", "sex là female hoặc male");
    }
    rule.at_least = TRY(ReadNumber(yaml, "at_least"));
    rule.below = TRY(ReadNumber(yaml, "below"));
    if (const auto sql = TRY(yaml.Find("sql")); sql.present()) {
        rule.sql_part = "risk_rule_" + rule.shown.id;
        std::replace(rule.sql_part.begin(), rule.sql_part.end(), '-', '_');
        parts[rule.sql_part] = TRY(ReadPart(sql));
    }
    const bool measured = !rule.value.empty() || !rule.at_least.empty() || !rule.below.empty();
    if (measured == (rule.observation.empty() && rule.computed.empty())) {
        return yaml.Fault(
            ErrorCode::kRequired,
            "observation and computed go with value, at_least or below, and they with one of them",
            "observation và computed phải đi cùng value, at_least hoặc below");
    }
    if (!rule.computed.empty() && !rule.value.empty()) {
        return TRY(yaml.Get("value"))
            .Fault(ErrorCode::kBadValue, "a computed value is a number: at_least or below",
                   "giá trị tính ra là một số: dùng at_least hoặc below");
    }
    const int asks = !rule.conditions.empty() + !rule.observation.empty() + !rule.computed.empty() +
                     !rule.sql_part.empty();
    if (asks > 1 || (asks == 0 && rule.age_from == 0)) {
        return yaml.Fault(
            ErrorCode::kRequired,
            "a rule asks one thing: conditions, observation, computed, sql, or age_from alone",
            "mỗi quy tắc hỏi một điều: conditions, observation, computed, sql, hoặc chỉ age_from");
    }
    return rule;
}

Result<Measured> ReadMeasured(const Yaml& yaml) {
    Measured measured;
    const auto code = TRY(yaml.Get("code"));
    measured.code = TRY(code.Text());
    TRY(CheckCode(code, measured.code));
    for (const auto& [key, place] :
         {std::pair{"least", &measured.least}, {"most", &measured.most}}) {
        TRY(yaml.Get(key));
        *place = TRY(ReadNumber(yaml, key));
    }
    return measured;
}

Result<Computed> ReadComputed(const Yaml& yaml) {
    TRY(yaml.AllowOnly({"id", "title", "value", "over"}));
    Computed computed;
    const auto id = TRY(yaml.Get("id"));
    computed.id = TRY(id.Text());
    TRY(CheckCode(id, computed.id));
    (void)TRY(ReadWords(TRY(yaml.Get("title"))));
    const auto value = TRY(yaml.Get("value"));
    TRY(value.AllowOnly({"code", "least", "most"}));
    computed.value = TRY(ReadMeasured(value));
    const auto over = TRY(yaml.Get("over"));
    TRY(over.AllowOnly({"code", "least", "most", "scale", "power", "holds"}));
    computed.over = TRY(ReadMeasured(over));
    if (const auto scale = TRY(ReadNumber(over, "scale")); !scale.empty()) computed.scale = scale;
    computed.power = TRY(ReadWhole(over, "power", 1));
    if (computed.power < 1 || computed.power > 3) {
        return TRY(over.Get("power"))
            .Fault(ErrorCode::kBadValue, "power is 1, 2 or 3", "power là 1, 2 hoặc 3");
    }
    const auto holds = TRY(over.Find("holds"));
    if (!holds.present()) return computed;
    for (const auto& one : TRY(holds.Items())) {
        TRY(one.AllowOnly({"age_from", "days"}));
        computed.holds.push_back(
            {TRY(ReadWhole(one, "age_from", 0)), TRY(ReadWhole(one, "days", 0))});
    }
    std::sort(computed.holds.begin(), computed.holds.end(),
              [](const Holds& a, const Holds& b) { return a.age_from > b.age_from; });
    return computed;
}

Result<RiskVersion> ReadVersion(const Yaml& yaml, Parts& parts) {
    TRY(yaml.AllowOnly({"valid_from", "valid_to", "every_adult", "every_child", "newly_found_days",
                        "gathered_within_days", "due_from", "computed", "rules"}));
    RiskVersion version;
    version.every_adult = TRY(ReadCodes(TRY(yaml.Get("every_adult"))));
    version.every_child = TRY(ReadCodes(TRY(yaml.Find("every_child"))));
    version.newly_found_days = TRY(ReadWhole(yaml, "newly_found_days", 90));
    version.gathered_within_days = TRY(ReadWhole(yaml, "gathered_within_days", 60));
    if (const auto due = TRY(yaml.Find("due_from")); due.present())
        version.due_from = TRY(ReadDay(due));
    if (const auto computed = TRY(yaml.Find("computed")); computed.present()) {
        for (const auto& one : TRY(computed.Items()))
            version.computed.push_back(TRY(ReadComputed(one)));
    }
    for (const auto& rule : TRY(TRY(yaml.Get("rules")).Items())) {
        version.rules.push_back(TRY(ReadRule(rule, parts)));
        const auto& wanted = version.rules.back().computed;
        if (!wanted.empty() &&
            std::none_of(version.computed.begin(), version.computed.end(),
                         [&](const Computed& one) { return one.id == wanted; })) {
            return TRY(rule.Get("computed"))
                .Fault(ErrorCode::kBadValue, "nothing of this id stands under computed",
                       "không có mã này trong mục computed của phiên bản");
        }
        const auto& id = version.rules.back().shown.id;
        const auto same = [&](const RiskQuestion& other) { return other.shown.id == id; };
        if (std::count_if(version.rules.begin(), version.rules.end(), same) > 1) {
            return rule.Fault(ErrorCode::kInvalid, "the id \"" + id + "\" is taken",
                              "mã \"" + id + "\" đã dùng");
        }
    }
    return version;
}

}  // namespace

Result<std::vector<RiskVersion>> ReadRiskVersions(const content::Library& library, Parts& parts) {
    const auto* file = library.Find(kRiskPath);
    if (!file) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "the content file risk/rules.yaml is missing",
                     .message_vi = "thiếu tệp nội dung risk/rules.yaml.",
                     .path = std::string(kRiskPath)};
    }
    const auto yaml = TRY(content::Yaml::Parse(file->bytes, file->path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "versions"}));
    for (const char* key : {"id", "title", "source", "checked"}) TRY(yaml.Get(key));
    std::vector<RiskVersion> versions;
    std::vector<Validity> validity = TRY(ReadValidity(yaml));
    std::size_t place = 0;
    for (const auto& version : TRY(TRY(yaml.Get("versions")).Items())) {
        versions.push_back(TRY(ReadVersion(version, parts)));
        versions.back().from = validity[place].from;
        versions.back().to = validity[place++].to;
    }
    return versions;
}

}  // namespace tram::indicators
