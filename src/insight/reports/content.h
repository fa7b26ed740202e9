// What content/reports/ says of reports: templates, the bodies that write and receive them by day,
// page layouts by day, and the sentences figures are told in.
//
// docs/guide/periodic-report.md describes the files for those who adapt them.
//
// Thread safety: immutable once loaded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/content/library.h"

namespace tram::reports {

// One step of composing a section: a sentence as written, or words made from facts of a kind.
struct Part {
    std::string kind;              // "text", "missing", "figures", "tasks" …; kPartKinds
    std::string text;              // of "text", "missing"
    std::vector<std::string> ids;  // what it is about: indicators, clauses
};

struct Outline {
    std::string id, title;
    std::vector<Part> parts;
    std::vector<Outline> sections;  // below a group heading
};

// Tables that are printed together, under a heading and page numbers of their own.
struct Annex {
    std::string title;
    std::vector<std::string> tables;  // ids, in order
};

struct Template {
    std::string id;                         // "A"
    std::string title, title_en;            // for lists; English may be empty
    std::string subject;                    // below the word BÁO CÁO
    std::string author, receiver, through;  // roles of bodies; `through` may be empty
    std::string layout;                     // "administrative", "party"
    std::string closing;                    // last paragraph
    std::vector<std::string> recipients;
    std::vector<Annex> annexes;
    std::vector<Outline> outline;
    bool checked = false;
    std::string source;
};

// A body as papers name it, for units of a kind, between two days.
struct Body {
    std::string unit_kind, role;
    std::int32_t from_day = 0, to_day = 0;
    std::string name;               // in a sentence: "Ban Thường vụ Đảng ủy {unit}"
    std::string superior, head;     // of the letterhead; superior may be empty
    std::string symbol;             // "BC-UBND"
    std::string on_behalf, signer;  // of the signature
    std::string filing;             // "VT, VX"
    bool checked = false;
};

struct Layout {
    std::string id;
    std::int32_t from_day = 0, to_day = 0;
    bool checked = false;
    std::string source;
    double top = 20, bottom = 20, left = 30, right = 15;
    double body_points = 14, number_points = 13, first_line = 12.7;
    double before = 6, line_exactly = 0;
    double title_points = 14, subject_points = 14;
    std::vector<std::string> national;  // the right head, line by line
    double national_points = 13, motto_points = 14, superior_points = 13, head_points = 13;
    double number_line_points = 13, place_points = 14;
    std::string number_prefix;     // "Số:" or "Số"
    std::string number_separator;  // "/" or "-"
    bool star = false;             // * below the author
    bool addressed = false;        // Kính gửi
    std::string subject_rule;      // "line" or "-----"
    std::string end_mark;          // "./." or "."
    double recipients_title_points = 12, recipients_points = 11;
    bool recipients_title_underlined = false;
    bool signer_bold = true;
};

struct Column {
    std::string title;
    double width = 10;  // a share of the page
    std::string align;  // "left", "centre", "right"
};
struct TableShape {
    std::string id, title;
    bool landscape = false;
    std::vector<Column> columns;
    std::optional<Column> each;  // one more for each target, after the first ones
    // Of what no record holds: the first cells of its rows, the others stay to be filled in. Of
    // table 10 the indicators that an outside body counts too.
    std::vector<std::string> rows;
    bool grows = false;  // the author may add rows
};

using Words = std::map<std::string, std::string, std::less<>>;

struct ReportContent {
    std::vector<Template> templates;
    std::vector<Body> bodies;
    std::vector<Layout> layouts;
    std::map<std::string, TableShape, std::less<>> tables;
    Words sentences;                                  // by name
    std::map<std::string, Words, std::less<>> words;  // sets of codes, as on screen

    // Errors: of the files, with line, field and remedy; kInvalid: a part, table, role or layout
    // nobody defined, a sentence that is missing.
    static Result<ReportContent> Load(const content::Library& library);

    const Template* FindTemplate(std::string_view id) const;
    // The body of a role for units of a kind on a day. Errors: kInvalid, naming the day.
    Result<const Body*> BodyOn(std::string_view unit_kind, std::string_view role,
                               std::int32_t day) const;
    Result<const Layout*> LayoutOn(std::string_view id, std::int32_t day) const;
    std::string_view Sentence(std::string_view name) const;  // REQUIRES: a name of kSentences
    std::string_view Word(std::string_view set, std::string_view code) const;  // else the code
};

// Puts values into the {names} of a text; a name without a value stays as it is.
std::string Fill(std::string_view text, const Words& values);

}  // namespace tram::reports
