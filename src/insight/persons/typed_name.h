// TypedName: the words of a search for people, when they may be a whole name: those who are called
// exactly so stand before all others who were found.
//
// Thread safety: plain values; the connection is used only during the call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/persons/person.h"

namespace tram::persons {

class TypedName {
  public:
    explicit TypedName(std::string_view typed);

    // Two words or more: one is hardly a name.
    bool MayBeWhole() const { return words_.size() > 1; }
    // Whose name is these words in this order come first, then those of these words in another
    // order, then all others. Within each the order given is kept.
    void PutFirst(std::vector<Found>& people) const;
    // The first two of these, each in the order of Vietnamese lists: up to four words every order
    // of them, of more the one typed. REQUIRES: MayBeWhole(); who may be seen the caller decides.
    Result<std::vector<Rid>> Find(database::Connection& connection, std::size_t most) const;

  private:
    std::string folded_;
    std::vector<std::string> words_;   // as typed
    std::vector<std::string> sorted_;  // the same
};

}  // namespace tram::persons
