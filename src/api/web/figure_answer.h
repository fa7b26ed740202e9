// What the figure routes share: reading what is asked, asking it, and writing its parts as JSON.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/web/figures.h"
#include "api/web/parameters.h"
#include "fhir/json/writer.h"
#include "insight/indicators/splits.h"

namespace tram::api::web {

using indicators::Count;
using indicators::Question;
using json::Writer;

std::string DayText(std::int32_t day);  // YYYY-MM-DD
http::Response Json(Writer& out);       // 200, not to be kept by caches
void PutNumber(Writer& out, std::optional<double> value);
void PutText(Writer& out, std::string_view text);  // null when empty
// What the content says in both languages: `key`, and `key`_en.
void PutBoth(Writer& out, std::string_view key, std::string_view vi, std::string_view en);
void PutDay(Writer& out, std::int32_t day);  // null when 0
void PutCount(Writer& out, const Count& count);
// as_of, unit, map, position, content.
void PutHead(Writer& out, const Question& question, const registry::Units& units,
             std::int64_t position, const std::string& content);
// A record that decided: what it is, where to read it, and the day of what was seen or measured.
struct Evidence {
    std::string type, id;
    std::int32_t on = 0;  // 0: a record of another kind
};
// By rid; all of a page at once. Those that are gone are missing.
Result<std::map<std::int64_t, Evidence>> ReadEvidence(database::Connection& connection,
                                                      std::span<const std::int64_t> rids);
// {type, id, on}; null when it is missing.
void PutEvidence(Writer& out, const std::map<std::int64_t, Evidence>& all, std::int64_t rid);

struct Head {
    std::string name;
    std::int32_t since = 0;
};
constexpr std::string_view kHeadTitle = "Người đứng đầu", kHeadTitleEn = "Head of the unit";
// Heads of units on a day, by unit.
Result<std::map<std::int64_t, Head>> ReadHeads(const FigureParts& parts, std::int32_t day);
// {name, title, title_en, since}, or null.
void PutUnitHead(Writer& out, const std::map<std::int64_t, Head>& heads, std::int64_t unit);

// The answer to one indicator for one unit.
struct Asked {
    const indicators::Indicator* indicator = nullptr;
    Question question;
    std::shared_ptr<const indicators::Answer> answer;
    indicators::Geography geography;
    std::vector<indicators::Member> members;  // at or below the unit, ascending by member
};
Result<Asked> Ask(const FigureParts& parts, const indicators::Indicator& indicator,
                  const Question& question);
// The member `details` of what the member lacks, thing by thing: techniques, criteria, contents of
// a check. `details` ascend by member.
void PutDetails(Writer& out, const indicators::Indicator& indicator,
                const std::vector<indicators::Detail>& details, indicators::Rid member);
// Keeps the people whose records are open to one of `units` (sorted) on that day.
Result<void> KeepOpenTo(database::Connection& connection, std::span<const indicators::Rid> units,
                        std::int32_t day, std::vector<indicators::Member>& members);
// The indicator that the path names, {id}. Errors: kNotFound.
Result<const indicators::Indicator*> FindIndicator(const FigureParts& parts,
                                                   const Context& context);
Result<Asked> AskContext(const FigureParts& parts, const Context& context);

// kForbidden, for a reader of figures alone.
Error NamesNotAllowed();
bool MaySeeNames(const access::Actor& actor);

}  // namespace tram::api::web
