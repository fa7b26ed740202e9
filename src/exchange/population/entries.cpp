#include "exchange/population/entries.h"

#include <algorithm>
#include <map>

#include "base/vietnamese_text.h"
#include "exchange/population/encoding.h"
#include "exchange/population/households.h"
#include "exchange/population/values.h"

namespace tram::population {
namespace {

const Cell kNothing;

// One row, with what is asked of it.
class RowReader {
  public:
    RowReader(const SheetRow& row, const Mapping& mapping, const Form& form, const Places& places,
              const Date& today, Faults& faults)
        : row_(row),
          mapping_(mapping),
          form_(form),
          places_(places),
          today_(today),
          faults_(faults) {}

    // A name with anything else, or all but the name. A title over a group of rows, merged across
    // them, has the same words everywhere.
    bool IsPerson() const {
        const auto& name = Text(FieldId::kName);
        if (name.empty())
            return !Text(FieldId::kSex).empty() &&
                   !(Text(FieldId::kBirth) + Text(FieldId::kCccd)).empty();
        if (name == Text(FieldId::kBirth)) return false;
        for (const auto& field : form_.fields()) {
            if (field.id != FieldId::kName && !Text(field.id).empty()) return true;
        }
        return false;
    }
    // Headings written again in the middle, or the numbers of the columns under them.
    bool IsHeading() const {
        const auto at = mapping_.column(FieldId::kName);
        const auto plain = Plain(Text(FieldId::kName));
        return (at && *at < mapping_.headers.size() && plain == Plain(mapping_.headers[*at])) ||
               (!plain.empty() && plain.find_first_not_of("0123456789") == std::string::npos);
    }

    Entry Read() {
        entry_.row = row_.number;
        ReadWho();
        ReadNumbers();
        ReadCardFields();
        ReadWhere();
        return std::move(entry_);
    }

  private:
    const Cell& At(FieldId id) const {
        const auto column = mapping_.column(id);
        return column && *column < row_.cells.size() ? row_.cells[*column] : kNothing;
    }
    const std::string& Text(FieldId id) const { return At(id).text; }

    void Refuse(std::string_view code, FieldId field, Faults::Values values = {}) {
        faults_.Add(code, row_.number, field, std::move(values));
        entry_.good = false;
    }
    void Warn(std::string_view code, FieldId field) { faults_.Add(code, row_.number, field); }

    // The value of a reader, or its refusal.
    template <typename T>
    std::optional<T> Take(population::Read<T> read, FieldId field) {
        if (const auto* value = std::get_if<T>(&read)) return std::move(*value);
        Refuse(At(field).kind == Cell::Kind::kFault ? "failed-formula" : std::get<1>(read), field);
        return std::nullopt;
    }
    std::string TakeDigits(population::Read<Digits> read, FieldId field) {
        const auto value = Take(std::move(read), field);
        if (!value) return {};
        if (value->zero_restored) Warn("zero-restored", field);
        return value->digits;
    }
    std::optional<Date> TakeDay(FieldId field) {
        if (Text(field).empty()) return std::nullopt;
        return Take(ReadDay(At(field)), field);
    }

    std::string Code(FieldId field) {
        const auto& text = Text(field);
        if (text.empty()) return {};
        const auto& set = form_.set(form_.field(field).set);
        if (const auto* code = set.Find(text)) return *code;
        // A relation nobody listed is a relation all the same.
        if (field == FieldId::kRelation) return "other";
        Refuse("unknown-word", field, {{"value", text.substr(0, 40)}, {"names", set.names()}});
        return {};
    }

    void ReadWho() {
        auto name = Text(FieldId::kName);
        if (const auto& given = Text(FieldId::kGiven); !given.empty()) name += " " + given;
        if (name.empty())
            Refuse("missing", FieldId::kName);
        else
            entry_.name = Take(ReadName(name), FieldId::kName).value_or("");
        entry_.sex = Code(FieldId::kSex);
        const auto birth = BirthField();
        if (!birth) return;
        if (const auto day = TakeDay(*birth)) {
            entry_.birth = *day;
            if (day->FirstDay() > today_.FirstDay())
                Refuse("future-birth", *birth);
            else if (today_.year - day->year > form_.most_age())
                Refuse("too-old", *birth);
        }
        if (entry_.sex.empty() && Text(FieldId::kSex).empty()) Refuse("missing", FieldId::kSex);
        entry_.ethnicity = Code(FieldId::kEthnicity);
        entry_.relation = Code(FieldId::kRelation);
        entry_.poverty = Poverty();
    }

    // A cross in the column of poor households is poor; the list says which kind in words.
    std::string Poverty() {
        const auto plain = Plain(Text(FieldId::kPoverty));
        return plain == "x" || plain == "co" ? "poor" : Code(FieldId::kPoverty);
    }

    // The column the birth stands in; where men and women have a column each it tells the sex.
    std::optional<FieldId> BirthField() {
        if (!Text(FieldId::kBirth).empty()) return FieldId::kBirth;
        const bool male = !Text(FieldId::kBirthMale).empty();
        const bool female = !Text(FieldId::kBirthFemale).empty();
        if (male && female) {
            Refuse("two-births", FieldId::kBirthFemale);
            return std::nullopt;
        }
        if (!male && !female) {
            Refuse("missing",
                   mapping_.column(FieldId::kBirth) || !mapping_.column(FieldId::kBirthMale)
                       ? FieldId::kBirth
                       : FieldId::kBirthMale);
            return std::nullopt;
        }
        if (entry_.sex.empty()) entry_.sex = male ? "male" : "female";
        return male ? FieldId::kBirthMale : FieldId::kBirthFemale;
    }

    void ReadNumbers() {
        if (!Text(FieldId::kCccd).empty()) {
            entry_.cccd = TakeDigits(
                ReadCitizenNumber(At(FieldId::kCccd), entry_.birth, entry_.sex), FieldId::kCccd);
            if (!entry_.cccd.empty() && entry_.birth.year && !entry_.sex.empty()) {
                for (const auto code : CompareCitizenNumber(entry_.cccd, entry_.birth, entry_.sex))
                    Warn(code, FieldId::kCccd);
            }
        }
        if (!Text(FieldId::kBhxh).empty()) {
            entry_.bhxh = TakeDigits(ReadInsuranceNumber(At(FieldId::kBhxh)), FieldId::kBhxh);
        }
        if (!Text(FieldId::kPhone).empty())
            entry_.phone = TakeDigits(ReadPhone(At(FieldId::kPhone), form_), FieldId::kPhone);
    }

    void ReadCardFields() {
        // "Không", "0" and a dash in the column of cards say that there is none.
        const auto plain = Plain(Text(FieldId::kCard));
        if (!plain.empty() && plain != "khong" && plain != "chua co" && plain != "0" &&
            plain != "x")
            entry_.card = Take(ReadCard(At(FieldId::kCard), form_), FieldId::kCard).value_or("");
        if (!entry_.card.empty()) {
            const auto number = entry_.card.substr(entry_.card.size() - 10);
            if (entry_.bhxh.empty())
                entry_.bhxh = number;
            else if (entry_.bhxh != number)
                Refuse("card-differs", FieldId::kCard);
        }
        entry_.card_from = TakeDay(FieldId::kCardFrom);
        entry_.card_to = TakeDay(FieldId::kCardTo);
        if (entry_.card_from && entry_.card_to &&
            entry_.card_to->LastDay() < entry_.card_from->FirstDay())
            Refuse("card-dates", FieldId::kCardTo);
        entry_.card_group = Group();
        if (!entry_.card.empty() && !entry_.card_to && entry_.good)
            Warn("open-card",
                 mapping_.column(FieldId::kCardTo) ? FieldId::kCardTo : FieldId::kCard);
    }

    // Two letters, in a column of their own or in front of the number.
    std::string Group() const {
        std::string letters = Text(FieldId::kCardGroup).substr(0, 2);
        for (auto& c : letters) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (form_.IsCardGroup(letters)) return letters;
        return entry_.card.size() == 15 ? entry_.card.substr(0, 2) : std::string();
    }

    void ReadWhere() {
        entry_.presence = Code(FieldId::kPresence);
        entry_.address = Text(FieldId::kAddress);
        entry_.since = TakeDay(FieldId::kSince);
        const Places::Asked asked{.hamlet = Text(FieldId::kHamlet),
                                  .code = Text(FieldId::kHamletCode),
                                  .commune = Text(FieldId::kCommune),
                                  .former = Text(FieldId::kFormerCommune)};
        if (asked.hamlet.empty() && asked.code.empty()) {
            entry_.home = places_.only();
            if (entry_.home == 0) Refuse("missing", FieldId::kHamlet);
            return;
        }
        const auto found = places_.Find(asked);
        entry_.home = found.place;
        if (found.place != 0) return;
        Refuse(found.code, found.field,
               {{"value", Text(found.field).substr(0, 60)}, {"names", found.names}});
    }

    const SheetRow& row_;
    const Mapping& mapping_;
    const Form& form_;
    const Places& places_;
    const Date& today_;
    Faults& faults_;
    Entry entry_;
};

// The same number or the same person twice: the second row is refused.
void RefuseTwice(List& list, Faults& faults) {
    std::map<std::string, int> cccd, bhxh;
    std::map<std::string, const Entry*> people;
    for (auto& entry : list.entries) {
        if (!entry.good) continue;
        const auto refuse = [&](std::string_view code, std::optional<FieldId> field, int row) {
            faults.Add(code, entry.row, field, {{"row", std::to_string(row)}});
            entry.good = false;
        };
        for (const auto& [seen, number, field] : {std::tuple(&cccd, &entry.cccd, FieldId::kCccd),
                                                  std::tuple(&bhxh, &entry.bhxh, FieldId::kBhxh)}) {
            if (number->empty() || !entry.good) continue;
            const auto [before, fresh] = seen->emplace(*number, entry.row);
            if (!fresh) refuse("same-number", field, before->second);
        }
        if (!entry.good) continue;
        const auto [before, fresh] =
            people.emplace(PersonKey(entry.name, entry.birth, entry.sex, entry.home), &entry);
        const bool told_apart = !fresh && !entry.cccd.empty() && !before->second->cccd.empty();
        if (!fresh && !told_apart) refuse("same-person", std::nullopt, before->second->row);
    }
}

}  // namespace

std::string PersonKey(std::string_view name, const Date& birth, std::string_view sex, Rid home) {
    return Plain(name) + '|' + birth.ToString() + '|' + std::string(sex) + '|' +
           std::to_string(home);
}

List ReadEntries(const Sheet& sheet, const Mapping& mapping, const Form& form, const Places& places,
                 const Date& today, Faults& faults) {
    List list;
    HouseholdFinder households(mapping, list);
    for (std::size_t at = mapping.heading + 1; at < sheet.rows.size(); ++at) {
        const auto& row = sheet.rows[at];
        RowReader reader(row, mapping, form, places, today, faults);
        if (!reader.IsPerson() || reader.IsHeading()) continue;
        list.entries.push_back(reader.Read());
        households.Place(row);
    }
    RefuseTwice(list, faults);
    CheckHouseholds(list, mapping, faults);
    return list;
}

}  // namespace tram::population
