// Reads content/indicators/: docs/reference/indicator-files.md describes the keys.

#include <algorithm>
#include <cstdlib>

#include "insight/indicators/content_reading.h"
#include "insight/indicators/risk_rules.h"

namespace tram::indicators {
namespace {

using content::Yaml;
using Registers = std::set<std::string, std::less<>>;

Result<bool> ReadFlag(const Yaml& file, const std::string& key) {
    const auto node = TRY(file.Find(key));
    return node.present() ? node.Boolean() : Result<bool>(false);
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

Result<CompanionKind> ReadKind(const Yaml& companion) {
    const auto node = TRY(companion.Find("kind"));
    if (!node.present()) return CompanionKind::kShare;
    const auto text = TRY(node.Text());
    if (text == "share") return CompanionKind::kShare;
    if (text == "count") return CompanionKind::kCount;
    if (text == "days") return CompanionKind::kDays;
    if (text == "longest") return CompanionKind::kLongest;
    return node.Fault(ErrorCode::kBadValue, "kind is share, count, days or longest",
                      "kind là share, count, days hoặc longest");
}

// Of which days a question asks when it is asked about a period. True: of those of the period.
Result<bool> ReadWindow(const Yaml& file) {
    const auto node = TRY(file.Find("window"));
    if (!node.present()) return false;
    const auto text = TRY(node.Text());
    if (text == "period" || text == "12-months") return text == "period";
    return node.Fault(ErrorCode::kBadValue, "window is period or 12-months",
                      "window là period hoặc 12-months");
}

// A base and its SQL; without names it has none.
struct NamedBase {
    Base base;
    std::optional<Part> sql;
};

// What several files share: common/<name>.yaml and the risk rules under their names, and the bases.
struct Shared {
    Parts parts;
    std::vector<NamedBase> bases;
    std::shared_ptr<const RiskRules> risks;

    const NamedBase* FindBase(std::string_view id) const {
        for (const auto& one : bases) {
            if (one.base.id == id) return &one;
        }
        return nullptr;
    }
};

// The `sql` of the newest version: shared parts change with the program, not with the day asked
// for.
Result<Part> NewestSql(const Yaml& file) {
    TRY(ReadValidity(file));
    const auto newest = TRY(TRY(file.Get("versions")).Items()).back();
    TRY(newest.AllowOnly({"valid_from", "sql"}));
    return ReadPart(TRY(newest.Get("sql")));
}

Result<std::vector<NamedBase>> ReadBases(const content::Library& library) {
    std::vector<NamedBase> bases;
    for (const auto& file : library.List("indicators/bases/")) {
        const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
        TRY(yaml.AllowOnly({"id", "title", "source", "checked", "number_only", "versions"}));
        NamedBase one;
        one.base.id = TRY(TRY(yaml.Get("id")).Text());
        one.base.title = TRY(ReadWords(TRY(yaml.Get("title"))));
        one.base.number_only = TRY(ReadFlag(yaml, "number_only"));
        if (!one.base.number_only) one.sql = TRY(NewestSql(yaml));
        bases.push_back(std::move(one));
    }
    std::stable_sort(bases.begin(), bases.end(), [](const NamedBase& a, const NamedBase& b) {
        return a.base.number_only < b.base.number_only;
    });
    return bases;
}

Result<Shared> ReadShared(const content::Library& library, const Registers& registers) {
    Shared shared;
    for (const auto& file : library.List("indicators/common/")) {
        const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
        TRY(yaml.AllowOnly({"id", "title", "source", "checked", "versions"}));
        shared.parts[TRY(TRY(yaml.Get("id")).Text())] = TRY(NewestSql(yaml));
    }
    shared.bases = TRY(ReadBases(library));
    RiskRules risks;
    risks.rules = TRY(LoadRiskRules(library, shared.parts));
    Parts parts = shared.parts;
    for (const auto& one : shared.bases) {
        if (one.sql && !parts.contains("base")) parts["base"] = *one.sql;
    }
    risks.held = TRY(Query::Compose(
        {"SELECT k.member AS member, k.rule AS rule, k.since AS since FROM risk_facts k"}, parts,
        registers));
    shared.risks = std::make_shared<const RiskRules>(std::move(risks));
    return shared;
}

// Reads the versions of a file over one base; companions gather theirs from each version.
class VersionReader {
  public:
    VersionReader(const Shared& shared, const Registers& registers, Indicator& indicator)
        : registers_(registers), shared_parts_(shared.parts), indicator_(indicator) {
        if (const auto* base = shared.FindBase(indicator.base); base && base->sql)
            shared_parts_["base"] = *base->sql;
    }

    Result<void> Read(const Yaml& file) {
        const auto validity = TRY(ReadValidity(file));
        std::size_t place = 0;
        for (const auto& version : TRY(TRY(file.Get("versions")).Items())) {
            TRY(version.AllowOnly(
                {"valid_from", "valid_to", "facts", "parts", "answer", "details", "companions"}));
            parts_ = shared_parts_;
            if (const auto facts = TRY(version.Find("facts")); facts.present())
                parts_["facts"] = TRY(ReadPart(facts));
            if (const auto own = TRY(version.Find("parts")); own.present()) {
                for (const auto& [name, text] : TRY(own.Members()))
                    parts_[name] = TRY(ReadPart(text));
            }
            auto one = TRY(Compose(TRY(version.Get("answer")), validity[place]));
            if (const auto details = TRY(version.Find("details")); details.present())
                one.details = TRY(ComposeQuery(details));
            indicator_.versions.push_back(std::move(one));
            if (const auto companions = TRY(version.Find("companions")); companions.present()) {
                for (const auto& companion : TRY(companions.Items()))
                    TRY(ReadCompanion(companion, validity[place]));
            }
            ++place;
        }
        if (indicator_.of_period && !asks_of_period_) {
            return TRY(file.Get("window"))
                .Fault(
                    ErrorCode::kInvalid,
                    "no query asks for :from or :to; leave `window: period` out, or ask for them",
                    "không truy vấn nào dùng :from hay :to; hãy bỏ `window: period`, hoặc dùng "
                    "chúng");
        }
        return {};
    }

  private:
    // A query of the file. What its window is, the file says once, for all who read it.
    Result<Query> ComposeQuery(const Yaml& text) {
        auto query = TRY(Query::Compose(TRY(ReadPart(text)), parts_, registers_));
        if (!query.AsksOfThePeriod()) return query;
        asks_of_period_ = true;
        if (indicator_.of_period) return query;
        return text.Fault(
            ErrorCode::kInvalid,
            ":from and :to are asked for, so the file says `window: period`; 12 months are after "
            ":year_ago",
            "có dùng :from, :to nên tệp phải ghi `window: period`; 12 tháng là sau :year_ago");
    }

    Result<Version> Compose(const Yaml& answer, const Validity& validity) {
        const Part text = TRY(ReadPart(answer));
        return Version{.valid_from = validity.from,
                       .valid_to = validity.to,
                       .query = TRY(ComposeQuery(answer)),
                       .place = text.file + ":" + std::to_string(text.line)};
    }

    Result<void> ReadCompanion(const Yaml& yaml, const Validity& validity) {
        TRY(yaml.AllowOnly({"id", "title", "kind", "member", "answer"}));
        const auto id_node = TRY(yaml.Get("id"));
        const auto name = TRY(id_node.Text());
        TRY(CheckCode(id_node, name));
        const std::string id = indicator_.id + "/" + name;
        auto& all = indicator_.companions;
        auto known = std::find_if(all.begin(), all.end(),
                                  [&](const Indicator& one) { return one.id == id; });
        if (known == all.end()) {
            Indicator fresh;
            fresh.id = id;
            fresh.clause = indicator_.clause;
            fresh.source = indicator_.source;
            fresh.checked = indicator_.checked;
            fresh.member_type = indicator_.member_type;
            fresh.of_period = indicator_.of_period;
            fresh.base = indicator_.base;
            fresh.base_title = indicator_.base_title;
            fresh.bases = indicator_.bases;
            fresh.whys = indicator_.whys;
            fresh.path = indicator_.path;
            fresh.risks = indicator_.risks;
            all.push_back(std::move(fresh));
            known = std::prev(all.end());
        } else if (known->versions.back().valid_from == validity.from) {
            return id_node.Fault(ErrorCode::kInvalid, "the id \"" + name + "\" is taken",
                                 "mã \"" + name + "\" đã dùng");
        }
        known->title = TRY(ReadWords(TRY(yaml.Get("title"))));
        known->companion_kind = TRY(ReadKind(yaml));
        if (const auto member = TRY(yaml.Find("member")); member.present())
            known->member_type = TRY(ReadMemberType(member));
        known->versions.push_back(TRY(Compose(TRY(yaml.Get("answer")), validity)));
        return {};
    }

    const Registers& registers_;
    Parts shared_parts_;
    Parts parts_;  // with those of the version at hand
    Indicator& indicator_;
    bool asks_of_period_ = false;
};

Result<std::vector<Why>> ReadCodes(const Yaml& node) {
    std::vector<Why> codes;
    if (!node.present()) return codes;
    for (const auto& [code, words] : TRY(node.Members()))
        codes.push_back({code, TRY(ReadWords(words))});
    return codes;
}

Result<Indicator> ReadIndicator(const content::File& file, const Shared& shared,
                                const Registers& registers) {
    const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
    TRY(yaml.AllowOnly({"id", "title", "clause", "source", "checked", "member", "base",
                        "near_points", "limit", "direction_only", "sustained", "counts_everyone",
                        "window", "home_note", "whys", "items", "versions"}));
    Indicator indicator;
    indicator.path = file.path;
    const auto id = TRY(yaml.Get("id"));
    indicator.id = TRY(id.Text());
    TRY(CheckCode(id, indicator.id));
    indicator.title = TRY(ReadWords(TRY(yaml.Get("title"))));
    indicator.clause = TRY(TRY(yaml.Get("clause")).Text());
    indicator.source = TRY(TRY(yaml.Get("source")).Text());
    indicator.checked = TRY(TRY(yaml.Get("checked")).Boolean());
    indicator.member_type = TRY(ReadMemberType(TRY(yaml.Get("member"))));
    indicator.direction_only = TRY(ReadFlag(yaml, "direction_only"));
    indicator.sustained = TRY(ReadFlag(yaml, "sustained"));
    indicator.counts_everyone = TRY(ReadFlag(yaml, "counts_everyone"));
    indicator.of_period = TRY(ReadWindow(yaml));
    indicator.risks = shared.risks;
    if (const auto node = TRY(yaml.Find("near_points")); node.present())
        indicator.near_points = std::strtod(TRY(node.Text()).c_str(), nullptr);
    if (const auto node = TRY(yaml.Find("limit")); node.present()) {
        TRY(node.AllowOnly({"percent", "vi", "en"}));
        const auto percent = TRY(node.Get("percent"));
        indicator.limit = std::strtod(TRY(percent.Text()).c_str(), nullptr);
        if (!(*indicator.limit > 0)) {
            return percent.Fault(ErrorCode::kBadValue, "must be a percent above 0",
                                 "phải là số phần trăm lớn hơn 0");
        }
        indicator.over_limit = {TRY(TRY(node.Get("vi")).Text()), TRY(TRY(node.Get("en")).Text())};
    }
    if (const auto node = TRY(yaml.Find("home_note")); node.present())
        indicator.home_note = TRY(ReadWords(node));
    indicator.whys = TRY(ReadCodes(TRY(yaml.Get("whys"))));
    indicator.items = TRY(ReadCodes(TRY(yaml.Find("items"))));
    if (const auto node = TRY(yaml.Find("base")); node.present()) {
        indicator.base = TRY(node.Text());
        const auto* base = shared.FindBase(indicator.base);
        if (!base || !base->sql) {
            return node.Fault(ErrorCode::kInvalid,
                              "no file indicators/bases/" + indicator.base + ".yaml with names",
                              "không có tệp indicators/bases/" + indicator.base + ".yaml");
        }
        indicator.base_title = base->base.title;
        indicator.bases = {base->base};
        for (const auto& other : shared.bases) {
            if (other.base.id != indicator.base) indicator.bases.push_back(other.base);
        }
        for (const auto& other : shared.bases) {
            if (!other.sql || other.base.id == indicator.base) continue;
            Indicator over = indicator;
            over.over_bases.clear();  // of those read before it
            over.id = indicator.id + "@" + other.base.id;
            over.base = other.base.id;
            over.base_title = other.base.title;
            TRY(VersionReader(shared, registers, over).Read(yaml));
            indicator.over_bases.push_back(std::move(over));
        }
    }
    TRY(VersionReader(shared, registers, indicator).Read(yaml));
    return indicator;
}

}  // namespace

const Indicator* Indicator::Companion(std::string_view companion) const {
    for (const auto& one : companions) {
        if (std::string_view(one.id).substr(id.size() + 1) == companion) return &one;
    }
    return nullptr;
}

const Indicator* Indicator::OverBase(std::string_view base_id) const {
    if (base.empty() || base_id.empty() || base_id == base) return this;
    for (const auto& one : over_bases) {
        if (one.base == base_id) return &one;
    }
    const auto* known = FindBase(base_id);
    return known && known->number_only ? this : nullptr;
}

const Base* Indicator::FindBase(std::string_view base_id) const {
    for (const auto& one : bases) {
        if (one.id == base_id) return &one;
    }
    return nullptr;
}

Result<std::vector<Indicator>> LoadIndicators(const content::Library& library,
                                              const Registers& registers) {
    const Shared shared = TRY(ReadShared(library, registers));
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
    for (const auto& version : indicator.versions) {
        if (version.valid_from <= day && day <= version.valid_to) return &version;
    }
    return nullptr;
}

}  // namespace tram::indicators
