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
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

// A row of an answer, as ReadMember wants it.
struct Cells {
    std::span<const Value> row;
    const columns::Texts& texts;
    std::int64_t Int(int column) const {
        const Value& value = row[static_cast<std::size_t>(column)];
        if (value.kind == Value::Kind::kReal) return static_cast<std::int64_t>(value.real);
        return value.kind == Value::Kind::kInteger ? value.integer : 0;
    }
    std::string_view Text(int column) const {
        const Value& value = row[static_cast<std::size_t>(column)];
        return value.kind == Value::Kind::kText ? texts.View(value.text) : std::string_view();
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
    for (const Version& version : indicator.versions) {
        auto question = columns::Question::Compile(version.query.Text(), catalogue, texts_);
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

Result<std::vector<Member>> OverColumns::AskOf(const Columns::Standing& standing,
                                               const Indicator& indicator, const Version& version,
                                               const Dates& dates, Persons persons) const {
    const auto& question = questions_.at(&version);
    const auto answer = TRY(FindColumns(question.columns(), indicator, version));
    columns::Run run(
        question, [&](std::string_view table) { return &standing[WithoutPrefix(table)]; },
        ValuesOf(dates), texts_);
    std::vector<Member> members;
    const auto take = [&](std::optional<Rid> one) -> Result<void> {
        const auto rows = TRY(run.Ask(one));
        for (std::size_t i = 0; i < rows.size(); ++i)
            members.push_back(TRY(ReadMember(Cells{rows[i], texts_}, answer, indicator, version)));
        return {};
    };
    if (!persons) TRY(take(std::nullopt));
    for (const Rid person : persons.value_or(std::span<const Rid>())) TRY(take(person));
    return members;
}

Result<std::vector<Member>> OverColumns::Ask(const Columns::Standing& standing,
                                             const Indicator& indicator, const Version& version,
                                             const Dates& dates, Persons only) const {
    if (indicator.member_type != MemberType::kPatient || only) {
        if (indicator.member_type != MemberType::kPatient) only.reset();
        auto members = TRY(AskOf(standing, indicator, version, dates, only));
        TRY(PutInOrder(members, indicator, version));
        return members;
    }
    // Everybody, a stretch for each core: one question must not hold up a scorecard.
    constexpr std::size_t kWorthAThread = 5'000;
    const auto everybody = Everybody(standing[kPatients]);
    const std::size_t stretches = std::clamp<std::size_t>(
        everybody.size() / kWorthAThread, 1, std::max(1U, std::thread::hardware_concurrency()));
    std::vector<std::optional<Result<std::vector<Member>>>> answers(stretches);
    const auto work = [&](std::size_t place) {
        const auto begin = everybody.size() * place / stretches;
        const auto end = everybody.size() * (place + 1) / stretches;
        answers[place] = AskOf(standing, indicator, version, dates,
                               std::span(everybody).subspan(begin, end - begin));
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < stretches; ++i) others.emplace_back(work, i);
        work(0);
    }
    std::vector<Member> members;
    for (auto& answer : answers) {
        const auto some = TRY(*std::move(answer));
        members.insert(members.end(), some.begin(), some.end());
    }
    TRY(PutInOrder(members, indicator, version));
    return members;
}

std::optional<std::vector<Rid>> OverColumns::PersonsOf(const Columns::Standing& standing,
                                                       std::span<const Rid> homes) {
    const columns::Table& patients = standing[kPatients];
    const auto* by_rid = patients.IndexOf(*patients.Find("rid"));
    const auto& person = patients.column(*patients.Find("person"));
    std::vector<Rid> persons;
    for (const Rid home : homes) {
        bool found = false;
        const auto rows = by_rid->Find(home);
        for (const auto& part : {rows.first, rows.second}) {
            for (const auto row : part) {
                if (!patients.alive(row)) continue;
                found = true;
                if (const auto key = person.key(row)) persons.push_back(*key);
            }
        }
        // What stands in nobody's compartment may move anybody.
        if (!found) return std::nullopt;
        persons.push_back(home);
    }
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    return persons;
}

}  // namespace tram::indicators
