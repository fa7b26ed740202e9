#include "exchange/report_paper/paper.h"

#include <algorithm>

#include "base/vietnamese_text.h"
#include "insight/reports/numbers.h"

namespace tram::report_paper {
namespace {

using docx::Align;
using docx::Paragraph;
using reports::Layout;
using reports::Report;

constexpr double kPageWidth = 210, kPageHeight = 297;
// A letter of Times New Roman is about half as wide as it is high; capitals and bold a little more.
double TextWidth(std::string_view text, double points, bool bold) {
    std::size_t letters = 0;
    for (const char c : text) letters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    const bool capitals = Capitals(text) == text;
    return static_cast<double>(letters) * points *
           (capitals ? 0.68
            : bold   ? 0.5
                     : 0.46) *
           25.4 / 72;
}

Align AlignOf(std::string_view word) {
    return word == "centre" ? Align::kCentre : word == "right" ? Align::kRight : Align::kLeft;
}

class Printer {
  public:
    Printer(const Report& report, const Layout& layout, const reports::ReportContent& content)
        : report_(report), layout_(layout), content_(content) {}

    docx::Document Print();

  private:
    double Width() const { return kPageWidth - layout_.left - layout_.right; }
    Paragraph Line(std::string text, double points, bool bold = false,
                   Align align = Align::kCentre) const {
        return {
            .runs = {{.text = std::move(text), .bold = bold}}, .align = align, .points = points};
    }
    // A line in the middle of `within`, `width` wide.
    Paragraph Rule(double within, double width) const {
        const double side = std::max(0.0, (within - width) / 2);
        return {.points = 2,
                .left = side,
                .right = side,
                .after = 3,
                .line_exactly = 3,
                .rule_below = true};
    }
    std::string NumberLine() const;
    std::string PlaceAndDay() const;
    docx::Table Head() const;
    void Title(std::vector<docx::Block>& blocks) const;
    void Body(std::vector<docx::Block>& blocks) const;
    void Words(std::vector<docx::Block>& blocks, const reports::SectionText& section) const;
    std::vector<docx::Run> Runs(std::string_view text, const reports::SectionText& section) const;
    Paragraph BodyLine(std::vector<docx::Run> runs) const;
    docx::Table Foot() const;
    void Annexes(docx::Document& document) const;
    void AnnexHead(docx::Section& section, const std::string& title, int number) const;
    void Table(docx::Section& section, const reports::ReportTable& table) const;
    docx::Table Grid(const docx::Section& section, const reports::ReportTable& table) const;
    std::string Footer() const;

    const Report& report_;
    const Layout& layout_;
    const reports::ReportContent& content_;
};

std::string Printer::NumberLine() const {
    const auto& symbol = report_.letterhead.symbol;
    if (report_.number.find('/') != std::string::npos ||
        report_.number.find('-') != std::string::npos)
        return layout_.number_prefix + " " + report_.number;
    const std::string number = report_.number.empty() ? "          " : report_.number;
    return layout_.number_prefix + " " + number + layout_.number_separator + symbol;
}

std::string Printer::PlaceAndDay() const {
    return report_.letterhead.place + ", " + reports::LongDay(report_.signed_on);
}

docx::Table Printer::Head() const {
    const double left = Width() * 0.4, right = Width() - left;
    docx::Cell author, nation;
    if (!report_.letterhead.superior.empty())
        author.paragraphs.push_back(Line(report_.letterhead.superior, layout_.superior_points));
    author.paragraphs.push_back(Line(report_.letterhead.head, layout_.head_points, true));
    if (layout_.star) {
        author.paragraphs.push_back(Line("*", layout_.number_line_points));
    } else {
        author.paragraphs.push_back(Rule(left, left * 0.33));
    }
    author.paragraphs.push_back(Line(NumberLine(), layout_.number_line_points));

    for (std::size_t i = 0; i < layout_.national.size(); ++i) {
        const double points = i == 0 ? layout_.national_points : layout_.motto_points;
        nation.paragraphs.push_back(Line(layout_.national[i], points, true));
    }
    const std::string& last = layout_.national.back();
    nation.paragraphs.push_back(
        Rule(right, std::min(right, TextWidth(last, layout_.motto_points, true))));
    Paragraph day{.runs = {{.text = PlaceAndDay(), .italic = true}},
                  .align = Align::kCentre,
                  .points = layout_.place_points};
    nation.paragraphs.push_back(day);
    return {.widths = {left, right}, .rows = {{{author, nation}}}, .borders = false};
}

void Printer::Title(std::vector<docx::Block>& blocks) const {
    auto title = Line("BÁO CÁO", layout_.title_points, true);
    title.before = 14;
    title.keep_next = true;
    blocks.push_back(title);
    auto subject = Line(report_.subject, layout_.subject_points, true);
    subject.left = subject.right = 8;
    blocks.push_back(subject);
    if (layout_.subject_rule == "line") {
        blocks.push_back(Rule(Width(), Width() * 0.3));
    } else {
        blocks.push_back(Line(layout_.subject_rule, layout_.subject_points));
    }
    if (!layout_.addressed) return;
    const auto& head = report_.letterhead;
    auto to = Line("Kính gửi: " + head.receiver, layout_.body_points);
    to.before = 10;
    to.after = head.through.empty() ? 8 : 0;
    blocks.push_back(to);
    if (head.through.empty()) return;
    auto through = Line("(qua " + head.through + ")", layout_.body_points);
    through.after = 8;
    blocks.push_back(through);
}

Paragraph Printer::BodyLine(std::vector<docx::Run> runs) const {
    return {.runs = std::move(runs),
            .align = Align::kJustify,
            .first_line = layout_.first_line,
            .before = layout_.before,
            .line_exactly = layout_.line_exactly};
}

// In a draft the marks for missing words, and figures that changed since the words were written,
// stand out.
std::vector<docx::Run> Printer::Runs(std::string_view text,
                                     const reports::SectionText& section) const {
    std::vector<docx::Run> runs;
    if (!report_.MayBeEdited()) return {{.text = std::string(text)}};
    const auto changed = section.ChangedFigures();
    std::string plain;
    const auto flush = [&] {
        if (!plain.empty()) runs.push_back({.text = std::move(plain)});
        plain.clear();
    };
    while (!text.empty()) {
        std::size_t marked = 0;
        if (text.starts_with(reports::kMissingMark)) {
            const auto end = text.find(']');
            marked = end == std::string_view::npos ? text.size() : end + 1;
        }
        for (const auto& [was, now] : changed) {
            if (text.starts_with(was)) marked = std::max(marked, was.size());
        }
        if (marked == 0) {
            plain += text.front();
            text.remove_prefix(1);
            continue;
        }
        flush();
        runs.push_back({.text = std::string(text.substr(0, marked)), .highlight = true});
        text.remove_prefix(marked);
    }
    flush();
    return runs;
}

void Printer::Words(std::vector<docx::Block>& blocks, const reports::SectionText& section) const {
    std::string_view text = section.text();
    for (;;) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (!line.empty()) blocks.push_back(BodyLine(Runs(line, section)));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

void Printer::Body(std::vector<docx::Block>& blocks) const {
    const auto heading = [&](const std::string& text, int level) {
        auto line = BodyLine({{.text = text, .bold = true}});
        line.outline = level;
        line.keep_next = true;
        blocks.push_back(line);
    };
    std::string group;
    for (const auto& section : report_.sections) {
        if (section.group != group && !section.group.empty()) heading(section.group, 1);
        group = section.group;
        if (!section.title.empty()) heading(section.title, group.empty() ? 1 : 2);
        Words(blocks, section);
    }
    if (report_.letterhead.closing.empty()) return;
    // The last words and the signature stay on one page.
    auto closing = BodyLine({{.text = report_.letterhead.closing + layout_.end_mark}});
    closing.keep_next = true;
    blocks.push_back(closing);
}

docx::Table Printer::Foot() const {
    const double left = Width() * 0.5, right = Width() - left;
    const auto& head = report_.letterhead;
    docx::Cell recipients, signature;
    recipients.paragraphs.push_back({.runs = {{.text = "Nơi nhận:",
                                               .bold = !layout_.recipients_title_underlined,
                                               .italic = !layout_.recipients_title_underlined,
                                               .underline = layout_.recipients_title_underlined}},
                                     .points = layout_.recipients_title_points});
    for (const auto& one : head.recipients)
        recipients.paragraphs.push_back(Line("- " + one + (layout_.addressed ? ";" : ","),
                                             layout_.recipients_points, false, Align::kLeft));
    recipients.paragraphs.push_back(
        Line((layout_.addressed ? "- Lưu: " : "- Lưu ") + head.filing + ".",
             layout_.recipients_points, false, Align::kLeft));
    signature.paragraphs.push_back(Line(head.on_behalf, layout_.body_points, true));
    signature.paragraphs.push_back(Line(head.signer, layout_.body_points, layout_.signer_bold));
    for (int i = 0; i < 4; ++i) signature.paragraphs.push_back(Line("", layout_.body_points));
    return {.widths = {left, right}, .rows = {{{recipients, signature}}}, .borders = false};
}

std::string Printer::Footer() const {
    std::string text;
    const auto add = [&](std::string_view mark) {
        text += (text.empty() ? "" : " · ") + std::string(mark);
    };
    if (report_.synthetic) add(content_.Sentence("synthetic"));
    if (report_.unverified) add(content_.Sentence("unverified"));
    if (report_.MayBeEdited()) add(content_.Sentence("draft"));
    return text;
}

// "Phụ lục I": numbered where there are several.
void Printer::AnnexHead(docx::Section& section, const std::string& title, int number) const {
    static constexpr const char* kRoman[] = {"",   "I",   "II",   "III", "IV", "V",
                                             "VI", "VII", "VIII", "IX",  "X"};
    const auto place = static_cast<std::size_t>(number);
    const std::string shown = number == 0                 ? ""
                              : place < std::size(kRoman) ? std::string(" ") + kRoman[place]
                                                          : " " + std::to_string(number);
    auto head = Line(reports::Fill(content_.Sentence("annex"), {{"number", shown}}), 14, true);
    head.outline = 1;
    auto name = Line(Capitals(title), 14, true);
    Paragraph with{.runs = {{.text = reports::Fill(content_.Sentence("annex_with"),
                                                   {{"day", reports::LongDay(report_.signed_on)}}),
                             .italic = true}},
                   .align = Align::kCentre,
                   .points = 12,
                   .after = 6};
    for (auto* line : {&head, &name, &with}) {
        line->keep_next = true;
        section.blocks.push_back(*line);
    }
}

void Printer::Table(docx::Section& section, const reports::ReportTable& table) const {
    // What stands in a second line is a note to the table, not its name.
    const auto end = table.title.find('\n');
    auto name = Line(reports::Fill(content_.Sentence("annex_table"),
                                   {{"number", table.id}, {"title", table.title.substr(0, end)}}),
                     13, true);
    name.before = 12;
    name.after = 3;
    name.outline = 2;
    name.keep_next = true;
    section.blocks.push_back(name);
    if (end != std::string::npos) {
        Paragraph note{.runs = {{.text = table.title.substr(end + 1), .italic = true}},
                       .align = Align::kRight,
                       .points = 11,
                       .after = 2};
        note.keep_next = true;
        section.blocks.push_back(note);
    }
    section.blocks.push_back(Grid(section, table));
}

// Each annex counts its pages by itself; within one a turn of the paper begins a section.
void Printer::Annexes(docx::Document& document) const {
    const auto& tables = report_.tables;
    const bool several = !tables.empty() && tables.front().annex != tables.back().annex;
    int number = 0;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const bool begins = i == 0 || tables[i].annex != tables[i - 1].annex;
        if (begins || document.sections.back().landscape != tables[i].landscape) {
            document.sections.push_back({.landscape = tables[i].landscape,
                                         .margins = tables[i].landscape
                                                        ? docx::Margins{15, 15, 20, 15}
                                                        : docx::Margins{20, 20, 25, 15},
                                         .blocks = {},
                                         .footer = Footer(),
                                         .counts_on = !begins});
        }
        auto& section = document.sections.back();
        if (begins && !tables[i].annex.empty())
            AnnexHead(section, tables[i].annex, several ? ++number : 0);
        Table(section, tables[i]);
    }
}

docx::Table Printer::Grid(const docx::Section& section, const reports::ReportTable& table) const {
    const double width =
        (table.landscape ? kPageHeight : kPageWidth) - section.margins.left - section.margins.right;
    double shares = 0;
    for (const auto& column : table.columns) shares += column.width;
    const double points = table.columns.size() > 7 ? 10 : 11;
    const auto cell_line = [&](std::string text, bool bold, Align align) {
        auto line = Line(std::move(text), points, bold, align);
        line.before = line.after = 1;
        return line;
    };
    docx::Table grid;
    docx::Row head{.head = true};
    for (const auto& column : table.columns) {
        grid.widths.push_back(width * column.width / shares);
        head.cells.push_back({{cell_line(column.title, true, Align::kCentre)}});
    }
    grid.rows.push_back(std::move(head));
    for (const auto& one : table.rows) {
        docx::Row row;
        if (one.cells.size() == 1) {
            row.cells.push_back({{cell_line(one.cells[0].text, one.cells[0].bold, Align::kCentre)},
                                 static_cast<int>(table.columns.size())});
        } else {
            // A record altered from outside may lack cells or have too many; the page stands all
            // the same.
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                const auto cell = i < one.cells.size() ? one.cells[i] : reports::TableCell{};
                row.cells.push_back(
                    {{cell_line(cell.text, cell.bold, AlignOf(table.columns[i].align))}});
            }
        }
        grid.rows.push_back(std::move(row));
    }
    return grid;
}

docx::Document Printer::Print() {
    docx::Document document{.title = report_.title,
                            .points = layout_.body_points,
                            .number_points = layout_.number_points};
    docx::Section main{.margins = {layout_.top, layout_.bottom, layout_.left, layout_.right},
                       .blocks = {},
                       .footer = Footer()};
    main.blocks.push_back(Head());
    Title(main.blocks);
    Body(main.blocks);
    main.blocks.push_back(Paragraph{.points = 6, .keep_next = true});
    main.blocks.push_back(Foot());
    document.sections.push_back(std::move(main));
    Annexes(document);
    return document;
}

}  // namespace

Result<docx::Document> Lay(const Report& report, const reports::ReportContent& content) {
    const auto* layout = TRY(content.LayoutOn(report.layout, report.PaperDay()));
    return Printer(report, *layout, content).Print();
}

Result<std::string> Print(const Report& report, const reports::ReportContent& content) {
    return docx::Write(TRY(Lay(report, content)));
}

}  // namespace tram::report_paper
