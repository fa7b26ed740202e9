#include "exchange/population/form.h"

#include <algorithm>
#include <optional>

#include "base/vietnamese_text.h"
#include "platform/content/yaml.h"

namespace tram::population {
namespace {

using content::Yaml;

constexpr std::array<std::string_view, kFields> kNames = {
    "household",    "relation", "name",    "given",     "birth_date",     "birth_male",
    "birth_female", "sex",      "cccd",    "bhxh",      "bhyt_card",      "bhyt_group",
    "bhyt_from",    "bhyt_to",  "phone",   "ethnicity", "commune",        "former_commune",
    "hamlet_code",  "hamlet",   "address", "presence",  "residence_from", "poverty"};
constexpr std::string_view kSets[] = {"sex", "relation", "presence", "poverty", "ethnicity"};
constexpr std::string_view kProblems[] = {"missing",         "bad-name",
                                          "bad-date",        "no-such-day",
                                          "future-birth",    "too-old",
                                          "two-births",      "unknown-word",
                                          "bad-cccd",        "old-cmnd",
                                          "scientific",      "bad-bhxh",
                                          "bad-card",        "card-differs",
                                          "card-dates",      "bad-phone",
                                          "failed-formula",  "unknown-hamlet",
                                          "several-hamlets", "unknown-commune",
                                          "unknown-code",    "same-number",
                                          "same-person",     "two-heads",
                                          "deceased",        "possible-duplicate",
                                          "known-elsewhere", "several-records",
                                          "refused",         "no-head",
                                          "cccd-sex",        "cccd-birth",
                                          "cccd-province",   "zero-restored",
                                          "open-card",       "name-differs",
                                          "poverty-differs"};
constexpr std::string_view kNotes[] = {"merged-cells", "formula-empty", "other-sheets", "old-font"};

Result<Words> ReadWords(const Yaml& yaml) {
    TRY(yaml.AllowOnly({"vi", "en"}));
    return Words{.vi = TRY(TRY(yaml.Get("vi")).Text()), .en = TRY(TRY(yaml.Get("en")).Text())};
}

Result<std::vector<std::string>> ReadPlain(const Yaml& yaml, const std::string& key) {
    auto texts = TRY(TRY(yaml.Find(key)).Texts());
    for (auto& text : texts) text = Plain(text);
    return texts;
}

Result<Field> ReadField(const Yaml& yaml) {
    TRY(yaml.AllowOnly(
        {"id", "title", "required", "set", "headers", "above", "under", "examples"}));
    Field field;
    field.name = TRY(TRY(yaml.Get("id")).Text());
    const auto known = std::find(kNames.begin(), kNames.end(), field.name);
    if (known == kNames.end()) {
        return yaml.Fault(ErrorCode::kBadValue, "the program has no field '" + field.name + "'",
                          "chương trình không có trường '" + field.name + "'");
    }
    field.id = static_cast<FieldId>(known - kNames.begin());
    field.title = TRY(ReadWords(TRY(yaml.Get("title"))));
    if (const auto required = TRY(yaml.Find("required")); required.present())
        field.required = TRY(required.Boolean());
    if (const auto set = TRY(yaml.Find("set")); set.present()) field.set = TRY(set.Text());
    field.headers = TRY(ReadPlain(yaml, "headers"));
    field.above = TRY(ReadPlain(yaml, "above"));
    field.under = TRY(ReadPlain(yaml, "under"));
    field.examples = TRY(TRY(yaml.Find("examples")).Texts());
    return field;
}

// The last version that begins on or before the day.
Result<Yaml> VersionOn(const Yaml& file, std::string_view day) {
    std::optional<Yaml> valid;
    std::string since;
    const auto versions = TRY(file.Get("versions"));
    for (const auto& version : TRY(versions.Items())) {
        auto from = TRY(TRY(version.Get("valid_from")).Text());
        if (from > day || from < since) continue;
        since = std::move(from);
        valid = version;
    }
    if (valid) return *valid;
    return versions.Fault(ErrorCode::kRequired, "no version is valid today",
                          "không có phiên bản nào có hiệu lực hôm nay");
}

}  // namespace

std::string Plain(std::string_view text) {
    std::string plain;
    for (const auto& syllable : Syllables(text)) plain += (plain.empty() ? "" : " ") + syllable;
    return plain;
}

std::string Fill(std::string_view text,
                 const std::vector<std::pair<std::string_view, std::string>>& values) {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        out += text.substr(0, open);
        const auto name = text.substr(open + 1, close - open - 1);
        for (const auto& [key, value] : values) {
            if (key == name) out += value;
        }
        text.remove_prefix(close + 1);
    }
    return out += text;
}

void CodeSet::Add(std::string code, std::string word) {
    auto plain = Plain(word);
    if (last_ != code) {
        names_ += (names_.empty() ? "" : ", ") + word;
        codes_.emplace(Plain(code), code);
    }
    last_ = code;
    codes_.emplace(std::move(plain), std::move(code));
}

const std::string* CodeSet::Find(std::string_view text) const {
    const auto found = codes_.find(Plain(text));
    return found == codes_.end() ? nullptr : &found->second;
}

const Field* Form::Find(std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == fields_.end() ? nullptr : &*found;
}

bool Form::IsCardGroup(std::string_view letters) const {
    return std::find(card_groups_.begin(), card_groups_.end(), letters) != card_groups_.end();
}

bool Form::IsPhoneStart(std::string_view digits) const {
    return std::any_of(phone_starts_.begin(), phone_starts_.end(),
                       [&](const std::string& start) { return digits.starts_with(start); });
}

std::string Form::Sample() const {
    std::size_t rows = 0;
    for (const auto& field : fields_) rows = std::max(rows, field.examples.size());
    // By the mark at its front a spreadsheet knows UTF-8.
    std::string text = "\xEF\xBB\xBF";
    const auto put = [&](const auto& cell) {
        bool first = true;
        for (const auto& field : fields_) {
            if (field.examples.empty()) continue;
            text += (first ? "\"" : ",\"") + cell(field) + "\"";
            first = false;
        }
        text += "\r\n";
    };
    put([](const Field& field) { return field.title.vi; });
    for (std::size_t row = 0; row < rows; ++row) {
        put([&](const Field& field) {
            return row < field.examples.size() ? field.examples[row] : std::string();
        });
    }
    return text;
}

Result<Form> Form::Load(const content::Library& library, std::string_view day) {
    const auto* shipped = library.Find("imports/population.yaml");
    TRAM_CHECK(shipped != nullptr);
    const auto file = TRY(Yaml::Parse(shipped->bytes, shipped->path));
    TRY(file.AllowOnly({"id", "title", "source", "checked", "based_on", "versions"}));
    const auto yaml = TRY(VersionOn(file, day));
    TRY(yaml.AllowOnly({"valid_from", "fields", "sets", "bhyt_groups", "phone_starts", "most_age",
                        "problems", "notes"}));
    Form form;
    for (const auto& item : TRY(TRY(yaml.Get("fields")).Items()))
        form.fields_.push_back(TRY(ReadField(item)));
    std::stable_sort(form.fields_.begin(), form.fields_.end(),
                     [](const Field& a, const Field& b) { return a.id < b.id; });
    for (std::size_t i = 0; i < kFields; ++i) {
        if (i < form.fields_.size() && form.fields_[i].name == kNames[i]) continue;
        return yaml.Fault(ErrorCode::kRequired,
                          "the field '" + std::string(kNames[i]) + "' must stand here once",
                          "trường '" + std::string(kNames[i]) + "' phải có đúng một lần");
    }
    form.fields_.resize(kFields);
    const auto sets = TRY(yaml.Get("sets"));
    for (const auto name : kSets) {
        auto& set = form.sets_[std::string(name)];
        for (const auto& [code, words] : TRY(TRY(sets.Get(std::string(name))).Members())) {
            for (auto& word : TRY(words.Texts())) set.Add(code, std::move(word));
        }
    }
    form.card_groups_ = TRY(TRY(yaml.Get("bhyt_groups")).Texts());
    form.phone_starts_ = TRY(TRY(yaml.Get("phone_starts")).Texts());
    const auto age = TRY(yaml.Get("most_age"));
    form.most_age_ = std::atoi(TRY(age.Text()).c_str());
    if (form.most_age_ < 100 || form.most_age_ > 200)
        return age.Fault(ErrorCode::kBadValue, "an age from 100 to 200 is asked here",
                         "cần một tuổi từ 100 đến 200");
    const auto problems = TRY(yaml.Get("problems"));
    for (const auto code : kProblems) {
        const auto problem = TRY(problems.Get(std::string(code)));
        TRY(problem.AllowOnly({"text", "remedy", "warning"}));
        auto& words = form.problems_[std::string(code)];
        words.text = TRY(ReadWords(TRY(problem.Get("text"))));
        words.remedy = TRY(ReadWords(TRY(problem.Get("remedy"))));
        if (const auto warning = TRY(problem.Find("warning")); warning.present())
            words.warning = TRY(warning.Boolean());
    }
    const auto notes = TRY(yaml.Get("notes"));
    for (const auto code : kNotes)
        form.notes_[std::string(code)] = TRY(ReadWords(TRY(notes.Get(std::string(code)))));
    return form;
}

}  // namespace tram::population
