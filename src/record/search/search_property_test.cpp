// Searches of every shape over small random worlds, compared with a plain evaluation of each clause
// on the rows of each record: no tables, no planner.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>
#include <variant>

#include "base/vietnamese_text.h"
#include "record/search/testing.h"

namespace tram::record {
namespace {

using definitions::SearchKind;
using search::Clause;
using search::Facet;
using search::Modifier;
using search::Operand;
using search::Prefix;

template <typename T>
bool Compare(Prefix prefix, T query_low, T query_high, T low, T high) {
    const bool contained = query_low <= low && high <= query_high;
    switch (prefix) {
        case Prefix::kEq:
            return contained;
        case Prefix::kNe:
            return !contained;
        case Prefix::kLt:
            return low < query_low;
        case Prefix::kGt:
            return high > query_high;
        case Prefix::kLe:
            return low < query_low || contained;
        case Prefix::kGe:
            return high > query_high || contained;
        case Prefix::kSa:
            return low > query_high;
        case Prefix::kEb:
            return high < query_low;
        case Prefix::kAp:
            return low <= query_high && high >= query_low;
    }
    return false;
}

class RandomSearchTest : public testing::SearchTest {
  protected:
    using SortKey = std::variant<double, std::string>;

    // --- the plain evaluation ---

    bool Sees(const Record& record) const {
        if (units_.empty() || access::IsCommonType(record.type)) return true;
        return opened_.contains(record.home);
    }
    const Record* Living(const search::ReferenceValue& reference) const {
        for (const auto& [rid, record] : records_) {
            if (record.living && record.type == reference.type && record.id == reference.id) {
                return &record;
            }
        }
        return nullptr;
    }

    bool Meets(const Record& record, const Clause& clause) const {
        if (clause.reverse) return MeetsReverse(record, *clause.reverse);
        if (clause.chain) return MeetsChain(record, clause);
        if (clause.modifier == Modifier::kMissing) {
            return clause.missing == !std::any_of(record.rows.rows.begin(), record.rows.rows.end(),
                                                  [&](const search::SearchRow& row) {
                                                      return row.parameter ==
                                                             &search::RowsOf(*clause.parameter);
                                                  });
        }
        const bool any =
            std::any_of(clause.operands.begin(), clause.operands.end(),
                        [&](const Operand& operand) { return MeetsOne(record, clause, operand); });
        return clause.modifier == Modifier::kNot ? !any : any;
    }

    bool MeetsReverse(const Record& record, const Clause::Reverse& reverse) const {
        for (const auto& [rid, source] : records_) {
            if (!source.living || source.type != reverse.type || !Sees(source)) continue;
            for (const auto& row : source.rows.rows) {
                const auto* to = std::get_if<search::ReferenceValue>(&row.value);
                if (row.parameter == &search::RowsOf(*reverse.reference) && to &&
                    to->type == record.type && to->id == record.id &&
                    Meets(source, reverse.inner[0])) {
                    return true;
                }
            }
        }
        return false;
    }

    bool MeetsChain(const Record& record, const Clause& clause) const {
        for (const auto& row : record.rows.rows) {
            const auto* to = std::get_if<search::ReferenceValue>(&row.value);
            if (row.parameter != &search::RowsOf(*clause.parameter) || !to) continue;
            const auto* target = Living(*to);
            if (!target || !Sees(*target)) continue;
            for (std::size_t i = 0; i < clause.chain->types.size(); ++i) {
                if (clause.chain->types[i] == target->type &&
                    Meets(*target, clause.chain->inner[i])) {
                    return true;
                }
            }
        }
        return false;
    }

    bool MeetsOne(const Record& record, const Clause& clause, const Operand& operand) const {
        if (clause.parameter->code == "_id") {
            return std::get<search::TokenValue>(operand.value).code == record.id;
        }
        if (clause.parameter->code == "_lastUpdated") {
            const auto& date = std::get<search::DateValue>(operand.value);
            const auto at = record.at / 1000;
            return Compare(operand.prefix, date.low, date.high, at, at);
        }
        const bool words =
            clause.modifier == Modifier::kNone && search::HasWords(*clause.parameter);
        if (words) return MeetsWords(record, clause, std::get<search::StringValue>(operand.value));
        return std::any_of(record.rows.rows.begin(), record.rows.rows.end(),
                           [&](const search::SearchRow& row) {
                               return row.parameter == &search::RowsOf(*clause.parameter) &&
                                      RowMeets(row, clause, operand);
                           });
    }

    static bool MeetsWords(const Record& record, const Clause& clause,
                           const search::StringValue& typed) {
        for (const auto& syllable : Syllables(Fold(typed.text))) {
            const bool found =
                std::any_of(record.rows.rows.begin(), record.rows.rows.end(), [&](const auto& row) {
                    return row.parameter == &search::RowsOf(*clause.parameter) &&
                           row.facet == Facet::kWord &&
                           std::get<search::StringValue>(row.value).text.starts_with(syllable);
                });
            if (!found) return false;
        }
        return true;
    }

    static bool TokenMeets(const search::TokenValue& row, const search::TokenValue& wanted,
                           bool has_system, bool has_code) {
        return (!has_system || row.system == wanted.system) &&
               (!has_code || row.code == wanted.code);
    }

    static bool RowMeets(const search::SearchRow& row, const Clause& clause,
                         const Operand& operand) {
        const auto wanted_facet = clause.modifier == Modifier::kText         ? Facet::kText
                                  : clause.modifier == Modifier::kOfType     ? Facet::kOfType
                                  : clause.modifier == Modifier::kIdentifier ? Facet::kIdentifier
                                  : clause.modifier == Modifier::kExact      ? Facet::kExact
                                                                             : Facet::kValue;
        const bool wide = row.facet == Facet::kWide && wanted_facet == Facet::kValue;
        if (row.facet != wanted_facet && !wide) return false;
        if (const auto* text = std::get_if<search::StringValue>(&operand.value)) {
            const auto& have = std::get<search::StringValue>(row.value).text;
            if (clause.modifier == Modifier::kExact) return have == text->text;
            if (clause.modifier == Modifier::kContains) {
                return have.find(Fold(text->text)) != have.npos;
            }
            return have.starts_with(Fold(text->text));
        }
        if (const auto* token = std::get_if<search::TokenValue>(&operand.value)) {
            return TokenMeets(std::get<search::TokenValue>(row.value), *token, operand.has_system,
                              operand.has_code);
        }
        if (const auto* reference = std::get_if<search::ReferenceValue>(&operand.value)) {
            const auto& have = std::get<search::ReferenceValue>(row.value);
            return have.type == reference->type && have.id == reference->id;
        }
        if (const auto* date = std::get_if<search::DateValue>(&operand.value)) {
            const auto& have = std::get<search::DateValue>(row.value);
            return Compare(operand.prefix, date->low, date->high, have.low, have.high);
        }
        if (const auto* amount = std::get_if<search::QuantityValue>(&operand.value)) {
            return AmountMeets(std::get<search::QuantityValue>(row.value), *amount, operand);
        }
        if (const auto* pair = std::get_if<search::CompositeValue>(&operand.value)) {
            const auto& have = std::get<search::CompositeValue>(row.value);
            return TokenMeets(std::get<search::TokenValue>(have.first),
                              std::get<search::TokenValue>(pair->first), operand.first_has_system,
                              operand.first_has_code) &&
                   AmountMeets(std::get<search::QuantityValue>(have.second),
                               std::get<search::QuantityValue>(pair->second), operand);
        }
        return std::get<search::UriValue>(row.value).uri ==
               std::get<search::UriValue>(operand.value).uri;
    }
    static bool AmountMeets(const search::QuantityValue& have, const search::QuantityValue& wanted,
                            const Operand& operand) {
        return TokenMeets(have.unit, wanted.unit, operand.has_system, operand.has_code) &&
               Compare(operand.prefix, wanted.low, wanted.high, have.low, have.high);
    }

    std::vector<Rid> Expected(const search::Query& query) const {
        std::vector<Rid> rids;
        for (const auto& [rid, record] : records_) {
            const bool meets =
                record.living && record.type == query.type && Sees(record) &&
                std::all_of(query.clauses.begin(), query.clauses.end(),
                            [&](const Clause& clause) { return Meets(record, clause); });
            if (meets) rids.push_back(rid);
        }
        std::reverse(rids.begin(), rids.end());
        return rids;
    }

    // The key a record sorts by: of several dates or numbers the end that the direction asks for.
    static std::optional<SortKey> KeyOf(const Record& record, const search::Sort& sort) {
        std::optional<SortKey> best;
        const auto offer = [&](SortKey key) {
            if (!best || (sort.descending ? *best < key : key < *best)) best = key;
        };
        if (sort.parameter->code == "_id") return SortKey(record.id);
        if (sort.parameter->code == "_lastUpdated") return SortKey(double(record.at));
        for (const auto& row : record.rows.rows) {
            if (row.parameter != &search::RowsOf(*sort.parameter)) continue;
            if (const auto* date = std::get_if<search::DateValue>(&row.value)) {
                offer(double(date->low));
            } else if (const auto* amount = std::get_if<search::QuantityValue>(&row.value)) {
                offer(amount->low);
            } else if (const auto* token = std::get_if<search::TokenValue>(&row.value)) {
                if (row.facet == Facet::kValue) offer(token->code);
            } else if (row.facet == Facet::kSort) {
                offer(std::get<search::StringValue>(row.value).text);
            }
        }
        return best;
    }

    void ExpectInOrder(const std::vector<Rid>& rids, const std::vector<search::Sort>& sorts) {
        for (std::size_t i = 1; i < rids.size(); ++i) {
            for (const auto& sort : sorts) {
                const auto before = KeyOf(records_.at(rids[i - 1]), sort);
                const auto after = KeyOf(records_.at(rids[i]), sort);
                if (before == after) continue;
                const bool rises = before && (!after || *before < *after);
                const bool falls = before && (!after || *after < *before);
                EXPECT_TRUE(sort.descending ? falls : rises) << "at entry " << i;
                break;
            }
        }
    }

    // --- random worlds and questions ---

    int Roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }
    template <std::size_t N>
    const char* Pick(const char* const (&list)[N]) {
        return list[Roll(static_cast<int>(N))];
    }
    std::string Number(int below) { return std::to_string(Roll(below)); }

    void PutPatient(int number) {
        static constexpr const char* kFamilies[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Đặng"};
        static constexpr const char* kGiven[] = {"Hoà", "Hòa",     "An", "Anh",
                                                 "Đạt", "Thị Mai", "Văn"};
        static constexpr const char* kBorn[] = {"1957", "1957-03", "1957-03-09", "1980-01-01",
                                                "1999"};
        std::string text = R"({"resourceType":"Patient","id":"p)" + std::to_string(number) + "\"";
        if (Roll(8)) {
            text += R"(,"name":[{"family":")" + std::string(Pick(kFamilies)) + R"(","given":[")" +
                    Pick(kGiven) + R"(",")" + Pick(kGiven) + R"("]}])";
        }
        if (Roll(4)) text += std::string(R"(,"gender":")") + (Roll(2) ? "male\"" : "female\"");
        if (Roll(4)) text += R"(,"birthDate":")" + std::string(Pick(kBorn)) + "\"";
        if (Roll(2)) {
            text += R"(,"identifier":[{"system":"urn:)" + Number(2) + R"(","value":"v)" +
                    Number(6) + "\"}]";
        }
        if (Roll(2)) {
            text += R"(,"managingOrganization":{"reference":"Organization/u)" + Number(4) +
                    R"(","display":"Trạm )" + Number(3) + "\"}";
        }
        if (Roll(4) == 0) {
            text += R"(,"link":[{"type":"seealso","other":{"reference":"Patient/p)" + Number(45) +
                    "\"}}]";
        }
        Put(text + "}");
    }

    void PutObservation(int number) {
        static constexpr const char* kDates[] = {
            "2023", "2024-02", "2024-05-01", "2024-05-01T08:00:00+07:00", "2024-05-01T07:59:59Z"};
        static constexpr const char* kUnits[] = {
            R"("unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]")",
            R"("unit":"kg")", R"("system":"http://unitsofmeasure.org","code":"kg")"};
        std::string text = R"({"resourceType":"Observation","id":"o)" + std::to_string(number) +
                           R"(","status":")" + (Roll(3) ? "final" : "amended") +
                           R"(","code":{"coding":[{"system":"urn:c","code":"c)" + Number(5) +
                           R"("}],"text":"Chỉ số )" + Number(3) + "\"}";
        if (Roll(6)) text += R"(,"subject":{"reference":"Patient/p)" + Number(45) + "\"}";
        if (Roll(3) == 0) text += R"(,"encounter":{"reference":"Encounter/e)" + Number(25) + "\"}";
        if (Roll(4)) text += R"(,"effectiveDateTime":")" + std::string(Pick(kDates)) + "\"";
        if (Roll(3)) {
            text += R"(,"valueQuantity":{"value":)" + std::to_string(100 + Roll(12)) +
                    (Roll(2) ? "," : ".5,") + Pick(kUnits) + "}";
        }
        Put(text + "}");
    }

    void PutEncounter(int number) {
        std::string text = R"({"resourceType":"Encounter","id":"e)" + std::to_string(number) +
                           R"(","status":")" + (Roll(2) ? "finished" : "planned") +
                           R"(","subject":{"reference":"Patient/p)" + Number(45) + "\"}";
        if (Roll(4)) {
            text += R"(,"period":{"start":"2024-0)" + std::to_string(1 + Roll(9)) + "-01\"";
            if (Roll(2)) text += R"(,"end":"2024-1)" + Number(3) + "-02\"";
            text += "}";
        }
        if (Roll(2)) {
            text +=
                R"(,"location":[{"location":{"reference":"Location/l"},"period":{"start":"2024-03-0)" +
                std::to_string(1 + Roll(9)) + R"(","end":"2024-03-1)" + Number(9) +
                R"("}},{"location":{"reference":"Location/m"},"period":{"start":"2024-03-0)" +
                std::to_string(1 + Roll(9)) + R"(","end":"2024-03-2)" + Number(9) + "\"}}]";
        }
        if (Roll(2))
            text += R"(,"serviceProvider":{"reference":"Organization/u)" + Number(4) + "\"}";
        Put(text + "}");
    }

    void WriteSome(int times) {
        for (int i = 0; i < times; ++i) {
            const int kind = Roll(10);
            if (kind < 3) PutPatient(Roll(40));
            if (kind >= 3 && kind < 8) PutObservation(Roll(150));
            if (kind >= 8) PutEncounter(Roll(70));
            if (Roll(60) != 0) continue;
            for (const auto& [rid, record] : records_) {
                if (record.living && record.type != "Organization" && Roll(60) == 0) {
                    Delete(record.type, record.id);
                    break;
                }
            }
        }
    }

    // Opens or closes the compartment of a patient, by a version of his as the store would.
    void TurnSight() {
        const int number = Roll(40);
        PutPatient(number);
        const auto rid =
            *Must(dictionary_->FindRid(*connection_, "Patient", "p" + std::to_string(number)));
        if (opened_.erase(rid) > 0) {
            Close(rid, 1);
        } else {
            Open(rid, 1);
            opened_.insert(rid);
        }
    }

    void MakeWorld(unsigned seed) {
        random_.seed(seed);
        for (int i = 0; i < 4; ++i) {
            Put(R"({"resourceType":"Organization","id":"u)" + std::to_string(i) +
                R"(","name":"Trạm )" + std::to_string(i % 3) + "\"}");
        }
        WriteSome(500);
        for (const auto& [rid, record] : records_) {
            if (record.type == "Patient" && Roll(2)) {
                Open(rid, 1);
                opened_.insert(rid);
            }
        }
    }

    std::string DateCondition() {
        static constexpr const char* kPrefixes[] = {"",   "eq", "ne", "gt", "lt",
                                                    "ge", "le", "sa", "eb"};
        static constexpr const char* kDates[] = {
            "2023",    "2024",       "2024-02",    "2024-05-01",
            "1957-03", "1980-01-01", "2024-02-15", "2024-05-01T08:00:00%2B07:00",
            "2024-07"};
        return std::string(Pick(kPrefixes)) + Pick(kDates);
    }
    std::string AmountCondition() {
        static constexpr const char* kPrefixes[] = {"",   "eq", "ne", "gt", "lt",
                                                    "ge", "le", "sa", "eb", "ap"};
        static constexpr const char* kUnits[] = {"",
                                                 "",
                                                 "||mmHg",
                                                 "||kg",
                                                 "|http://unitsofmeasure.org|kg",
                                                 "|http://unitsofmeasure.org|"};
        return Pick(kPrefixes) + std::to_string(100 + Roll(12)) + (Roll(3) ? "" : ".5") +
               Pick(kUnits);
    }

    std::string PatientClause(int depth) {
        static constexpr const char* kNames[] = {"nguyen",   "ng h",    "hoa",  "an",
                                                 "dat tran", "thi mai", "Đặng", "x"};
        switch (Roll(depth > 0 ? 17 : 14)) {
            case 0:
                return std::string("name=") + Pick(kNames);
            case 1:
                return std::string("given=") + Pick(kNames);
            case 2:
                return std::string("family=") + Pick(kNames) + "," + Pick(kNames);
            case 3:
                return std::string("given:exact=") + (Roll(2) ? "Hoà" : "Hòa");
            case 4:
                return std::string("name:contains=") + (Roll(2) ? "uye" : "h");
            case 5:
                return std::string("gender") + (Roll(3) ? "=" : ":not=") +
                       (Roll(2) ? "male" : "female");
            case 6:
                return "birthdate=" + DateCondition();
            case 7:
                return "identifier=urn:" + Number(2) + "|" + (Roll(3) ? "v" + Number(6) : "");
            case 8:
                return "identifier=v" + Number(6) + ",v" + Number(6);
            case 9:
                return std::string(Roll(2) ? "birthdate" : "gender") +
                       ":missing=" + (Roll(2) ? "true" : "false");
            case 10:
                return std::string(Roll(2) ? "name" : "organization") +
                       ":missing=" + (Roll(2) ? "true" : "false");
            case 11:
                return "organization=u" + Number(4);
            case 12:
                return "organization:text=tram " + Number(3);
            case 13:
                return "_id=p" + Number(45) + ",p" + Number(45);
            case 14:
                return "organization.name=tram " + Number(3);
            case 15:
                return "link:Patient." + PatientClause(depth - 1);
            default:
                return "_has:Observation:patient:" + ObservationClause(depth - 1);
        }
    }
    std::string ObservationClause(int depth) {
        switch (Roll(depth > 0 ? 13 : 9)) {
            case 0:
                return "code=urn:c|c" + Number(5);
            case 1:
                return "code=c" + Number(5) + ",c" + Number(5);
            case 2:
                return std::string("status") + (Roll(2) ? "=" : ":not=") +
                       (Roll(2) ? "final" : "amended");
            case 3:
                return "date=" + DateCondition();
            case 4:
                return "value-quantity=" + AmountCondition();
            case 5:
                return "subject=p" + Number(45) + ",p" + Number(45);
            case 6:
                return "code:text=chi so " + Number(3);
            case 7:
                return std::string(Roll(2) ? "encounter" : "value-quantity") +
                       ":missing=" + (Roll(2) ? "true" : "false");
            case 8:
                return "code-value-quantity=" + std::string(Roll(2) ? "urn:c|c" : "c") + Number(5) +
                       "$" + AmountCondition();
            case 9:
            case 10:
                return "patient." + PatientClause(depth - 1);
            case 11:
                return "subject:Patient." + PatientClause(depth - 1);
            default:
                return "encounter:Encounter." + EncounterClause(depth - 1);
        }
    }
    std::string EncounterClause(int depth) {
        switch (Roll(depth > 0 ? 7 : 5)) {
            case 0:
                return std::string("status=") + (Roll(2) ? "finished" : "planned");
            case 1:
                return "date=" + DateCondition();
            case 2:
                return "service-provider=Organization/u" + Number(4);
            case 3:
                return std::string("date:missing=") + (Roll(2) ? "true" : "false");
            case 4:
                return "location-period=" + std::string(Roll(2) ? "ge" : "lt") + "2024-03-1" +
                       Number(9);
            case 5:
                return "patient." + PatientClause(depth - 1);
            default:
                return "_has:Observation:encounter:" + ObservationClause(depth - 1);
        }
    }
    std::pair<std::string, std::string> Question() {
        const int type = Roll(3);
        std::string text;
        for (int i = Roll(3); i >= 0; --i) {
            text += (text.empty() ? "" : "&") + (type == 0   ? PatientClause(2)
                                                 : type == 1 ? ObservationClause(2)
                                                             : EncounterClause(2));
        }
        return {type == 0 ? "Patient" : type == 1 ? "Observation" : "Encounter", text};
    }

    access::Actor Asker() const { return units_.empty() ? Administrator() : Nurse(units_); }

    std::vector<Rid> AllPages(const std::string& type, const std::string& text,
                              std::int64_t page_size) {
        std::vector<Rid> rids;
        auto query = Parse(type, text + "&_count=" + std::to_string(page_size));
        for (int pages = 0; pages < 300; ++pages) {
            const auto page = Must(Search(Asker(), query));
            EXPECT_LE(page.hits.size(), static_cast<std::size_t>(page_size));
            for (const auto& hit : page.hits) rids.push_back(hit.rid);
            if (page.next.empty()) return rids;
            query.cursor = page.next;
        }
        ADD_FAILURE() << "pages without end: " << text;
        return rids;
    }

    void AskAll(int questions) {
        for (int i = 0; i < questions; ++i) {
            const auto [type, text] = Question();
            SCOPED_TRACE(type + "?" + text);
            const auto expected = Expected(Parse(type, text));
            answered_ += expected.empty() ? 0 : 1;
            EXPECT_EQ(AllPages(type, text, 1 + Roll(12)), expected);
            const auto count = Must(Search(Asker(), Parse(type, text + "&_summary=count")));
            EXPECT_EQ(count.total, static_cast<std::int64_t>(expected.size()));

            static constexpr const char* kSorts[3][6] = {
                {"name", "-name", "birthdate", "-birthdate", "_lastUpdated", "gender,-_id"},
                {"date", "-date", "value-quantity", "-_lastUpdated", "code,date",
                 "-value-quantity"},
                {"date", "-date", "_lastUpdated", "location-period", "-location-period", "status"}};
            const int row = type == "Patient" ? 0 : type == "Observation" ? 1 : 2;
            const std::string sort = kSorts[row][Roll(6)];
            SCOPED_TRACE("_sort=" + sort);
            auto sorted = AllPages(type, text + "&_sort=" + sort, 1 + Roll(12));
            EXPECT_EQ(sorted.size(), expected.size());
            EXPECT_THAT(sorted, ::testing::UnorderedElementsAreArray(expected));
            ExpectInOrder(sorted, Parse(type, "_sort=" + sort).sorts);
            if (HasFailure()) return;
        }
    }

    int answered_ = 0;  // questions that something matched
    std::mt19937 random_;
    std::set<Rid> opened_;
    std::vector<Rid> units_;  // empty: everything is seen
};
TRAM_ON_EACH_DATABASE(RandomSearchTest);

TEST_P(RandomSearchTest, FindsWhatAPlainEvaluationFinds) {
    MakeWorld(1);
    for (const std::int64_t few : {1, 3, 256}) {
        UseLimits({.few = few});
        AskAll(120);
    }
    UseLimits({.few = 3, .known_bytes = 0});  // nothing is kept between searches
    AskAll(60);
    EXPECT_GT(answered_, 100);
}

TEST_P(RandomSearchTest, ShowsALimitedActorWhatAPlainEvaluationShows) {
    MakeWorld(2);
    units_ = {1};
    for (const std::int64_t few : {1, 3, 256}) {
        UseLimits({.few = few});
        AskAll(120);
    }
    EXPECT_GT(answered_, 100);
}

// What is kept between searches follows every write: records made, changed, deleted and moved to
// another person, and compartments opened and closed.
TEST_P(RandomSearchTest, CountsForALimitedActorFollowEveryWrite) {
    MakeWorld(3);
    units_ = {1};
    UseLimits({.few = 1});
    for (int round = 0; round < 60; ++round) {
        WriteSome(Roll(8));
        if (Roll(3) == 0) TurnSight();
        for (const auto* type : {"Patient", "Observation", "Encounter"}) {
            std::vector<std::string> questions = {""};
            if (type == std::string_view("Patient")) {
                questions.insert(questions.end(), {"gender=male", "gender=male,female"});
            } else {
                questions.insert(questions.end(), {"status=final", "status=finished,planned"});
            }
            for (const auto& text : questions) {
                SCOPED_TRACE(type + ("?" + text));
                const auto expected = Expected(Parse(type, text));
                const auto page =
                    Must(Search(Asker(), Parse(type, text + "&_total=accurate&_count=3")));
                EXPECT_EQ(page.total, static_cast<std::int64_t>(expected.size()));
            }
        }
        AskAll(2);
        if (HasFailure()) return;
    }
}

TEST_P(RandomSearchTest, NamesFollowEveryWrite) {
    MakeWorld(4);
    UseLimits({.few = 2});
    for (int round = 0; round < 60; ++round) {
        WriteSome(Roll(8));
        if (Roll(3) == 0) TurnSight();
        units_ = Roll(2) ? std::vector<Rid>{1} : std::vector<Rid>{};
        for (const auto* text : {"name=n", "name=h", "name=thi mai", "name=an,dat", "family=tr",
                                 "name=n&gender=male", "name=n&name=t", "name=h&given=an"}) {
            SCOPED_TRACE(text);
            const auto expected = Expected(Parse("Patient", text));
            answered_ += expected.empty() ? 0 : 1;
            EXPECT_EQ(AllPages("Patient", text, 3), expected);
            for (const std::string sort : {"name", "-name", "family"}) {
                const auto sorted = AllPages("Patient", text + ("&_sort=" + sort), 1 + Roll(12));
                EXPECT_THAT(sorted, ::testing::UnorderedElementsAreArray(expected));
                ExpectInOrder(sorted, Parse("Patient", "_sort=" + sort).sorts);
            }
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(answered_, 200);
}

}  // namespace
}  // namespace tram::record
