#include "exchange/population/match.h"

#include <fmt/format.h>

#include <unordered_map>

#include "base/vietnamese_text.h"

namespace tram::population {
namespace {

// 1957 and 1957-03-09 may be one day; 1957-03 and 1957-04 may not.
bool MayBeSame(std::string_view a, std::string_view b) {
    return !a.empty() && !b.empty() && (a.starts_with(b) || b.starts_with(a));
}

bool Contradict(std::string_view a, std::string_view b) {
    return !a.empty() && !b.empty() && a != b;
}

class Matcher {
  public:
    Matcher(const Book& book, const Places& places, Faults& faults)
        : book_(book), places_(places), faults_(faults) {}

    Rid Match(Entry& entry) {
        folded_ = Fold(entry.name);
        birth_ = entry.birth.ToString();
        Rid found = 0;
        if (!entry.cccd.empty()) found = ByNumber(entry, FieldId::kCccd);
        if (found == 0 && entry.good && !entry.bhxh.empty())
            found = ByNumber(entry, FieldId::kBhxh);
        if (found == 0 && entry.good) found = ByName(entry);
        if (found == 0 || !entry.good) return 0;
        const auto& person = book_.person(found);
        if (person.deceased) return Refuse(entry, "deceased", std::nullopt);
        const auto [before, fresh] = taken_.emplace(found, entry.row);
        if (!fresh) {
            return Refuse(entry, "same-person", std::nullopt,
                          {{"row", std::to_string(before->second)}});
        }
        if (person.plain_name != folded_) faults_.Add("name-differs", entry.row, FieldId::kName);
        return found;
    }

  private:
    Rid Refuse(Entry& entry, std::string_view code, std::optional<FieldId> field,
               Faults::Values values = {}) {
        faults_.Add(code, entry.row, field, std::move(values));
        entry.good = false;
        return 0;
    }

    Rid RefuseDoubtful(Entry& entry, const KnownPerson& person) {
        auto where =
            places_.Covers(person.home) ? places_.AddressOf(person.home) : std::string("–");
        return Refuse(
            entry, "possible-duplicate", FieldId::kName,
            {{"names", fmt::format("{} ({})", where,
                                   person.birth.empty() ? "–" : person.birth.substr(0, 4))}});
    }

    Rid ByNumber(Entry& entry, FieldId field) {
        const bool citizen = field == FieldId::kCccd;
        const auto& found =
            citizen ? book_.ByCitizenNumber(entry.cccd) : book_.ByInsuranceNumber(entry.bhxh);
        if (found.empty()) return 0;
        if (found.size() > 1) return Refuse(entry, "several-records", field);
        const auto& person = book_.person(*found.begin());
        if (!person.mine) return Refuse(entry, "known-elsewhere", field);
        const bool other_name = person.plain_name != folded_;
        const bool other_birth = !MayBeSame(person.birth, birth_);
        const bool other_citizen = Contradict(person.cccd, entry.cccd);
        if ((other_name && other_birth) || other_citizen) return RefuseDoubtful(entry, person);
        return person.rid;
    }

    Rid ByName(Entry& entry) {
        std::vector<const KnownPerson*> same, near;
        for (const auto rid : book_.ByName(folded_)) {
            const auto& person = book_.person(rid);
            if (!person.mine || person.sex != entry.sex || !MayBeSame(person.birth, birth_) ||
                Contradict(person.cccd, entry.cccd) || Contradict(person.bhxh, entry.bhxh))
                continue;
            if (person.birth == birth_ && person.home == entry.home)
                same.push_back(&person);
            else if (places_.CommuneOf(person.home) == places_.CommuneOf(entry.home))
                near.push_back(&person);
        }
        if (same.size() == 1) return same.front()->rid;
        if (!same.empty()) return RefuseDoubtful(entry, *same.front());
        if (!near.empty()) return RefuseDoubtful(entry, *near.front());
        return 0;
    }

    const Book& book_;
    const Places& places_;
    Faults& faults_;
    std::string folded_, birth_;
    std::unordered_map<Rid, int> taken_;  // person → row
};

}  // namespace

std::vector<Rid> MatchEntries(List& list, const Book& book, const Places& places, Faults& faults) {
    Matcher matcher(book, places, faults);
    std::vector<Rid> matched(list.entries.size(), 0);
    for (std::size_t i = 0; i < list.entries.size(); ++i) {
        if (list.entries[i].good) matched[i] = matcher.Match(list.entries[i]);
    }
    return matched;
}

}  // namespace tram::population
