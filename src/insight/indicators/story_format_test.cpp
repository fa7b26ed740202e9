// The form of a story file; tests/stories/README.md describes it for those who write one.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/date.h"
#include "insight/indicators/story_test.h"

namespace tram::indicators::stories {
namespace {

std::string_view Trim(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string> Split(std::string_view line) {
    std::vector<std::string> cells;
    while (true) {
        const auto bar = line.find('|');
        cells.emplace_back(Trim(line.substr(0, bar)));
        if (bar == std::string_view::npos) return cells;
        line.remove_prefix(bar + 1);
    }
}

// The rest of the line after a keyword and its colon; nullptr view: another line.
bool After(std::string_view line, std::string_view keyword, std::string_view& rest) {
    if (!line.starts_with(keyword)) return false;
    rest = line.substr(keyword.size());
    if (rest.starts_with(':'))
        rest.remove_prefix(1);
    else if (!rest.empty() && rest.front() != ' ')
        return false;
    rest = Trim(rest);
    return true;
}

class Parser {
  public:
    explicit Parser(std::string file) { story_.file = std::move(file); }

    Result<Story> Parse(std::string_view text) {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            ++line_;
            TRY(Line(Trim(text.substr(0, end))));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (story_.indicator.empty()) return Wrong("the first line names it: chỉ tiêu: insured");
        if (story_.scenes.empty()) return Wrong("no scene: tình huống: …");
        return std::move(story_);
    }

  private:
    Error Wrong(std::string_view what) const { return Fault(story_.file, line_, what); }

    Result<void> Line(std::string_view line) {
        std::string_view rest;
        if (line.starts_with('#')) return {};
        if (line.empty()) {
            table_open_ = false;
            return {};
        }
        if (After(line, "chỉ tiêu", rest)) {
            story_.indicator = rest;
        } else if (After(line, "bối cảnh", rest)) {
            tables_ = &story_.background;
        } else if (After(line, "tình huống", rest)) {
            if (rest.empty()) return Wrong("a scene has a title");
            story_.scenes.push_back({line_, std::string(rest), {}});
            tables_ = nullptr;
        } else if (After(line, "cho", rest)) {
            return Begin(Step::Kind::kGiven, rest);
        } else if (After(line, "khi", rest)) {
            return Begin(Step::Kind::kWhen, rest);
        } else if (After(line, "thì", rest)) {
            return Begin(Step::Kind::kThen, rest);
        } else {
            return TableLine(line);
        }
        table_open_ = false;
        return {};
    }

    Result<void> Begin(Step::Kind kind, std::string_view rest) {
        if (story_.scenes.empty()) return Wrong("before this there is a line: tình huống: …");
        auto& steps = story_.scenes.back().steps;
        if (kind == Step::Kind::kThen &&
            std::none_of(steps.begin(), steps.end(),
                         [](const Step& step) { return step.kind == Step::Kind::kWhen; })) {
            return Wrong("before \"thì\" there is a day: khi 2026-03-31");
        }
        Step step{.kind = kind, .line = line_};
        if (kind == Step::Kind::kWhen) {
            constexpr std::string_view kUntil = " đến ";
            const auto until = rest.find(kUntil);
            if (until != std::string_view::npos) {
                step.from = TRY(DayOf(story_.file, line_, rest.substr(0, until)));
                rest.remove_prefix(until + kUntil.size());
            }
            step.day = TRY(DayOf(story_.file, line_, rest));
        } else if (!rest.empty()) {
            return Wrong("tables begin on the next line");
        }
        steps.push_back(std::move(step));
        tables_ = kind == Step::Kind::kWhen ? nullptr : &steps.back().tables;
        table_open_ = false;
        return {};
    }

    Result<void> TableLine(std::string_view line) {
        if (!tables_)
            return Wrong(
                "neither a keyword nor a table: chỉ tiêu, bối cảnh, tình huống, cho, khi, thì");
        auto cells = Split(line);
        if (!table_open_) {
            Table table{.line = line_, .kind = cells.front()};
            table.columns.assign(cells.begin() + 1, cells.end());
            tables_->push_back(std::move(table));
            table_open_ = true;
            return {};
        }
        Table& table = tables_->back();
        if (cells.size() > table.columns.size() + 1)
            return Wrong("more cells than the header of the table has");
        Row row{.line = line_, .name = cells.front()};
        if (row.name.empty()) return Wrong("the first cell is empty");
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (!cells[i].empty()) row.cells[table.columns[i - 1]] = cells[i];
        }
        table.rows.push_back(std::move(row));
        return {};
    }

    Story story_;
    int line_ = 0;
    std::vector<Table>* tables_ = nullptr;  // to which a table line belongs
    bool table_open_ = false;
};

}  // namespace

const std::string& Row::operator[](std::string_view column) const {
    static const std::string kEmpty;
    const auto cell = cells.find(column);
    return cell == cells.end() ? kEmpty : cell->second;
}

Error Fault(std::string_view file, int line, std::string_view what) {
    const std::string place = std::string(file) + ":" + std::to_string(line) + ": ";
    return {.code = ErrorCode::kInvalid, .message = place + std::string(what)};
}

Result<std::int32_t> DayOf(std::string_view file, int line, std::string_view text) {
    const auto date = ParseDate(text);
    if (!date || !date->IsWholeDay())
        return Fault(file, line, "\"" + std::string(text) + "\" is no day: 2026-03-31");
    return date->FirstDay();
}

Result<Story> ParseStory(std::string_view text, std::string file) {
    return Parser(std::move(file)).Parse(text);
}

namespace {

std::string FaultOf(std::string_view text) {
    const auto story = ParseStory(text, "a.story");
    return story ? "" : story.error().message;
}

TEST(StoryFormatTest, TellsFileAndLineOfAMistake) {
    const std::string head = "chỉ tiêu: insured\ntình huống: một\n";
    EXPECT_TRUE(FaultOf(head + "cho\nngười | sinh\nAn | 1980\nkhi 31/03/2026\n")
                    .starts_with("a.story:6: \"31/03/2026\""));
    EXPECT_TRUE(FaultOf(head + "thì\n").starts_with("a.story:3: before \"thì\""));
    EXPECT_TRUE(FaultOf(head + "nếu\n").starts_with("a.story:3: neither a keyword"));
    EXPECT_TRUE(
        FaultOf(head + "cho\nngười | sinh\nAn | 1980 | nam\n").starts_with("a.story:5: more"));
    EXPECT_TRUE(FaultOf("tình huống: một\n").starts_with("a.story:1: the first line"));
}

TEST(StoryFormatTest, TellsAWrongTableColumnWordOrName) {
    const auto fault = [](const std::string& tables) -> std::string {
        const auto story =
            ParseStory("chỉ tiêu: insured\ntình huống: một\ncho\n" + tables, "a.story");
        if (!story) return story.error().message;
        const auto made = StoryRecords("a.story").Make(story->scenes[0].steps[0].tables);
        return made ? "" : made.error().message;
    };
    EXPECT_EQ(fault("đơn vị | loại\nXã A | xã\n\nngười | sinh | ở\nAn | 1980-01-01 | Xã A\n"), "");
    EXPECT_TRUE(fault("xe máy | màu\nAn | đỏ\n").starts_with("a.story:4: no table \"xe máy\""));
    EXPECT_TRUE(fault("đơn vị | mầu\nXã A | đỏ\n").starts_with("a.story:4: no column \"mầu\""));
    EXPECT_TRUE(fault("đơn vị | loại\nXã A | làng\n").starts_with("a.story:5: \"làng\""));
    EXPECT_TRUE(fault("người | sinh | ở\nAn | 1980 | Xã B\n").starts_with("a.story:5: nobody and"));
    EXPECT_TRUE(fault("người | sinh\nAn | 1980-13-01\n").starts_with("a.story:5: \"1980-13-01\""));
}

}  // namespace
}  // namespace tram::indicators::stories
