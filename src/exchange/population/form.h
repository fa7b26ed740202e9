// Form: how a list of people is read, from content/imports/population.yaml: the fields, what their
// columns are called, the words of each code, and what is said of a row that is wrong.
//
// Thread safety: immutable once read.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/content/library.h"

namespace tram::population {

enum class FieldId : unsigned char {
    kHousehold,
    kRelation,
    kName,
    kGiven,
    kBirth,
    kBirthMale,
    kBirthFemale,
    kSex,
    kCccd,
    kBhxh,
    kCard,
    kCardGroup,
    kCardFrom,
    kCardTo,
    kPhone,
    kEthnicity,
    kCommune,
    kFormerCommune,
    kHamletCode,
    kHamlet,
    kAddress,
    kPresence,
    kSince,
    kPoverty,
};
inline constexpr std::size_t kFields = 24;

struct Words {
    std::string vi, en;
};

struct Field {
    FieldId id;
    std::string name;  // "birth_date"
    Words title;
    bool required = false;
    std::string set;                        // of codes; empty: none
    std::vector<std::string> headers;       // folded
    std::vector<std::string> above, under;  // a heading over a group, and the words below it
    std::vector<std::string> examples;      // cells of the sample, a row each
};

struct ProblemWords {
    Words text, remedy;
    bool warning = false;
};

class CodeSet {
  public:
    void Add(std::string code, std::string word);
    // By a word of it, whatever its tones and signs; nullptr: none.
    const std::string* Find(std::string_view text) const;
    // The first word of each code, for a message.
    const std::string& names() const { return names_; }

  private:
    std::map<std::string, std::string, std::less<>> codes_;
    std::string names_;
    std::string last_;
};

class Form {
  public:
    // The version valid on `day` ("2026-11-28").
    // Errors: of content::Yaml; kRequired (a field, set or problem the program needs), kBadValue.
    static Result<Form> Load(const content::Library& library, std::string_view day);

    const std::vector<Field>& fields() const { return fields_; }
    const Field& field(FieldId id) const { return fields_[static_cast<std::size_t>(id)]; }
    const Field* Find(std::string_view name) const;
    const CodeSet& set(std::string_view name) const { return sets_.find(name)->second; }
    bool IsCardGroup(std::string_view letters) const;
    bool IsPhoneStart(std::string_view digits) const;
    int most_age() const { return most_age_; }
    const ProblemWords& problem(std::string_view code) const {
        return problems_.find(code)->second;
    }
    const Words& note(std::string_view code) const { return notes_.find(code)->second; }
    // A list to begin with, as CSV for a spreadsheet: a column for each field that has examples, of
    // people nobody is.
    std::string Sample() const;

  private:
    std::vector<Field> fields_;  // in the order of FieldId
    std::map<std::string, CodeSet, std::less<>> sets_;
    std::map<std::string, ProblemWords, std::less<>> problems_;
    std::map<std::string, Words, std::less<>> notes_;
    std::vector<std::string> card_groups_, phone_starts_;
    int most_age_ = 120;
};

// Without tones and marks, signs as spaces: how headings and words of codes are compared.
std::string Plain(std::string_view text);

// `text` with {name} replaced by the value of that name.
std::string Fill(std::string_view text,
                 const std::vector<std::pair<std::string_view, std::string>>& values);

}  // namespace tram::population
