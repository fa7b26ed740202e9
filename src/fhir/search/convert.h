// From an element to search rows, by its datatype and the kind of the parameter:
// https://hl7.org/fhir/R4/search.html#ptypes
//
// Thread safety: a Converter serves one resource on one thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/json/document.h"
#include "fhir/search/program.h"
#include "fhir/search/rows.h"

namespace tram::search {

class Converter {
  public:
    Converter(int zone_minutes, std::vector<SearchRow>& rows)
        : zone_minutes_(zone_minutes), main_(&rows), rows_(&rows) {}

    // Appends the rows of one value; none when it does not fit.
    void Convert(const Action& action, json::Value value);
    // Of a boolean that an expression gave.
    void AddBoolean(const definitions::SearchParameter& parameter, bool value);

    // Where the rows go from now on; the former place. Sort keys go to the first place only.
    std::vector<SearchRow>* Redirect(std::vector<SearchRow>* rows) {
        return std::exchange(rows_, rows);
    }

  private:
    void Token(const Action& action, json::Value value);
    void Reference(const Action& action, json::Value value);
    void Date(const Action& action, json::Value value);
    void Text(const Action& action, json::Value value);
    void Amount(const Action& action, json::Value value);
    void Uri(const Action& action, json::Value value);

    template <typename T>
    void Add(const Action& action, T value, Facet facet = Facet::kValue) {
        rows_->push_back({action.parameter, facet, std::move(value)});
    }
    void AddCoding(const Action& action, json::Value coding);
    void AddIdentifier(const Action& action, json::Value identifier, Facet facet);
    void AddContact(const Action& action, json::Value contact);
    void AddDisplay(const Action& action, json::Value text);
    void AddString(const Action& action, std::string_view text);
    void AddSortKey(const Action& action, std::string key);
    bool NeedsSortKey(const Action& action) const;
    void AddName(const Action& action, json::Value name);
    void AddAddress(const Action& action, json::Value address);
    void AddSpan(const Action& action, DateValue span);
    void AddQuantity(const Action& action, double low, double high, json::Value quantity);

    int zone_minutes_;
    std::vector<SearchRow>* const main_;
    std::vector<SearchRow>* rows_;
    std::vector<const definitions::SearchParameter*> sorted_;  // have their sort key
};

// What the text of Reference.reference says; an empty id: nothing that can be searched by
// (a contained resource, a conditional reference).
ReferenceValue ReadReference(std::string_view text);

}  // namespace tram::search
