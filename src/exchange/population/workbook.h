// Workbook: what the sheets of an XLSX share: their names, the texts, the number formats that make
// a number a day.
//
// Thread safety: immutable once read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/population/sheet.h"
#include "exchange/population/xml_parts.h"

namespace tram::population {

class Workbook {
  public:
    // Errors: of ReadPart; kMalformed (a zip without a workbook in it).
    static Result<Workbook> Read(zip::Archive& archive, std::string_view font);

    struct SheetPart {
        std::string name, part;
        bool hidden = false;
    };
    const std::vector<SheetPart>& sheets() const { return sheets_; }

    // `index` as a cell of type s holds it; an index beyond the table gives nothing.
    std::string SharedString(std::string_view index) const;
    // A cell without type: a day where its style says so, else the number as typed.
    Cell Number(std::string_view text, std::string_view style) const;
    // As the reader of the list should see it: composed, and out of an old font where one was used.
    std::string Text(std::string_view text) const;

  private:
    Result<void> ReadSheets(zip::Archive& archive, const std::string& part);
    Result<void> ReadStrings(zip::Archive& archive, const std::string& part);
    Result<void> ReadStyles(zip::Archive& archive, const std::string& part);

    std::string font_;
    std::vector<SheetPart> sheets_;
    std::vector<std::string> strings_;
    std::vector<bool> is_date_;  // by style
    bool from_1904_ = false;
};

// All text below `si` or `is`, without the reading aids of East Asian texts. §18.4.8
std::string TextOf(const pugi::xml_node& node);

// The day a serial number means; empty: none. Day 60 of 1900, which never was, is taken as 28/02.
// §18.17.4.1
std::string DayOfSerial(double serial, bool from_1904);

}  // namespace tram::population
