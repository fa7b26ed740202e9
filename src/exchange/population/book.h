// Book: what the store knows already of the people, homes, households and cards of a list.
//
// A limited sender matches only people of their own units; that a number belongs to somebody else
// is all they learn of the others. The store decides once more at the commit.
//
// Thread safety: none.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "care/registry/units.h"
#include "exchange/population/entries.h"
#include "record/store/store.h"

namespace tram::population {

struct KnownCard {
    std::string id, card, kind;
    std::int32_t from_day = 0, to_day = 0;  // open: 0 and Unit::kOpen
};

struct KnownPerson {
    Rid rid = 0;
    std::string id, plain_name, birth, sex, cccd, bhxh;  // birth as written
    bool deceased = false;
    bool mine = false;  // of the sender's units
    Rid home = 0;       // where the person lives now; 0: not known
    std::int32_t home_from_day = 0;
    std::vector<KnownCard> cards;
    std::vector<Rid> households;  // open memberships
    record::Version version;      // only of those asked for by LoadRecords
    json::DocumentPtr body;
};

struct KnownHousehold {
    Rid rid = 0;
    record::Version version;
    json::DocumentPtr body;
};

class Book {
  public:
    // Everybody who shares a number or a name with an entry.
    static Result<Book> Look(record::Reader& reader, const access::Actor& actor, const List& list,
                             std::int32_t today);

    // Survivors that hold this number; of several a list to settle.
    const std::set<Rid>& ByCitizenNumber(std::string_view number) const;
    const std::set<Rid>& ByInsuranceNumber(std::string_view number) const;
    const std::set<Rid>& ByName(std::string_view folded) const;
    KnownPerson& person(Rid rid) { return people_.at(rid); }
    const KnownPerson& person(Rid rid) const { return people_.at(rid); }

    // Bodies, cards and households of those people, and the households of the list's numbers.
    Result<void> LoadRecords(record::Reader& reader, const access::Actor& actor,
                             const std::set<Rid>& people, const List& list);
    // By the hamlet that keeps it and its number there; nullptr: none the sender may see.
    KnownHousehold* FindHousehold(Rid unit, std::string_view code);
    KnownHousehold* household(Rid rid);  // nullptr likewise

  private:
    using Index = std::unordered_map<std::string, std::set<Rid>>;
    enum class Key { kCitizenNumber, kInsuranceNumber, kName };
    Result<void> LookBy(database::Connection& connection, Key key,
                        const std::set<std::string_view>& values);
    Result<void> LookAtSurvivors(database::Connection& connection);
    Result<void> LookAtHomes(database::Connection& connection, const access::Actor& actor,
                             std::int32_t today);
    Result<void> LoadCards(database::Connection& connection, const std::vector<Rid>& people);
    Result<void> LoadHouseholds(record::Reader& reader, const access::Actor& actor,
                                const std::vector<Rid>& people, const List& list);

    std::unordered_map<Rid, KnownPerson> people_;  // survivors
    std::set<Rid> wanted_survivors_;
    Index by_cccd_, by_bhxh_, by_name_;
    std::map<Rid, KnownHousehold> households_;
    std::map<std::pair<Rid, std::string>, Rid> by_code_;
};

}  // namespace tram::population
