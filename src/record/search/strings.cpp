// Criteria on texts: beginnings, parts.
#include <fmt/format.h>

#include <algorithm>

#include "platform/database/by_set.h"
#include "record/search/criterion.h"

namespace tram::record {
namespace {

using database::Statement;

// Above every text that begins with the same prefix, and itself valid UTF-8.
constexpr std::string_view kHighest = "\xF4\x8F\xBF\xBF";

// `%part%` for LIKE, with its signs taken literally.
std::string LikeAnywhere(std::string_view part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

// One range scan of a text table for each prefix.
class Prefixes : public Criterion {
  public:
    Prefixes(TextTable table, std::int64_t p, std::vector<std::string> prefixes)
        : name_(table == TextTable::kStr ? "str" : "uri"), p_(p), prefixes_(std::move(prefixes)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        if (name_ == "uri") {
            if (!all_) all_ = TRY(All(scope, kMostCollected));
            if (all_) return Intersect(rids, *all_);
            return Error{.code = ErrorCode::kTooCostly,
                         .message = "too many addresses begin that way; give a longer one",
                         .message_vi = "Có quá nhiều địa chỉ bắt đầu như vậy; hãy ghi dài hơn."};
        }
        Rids kept;
        auto* query = TRY(scope.connection().Prepare(
            database::SelectBySet(scope.connection(), "rid, v", "str", "rid", 1, "p = $2")));
        query->BindSet(1, rids);
        query->Bind(2, p_);
        while (TRY(query->Step())) {
            const auto text = query->Text(1);
            const bool begins =
                std::any_of(prefixes_.begin(), prefixes_.end(),
                            [&](const std::string& prefix) { return text.starts_with(prefix); });
            if (begins) kept.push_back(query->Int(0));
        }
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        std::int64_t count = 0;
        for (const auto& prefix : prefixes_) {
            count +=
                TRY(scope.One(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} WHERE p = $1 "
                                          "AND v >= $2 AND v < $3 LIMIT $4) AS found",
                                          name_),
                              [&](Statement& query) { BindRange(query, prefix, enough); }));
        }
        return MaybeCount(count);
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        Rids all;
        for (const auto& prefix : prefixes_) {
            const auto rids = TRY(scope.Column(
                fmt::format("SELECT rid FROM {} WHERE p = $1 AND v >= $2 AND v < $3 LIMIT $4",
                            name_),
                [&](Statement& query) { BindRange(query, prefix, most + 1); }));
            all.insert(all.end(), rids.begin(), rids.end());
            if (static_cast<std::int64_t>(all.size()) > most) return MaybeRids();
        }
        SortUnique(all);
        return MaybeRids(std::move(all));
    }

  private:
    static constexpr std::int64_t kMostCollected = 1'000'000;

    void BindRange(Statement& query, const std::string& prefix, std::int64_t most) {
        query.Bind(1, p_);
        query.BindText(2, prefix);
        end_ = prefix + std::string(kHighest);
        query.BindText(3, end_);
        query.Bind(4, most);
    }

    std::string_view name_;
    std::int64_t p_;
    std::vector<std::string> prefixes_;
    std::string end_;
    MaybeRids all_;
};

class Contains : public Criterion {
  public:
    Contains(std::int64_t p, std::vector<std::string> parts) : p_(p), parts_(std::move(parts)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        Rids kept;
        auto* query = TRY(scope.connection().Prepare(
            database::SelectBySet(scope.connection(), "rid, v", "str", "rid", 1, "p = $2")));
        query->BindSet(1, rids);
        query->Bind(2, p_);
        while (TRY(query->Step())) {
            const auto text = query->Text(1);
            const bool holds =
                std::any_of(parts_.begin(), parts_.end(),
                            [&](const std::string& part) { return text.find(part) != text.npos; });
            if (holds) kept.push_back(query->Int(0));
        }
        SortUnique(kept);
        return kept;
    }
    // No key leads to the middle of a text: only a scan of all can tell how many.
    Result<MaybeCount> Estimate(Scope&, std::int64_t enough) override { return MaybeCount(enough); }
    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        Rids all;
        for (const auto& part : parts_) {
            const auto pattern = LikeAnywhere(part);
            const auto rids = TRY(
                scope.Column("SELECT rid FROM str WHERE p = $1 AND v LIKE $2 ESCAPE '\\' LIMIT $3",
                             [&](Statement& query) {
                                 query.Bind(1, p_);
                                 query.BindText(2, pattern);
                                 query.Bind(3, most + 1);
                             }));
            all.insert(all.end(), rids.begin(), rids.end());
            if (static_cast<std::int64_t>(all.size()) > most) return MaybeRids();
        }
        SortUnique(all);
        return MaybeRids(std::move(all));
    }

  private:
    std::int64_t p_;
    std::vector<std::string> parts_;
};

}  // namespace

CriterionPtr MakePrefixes(TextTable table, std::int64_t p, std::vector<std::string> prefixes) {
    return std::make_unique<Prefixes>(table, p, std::move(prefixes));
}

CriterionPtr MakeContains(std::int64_t p, std::vector<std::string> parts) {
    return std::make_unique<Contains>(p, std::move(parts));
}

}  // namespace tram::record
