#include "insight/indicators/over_columns.h"

#include <algorithm>
#include <thread>

#include "insight/indicators/answer_rows.h"

namespace tram::indicators {
namespace {

using columns::Columns;
using columns::Shape;
using columns::Value;

// Persons come from here, whatever a question reads.
constexpr std::string_view kPatients = "patients";

// A text of a query names the table of a register.
std::string_view WithoutPrefix(std::string_view table) {
    constexpr std::string_view kPrefix = "reg_";
    return table.substr(0, kPrefix.size()) == kPrefix ? table.substr(kPrefix.size()) : table;
}

// Everybody once: each person whose patients are recorded, ascending.
std::vector<Rid> Everybody(const columns::Table& patients) {
    const auto& person = patients.column(*patients.Find("person"));
    std::vector<Rid> all;
    for (std::uint32_t row = 0; row < patients.rows(); ++row) {
        if (!patients.alive(row)) continue;
        if (const auto key = person.key(row)) all.push_back(*key);
    }
    // Rows stand by person, save those written lately.
    if (!std::is_sorted(all.begin(), all.end())) std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

// An error of a question, with the file and line it stands in.
Error At(const Version& version, Error error) {
    error.message = version.place + ": " + error.message;
    error.message_vi = version.place + ": " + error.message_vi;
    error.path = "answer";
    return error;
}

// What the texts of an answer say why, found once for each text.
class Whys {
  public:
    explicit Whys(const columns::Texts& texts) : texts_(texts) {}
    Result<std::uint8_t> Of(std::uint32_t text, const Indicator& of, const Version& version) {
        for (const auto& [known, place] : known_) {
            if (known == text) return place;
        }
        const auto place = TRY(PlaceOfWhy(of, version, texts_.View(text)));
        known_.emplace_back(text, place);
        return place;
    }

  private:
    const columns::Texts& texts_;
    std::vector<std::pair<std::uint32_t, std::uint8_t>> known_;
};

// A row of an answer, as ReadMember wants it.
struct Cells {
    std::span<const Value> row;
    Whys& whys;
    std::int64_t Int(int column) const {
        const Value& value = row[static_cast<std::size_t>(column)];
        if (value.kind == Value::Kind::kReal) return static_cast<std::int64_t>(value.real);
        return value.kind == Value::Kind::kInteger ? value.integer : 0;
    }
    Result<std::uint8_t> Why(int column, const Indicator& of, const Version& version) const {
        const Value& value = row[static_cast<std::size_t>(column)];
        if (value.kind != Value::Kind::kText) return std::uint8_t{0};
        return whys.Of(value.text, of, version);
    }
};

}  // namespace

OverColumns::OverColumns(record::Store& store, columns::Feed& feed,
                         std::span<const Indicator> indicators, std::string kept_in) {
    std::map<std::string, Shape, std::less<>> whole;  // all of each register that was named
    const columns::Catalogue catalogue =
        [&](std::string_view table) -> const std::vector<columns::Table::ColumnName>* {
        const auto name = WithoutPrefix(table);
        auto known = whole.find(name);
        if (known == whole.end()) {
            auto shape = columns::ShapeOf(store.registers(), name);
            if (!shape) return nullptr;
            known = whole.emplace(name, *std::move(shape)).first;
        }
        return &known->second.columns;
    };
    for (const Indicator& indicator : indicators) Compile(indicator, catalogue);

    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> read;
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> indexed;
    (void)catalogue(kPatients);
    for (const auto& [version, question] : questions_) {
        for (const auto& need : question.needs()) {
            const std::string name(WithoutPrefix(need.register_name));
            read[name].insert(need.columns.begin(), need.columns.end());
            indexed[name].insert(need.indexed.begin(), need.indexed.end());
        }
    }
    read[std::string(kPatients)].insert("person");
    std::vector<Shape> shapes;
    for (auto& [name, names] : read) {
        Shape shape = whole.at(name);
        // By these two its rows are kept in step.
        names.insert({"rid", "person"});
        names.insert(indexed[name].begin(), indexed[name].end());
        std::erase_if(shape.columns, [&](const auto& one) { return !names.contains(one.name); });
        shape.indexed = indexed[name];
        shapes.push_back(std::move(shape));
    }
    columns_ =
        std::make_unique<Columns>(store, feed, texts_, std::move(shapes), std::move(kept_in));
}

void OverColumns::Compile(const Indicator& indicator, const columns::Catalogue& catalogue) {
    // Indicators have the population in common, companions of one the facts as well.
    using HandsOn = columns::Question::HandsOn;
    const bool companion = indicator.id.find('/') != std::string::npos;
    for (const Version& version : indicator.versions) {
        auto question =
            columns::Question::Compile(version.query.Text(), catalogue, texts_,
                                       companion ? HandsOn::kLastPart : HandsOn::kFirstPart);
        if (!question) {
            why_not_[&version] = question.error().message;
            continue;
        }
        // Asked of one person at a time or of all at once, as its members are.
        const bool people = indicator.member_type == MemberType::kPatient;
        if (people != question->of_persons() && people) {
            why_not_[&version] = "no :only(column) names the person";
            continue;
        }
        questions_.emplace(&version, *std::move(question));
    }
    for (const auto& companion : indicator.companions) Compile(companion, catalogue);
    for (const auto& over : indicator.over_bases) Compile(over, catalogue);
}

std::string_view OverColumns::WhyNot(const Version& version) const {
    const auto known = why_not_.find(&version);
    return known == why_not_.end() ? std::string_view() : known->second;
}

columns::Run OverColumns::Start(const Columns::Standing& standing, const Version& version,
                                const Dates& dates, columns::Asks asks) const {
    return columns::Run(
        questions_.at(&version),
        [&](std::string_view table) { return standing.Find(WithoutPrefix(table)); },
        ValuesOf(dates), texts_, asks);
}

Result<std::size_t> OverColumns::AskOf(columns::Run& run, const Indicator& indicator,
                                       const Version& version, Persons persons, bool gives_way,
                                       std::vector<Member>& members) const {
    constexpr std::size_t kBetween = 256;  // two looks at who waits
    const auto answer = TRY(FindColumns(questions_.at(&version).columns(), indicator, version));
    Whys whys(texts_);
    const auto take = [&](std::optional<Rid> one) -> Result<void> {
        auto answered = run.Ask(one);
        if (!answered) return At(version, std::move(answered).error());
        const auto& rows = *answered;
        for (std::size_t i = 0; i < rows.size(); ++i)
            members.push_back(TRY(ReadMember(Cells{rows[i], whys}, answer, indicator, version)));
        return {};
    };
    if (!persons) {
        TRY(take(std::nullopt));
        return 0;
    }
    std::size_t asked = 0;
    for (; asked < persons->size(); ++asked) {
        if (gives_way && asked % kBetween == 0 && columns_->Wanted()) break;
        TRY(take((*persons)[asked]));
    }
    return asked;
}

Result<std::vector<Member>> OverColumns::Ask(Columns::Standing& standing,
                                             const Indicator& indicator, const Version& version,
                                             const Dates& dates, Persons only, Holds holds) {
    std::vector<Member> members;
    if (indicator.member_type != MemberType::kPatient) {
        auto run = Start(standing, version, dates, columns::Asks::kMany);
        TRY(AskOf(run, indicator, version, std::nullopt, false, members));
    } else if (only) {
        auto run = Start(standing, version, dates, columns::Asks::kFew);
        TRY(AskOf(run, indicator, version, only, false, members));
    } else {
        members = TRY(AskEverybody(standing, indicator, version, dates, holds));
    }
    TRY(PutInOrder(members, indicator, version));
    return members;
}

namespace {

// What one thread asks of everybody, from `begin` on.
struct Stretch {
    std::size_t begin = 0, end = 0;
    std::vector<Member> members;
    columns::PartRows handed_on;
    std::optional<Error> fault;
};

}  // namespace

// A stretch for each core: one question must not hold up a scorecard. Nor may it hold up what was
// written: whoever waits for that goes first, a few times.
Result<std::vector<Member>> OverColumns::AskEverybody(Columns::Standing& standing,
                                                      const Indicator& indicator,
                                                      const Version& version, const Dates& dates,
                                                      Holds holds) {
    constexpr std::size_t kWorthAThread = 5'000;
    constexpr int kMostGivenUp = 16;
    const auto everybody = Everybody(standing[kPatients]);
    std::vector<Stretch> stretches(std::clamp<std::size_t>(
        everybody.size() / kWorthAThread, 1, std::max(1U, std::thread::hardware_concurrency())));
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        stretches[i].begin = everybody.size() * i / stretches.size();
        stretches[i].end = everybody.size() * (i + 1) / stretches.size();
        if (indicator.counts_everyone)
            stretches[i].members.reserve(i == 0 ? everybody.size()
                                                : stretches[i].end - stretches[i].begin);
    }
    Shared shared{.part = questions_.at(&version).handed_on(),
                  .dates = ValuesOf(dates),
                  .position = standing.position(),
                  .generation = standing.generation()};
    auto taken = SharedBy(shared);
    bool keeps = !taken && !shared.part.empty() && stretches.size() > 1;
    int given_up = holds == Holds::kToTheEnd ? kMostGivenUp : 0;
    while (true) {
        const auto first = Start(standing, version, dates, columns::Asks::kMany);
        const auto work = [&](Stretch& stretch) {
            auto run = first.Another();
            if (taken) run.TakePart(*taken);
            if (keeps) run.KeepPart(stretch.handed_on);
            const auto asked =
                AskOf(run, indicator, version,
                      std::span(everybody).subspan(stretch.begin, stretch.end - stretch.begin),
                      given_up < kMostGivenUp, stretch.members);
            if (!asked) {
                stretch.fault = asked.error();
            } else {
                stretch.begin += *asked;
            }
        };
        {
            std::vector<std::jthread> others;
            for (std::size_t i = 1; i < stretches.size(); ++i)
                others.emplace_back(work, std::ref(stretches[i]));
            work(stretches[0]);
        }
        for (auto& stretch : stretches) {
            if (stretch.fault) return *std::move(stretch.fault);
        }
        if (std::all_of(stretches.begin(), stretches.end(),
                        [](const Stretch& one) { return one.begin == one.end; }))
            break;
        standing = {};
        standing = TRY(Stand());
        ++given_up;
        taken = nullptr;  // it was as of the position before
        keeps = false;
    }
    if (keeps) {
        auto rows = std::make_shared<columns::PartRows>(std::move(stretches[0].handed_on));
        for (std::size_t i = 1; i < stretches.size(); ++i) rows->Append(stretches[i].handed_on);
        shared.rows = std::move(rows);
        Share(std::move(shared));
    }
    // Of a question about everybody the first has room for all.
    auto members = std::move(stretches[0].members);
    for (std::size_t i = 1; i < stretches.size(); ++i) {
        members.insert(members.end(), stretches[i].members.begin(), stretches[i].members.end());
        stretches[i].members = {};
    }
    return members;
}

std::shared_ptr<const columns::PartRows> OverColumns::SharedBy(const Shared& of) {
    const std::lock_guard lock(shared_mutex_);
    for (const auto& one : shared_) {
        if (one.part == of.part && one.dates == of.dates && one.position == of.position &&
            one.generation == of.generation)
            return one.rows;
    }
    return nullptr;
}

void OverColumns::Share(Shared shared) {
    constexpr std::size_t kMostShared = 2;  // a day and the one a year before
    const std::lock_guard lock(shared_mutex_);
    shared_.push_front(std::move(shared));
    if (shared_.size() > kMostShared) shared_.pop_back();
}

void OverColumns::ForgetShared() {
    const std::lock_guard lock(shared_mutex_);
    shared_.clear();
}

std::optional<std::vector<Rid>> OverColumns::PersonsOf(const Columns::Standing& standing,
                                                       std::span<const Rid> homes) {
    const columns::Table& patients = standing[kPatients];
    const auto rid_place = *patients.Find("rid"), person_place = *patients.Find("person");
    const auto* by_rid = patients.IndexOf(rid_place);
    const auto* by_person = patients.IndexOf(person_place);
    const auto& rid = patients.column(rid_place);
    const auto& person = patients.column(person_place);
    std::vector<Rid> persons;
    for (const Rid home : homes) {
        bool found = false;
        // Most are nobody's double: that needs no index of its own.
        by_person->Find(home).ForEach(
            [&](std::uint32_t row) { found |= patients.alive(row) && rid.key(row) == home; });
        if (!found)
            by_rid->Find(home).ForEach([&](std::uint32_t row) {
                if (!patients.alive(row)) return;
                found = true;
                if (const auto key = person.key(row)) persons.push_back(*key);
            });
        // What stands in nobody's compartment may move anybody.
        if (!found) return std::nullopt;
        persons.push_back(home);
    }
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    return persons;
}

}  // namespace tram::indicators
