#include <cmath>

#include "base/markup.h"
#include "exchange/docx/document.h"
#include "platform/zip/writer.h"

namespace tram::docx {
namespace {

constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kNamespaces =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

// Lengths in twentieths of a point, type in half points.
std::string Twips(double millimetres) {
    return std::to_string(std::lround(millimetres * 1440 / 25.4));
}
std::string Twentieths(double points) {
    return std::to_string(std::lround(points * 20));
}
std::string HalfPoints(double points) {
    return std::to_string(std::lround(points * 2));
}

// XML 1.0 has no place for control characters; they are left out.
void AddText(std::string& out, std::string_view text) {
    for (;;) {
        const auto end = text.find('\n');
        out += "<w:t xml:space=\"preserve\">" + EscapeMarkup(text.substr(0, end)) + "</w:t>";
        if (end == std::string_view::npos) return;
        out += "<w:br/>";
        text.remove_prefix(end + 1);
    }
}

void AddRun(std::string& out, const Run& run, double points) {
    out += "<w:r><w:rPr>";
    if (run.bold) out += "<w:b/><w:bCs/>";
    if (run.italic) out += "<w:i/><w:iCs/>";
    const double size = run.points > 0 ? run.points : points;
    if (size > 0)
        out += "<w:sz w:val=\"" + HalfPoints(size) + "\"/><w:szCs w:val=\"" + HalfPoints(size) +
               "\"/>";
    if (run.highlight) out += "<w:highlight w:val=\"yellow\"/>";
    if (run.underline) out += "<w:u w:val=\"single\"/>";
    out += "</w:rPr>";
    AddText(out, run.text);
    out += "</w:r>";
}

std::string_view AlignWord(Align align) {
    switch (align) {
        case Align::kLeft:
            return "left";
        case Align::kCentre:
            return "center";
        case Align::kRight:
            return "right";
        case Align::kJustify:
            return "both";
    }
    return "left";
}

// Elements in the order the schema of CT_PPr asks.
void AddParagraph(std::string& out, const Paragraph& paragraph, std::string_view section = {}) {
    out += "<w:p><w:pPr>";
    if (paragraph.outline > 0)
        out += "<w:pStyle w:val=\"Heading" + std::to_string(paragraph.outline) + "\"/>";
    if (paragraph.keep_next) out += "<w:keepNext/>";
    if (paragraph.rule_below)
        out +=
            "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" "
            "w:color=\"auto\"/></w:pBdr>";
    out += "<w:spacing w:before=\"" + Twentieths(paragraph.before) + "\" w:after=\"" +
           Twentieths(paragraph.after) + "\" w:line=\"";
    out +=
        paragraph.line_exactly > 0
            ? Twentieths(paragraph.line_exactly) + "\" w:lineRule=\"exact\"/>"
            : std::to_string(std::lround(paragraph.line_times * 240)) + "\" w:lineRule=\"auto\"/>";
    out += "<w:ind w:left=\"" + Twips(paragraph.left) + "\" w:right=\"" + Twips(paragraph.right) +
           "\" w:firstLine=\"" + Twips(paragraph.first_line) + "\"/>";
    out += "<w:jc w:val=\"" + std::string(AlignWord(paragraph.align)) + "\"/>";
    if (paragraph.points > 0)
        out += "<w:rPr><w:sz w:val=\"" + HalfPoints(paragraph.points) + "\"/></w:rPr>";
    out += section;
    out += "</w:pPr>";
    for (const Run& run : paragraph.runs) AddRun(out, run, paragraph.points);
    out += "</w:p>";
}

void AddTable(std::string& out, const Table& table) {
    double width = 0;
    for (const double one : table.widths) width += one;
    out += "<w:tbl><w:tblPr><w:tblW w:w=\"" + Twips(width) +
           "\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>";
    if (table.borders) {
        out += "<w:tblBorders>";
        for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
            out += "<w:" + std::string(side) +
                   " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>";
        }
        out += "</w:tblBorders>";
    }
    out +=
        "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"57\" w:type=\"dxa\"/>"
        "<w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>";
    for (const double one : table.widths) out += "<w:gridCol w:w=\"" + Twips(one) + "\"/>";
    out += "</w:tblGrid>";
    for (const Row& row : table.rows) {
        out += "<w:tr><w:trPr><w:cantSplit/>";
        if (row.head) out += "<w:tblHeader/>";
        out += "</w:trPr>";
        std::size_t column = 0;
        for (const Cell& cell : row.cells) {
            double span = 0;
            for (int i = 0; i < cell.columns; ++i) {
                TRAM_CHECK(column < table.widths.size());
                span += table.widths[column++];
            }
            out += "<w:tc><w:tcPr><w:tcW w:w=\"" + Twips(span) + "\" w:type=\"dxa\"/>";
            if (cell.columns > 1)
                out += "<w:gridSpan w:val=\"" + std::to_string(cell.columns) + "\"/>";
            out += table.borders ? "<w:vAlign w:val=\"center\"/></w:tcPr>" : "</w:tcPr>";
            for (const Paragraph& paragraph : cell.paragraphs) AddParagraph(out, paragraph);
            if (cell.paragraphs.empty()) out += "<w:p/>";
            out += "</w:tc>";
        }
        TRAM_CHECK(column == table.widths.size());
        out += "</w:tr>";
    }
    out += "</w:tbl>";
}

// Page shape and numbering; each section counts its own pages.
std::string SectionProperties(const Section& section, std::size_t place) {
    const std::string number = std::to_string(place + 1);
    std::string out = "<w:sectPr>";
    out += "<w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/>";
    out += "<w:headerReference w:type=\"first\" r:id=\"rIdNoHeader\"/>";
    for (const char* type : {"default", "first"}) {
        out += "<w:footerReference w:type=\"" + std::string(type) + "\" r:id=\"rIdFooter" + number +
               "\"/>";
    }
    out += "<w:type w:val=\"nextPage\"/>";
    constexpr double kShort = 210, kLong = 297;
    out += "<w:pgSz w:w=\"" + Twips(section.landscape ? kLong : kShort) + "\" w:h=\"" +
           Twips(section.landscape ? kShort : kLong) + "\"";
    out += section.landscape ? " w:orient=\"landscape\"/>" : "/>";
    const Margins& margins = section.margins;
    out += "<w:pgMar w:top=\"" + Twips(margins.top) + "\" w:right=\"" + Twips(margins.right) +
           "\" w:bottom=\"" + Twips(margins.bottom) + "\" w:left=\"" + Twips(margins.left) +
           "\" w:header=\"" + Twips(margins.top / 2) + "\" w:footer=\"" +
           Twips(margins.bottom / 2) + "\" w:gutter=\"0\"/>";
    if (!section.counts_on) out += "<w:pgNumType w:start=\"1\"/><w:titlePg/>";
    return out + "</w:sectPr>";
}

std::string Body(const Document& document) {
    std::string out = std::string(kHead) + "<w:document" + std::string(kNamespaces) + "><w:body>";
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
        const Section& section = document.sections[i];
        for (const Block& block : section.blocks) {
            if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
                AddParagraph(out, *paragraph);
            } else {
                AddTable(out, std::get<Table>(block));
            }
        }
        // A section ends with the paragraph that holds its properties; the last one's stand alone.
        const auto properties = SectionProperties(section, i);
        if (i + 1 < document.sections.size()) {
            AddParagraph(out, {.points = 1, .line_exactly = 1}, properties);
        } else {
            out += properties;
        }
    }
    return out + "</w:body></w:document>";
}

std::string Styles(const Document& document) {
    const std::string size = HalfPoints(document.points);
    std::string out =
        std::string(kHead) + "<w:styles" + std::string(kNamespaces) +
        "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"" + EscapeMarkup(document.font) +
        "\" w:hAnsi=\"" + EscapeMarkup(document.font) + "\" w:eastAsia=\"" +
        EscapeMarkup(document.font) + "\" w:cs=\"" + EscapeMarkup(document.font) +
        "\"/><w:sz w:val=\"" + size + "\"/><w:szCs w:val=\"" + size +
        "\"/><w:lang w:val=\"vi-VN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
        "w:val=\"Normal\"/></w:style>";
    for (int level = 1; level <= 3; ++level) {
        const std::string number = std::to_string(level);
        out += "<w:style w:type=\"paragraph\" w:styleId=\"Heading" + number +
               "\"><w:name w:val=\"heading " + number +
               "\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:pPr><w:outlineLvl "
               "w:val=\"" +
               std::to_string(level - 1) + "\"/></w:pPr></w:style>";
    }
    return out + "</w:styles>";
}

std::string Header(const Document& document, bool numbered) {
    std::string out = std::string(kHead) + "<w:hdr" + std::string(kNamespaces) +
                      "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>";
    if (numbered) {
        const std::string properties =
            "<w:rPr><w:sz w:val=\"" + HalfPoints(document.number_points) + "\"/></w:rPr>";
        out += "<w:r>" + properties + "<w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>" +
               properties + "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r>" +
               properties + "<w:fldChar w:fldCharType=\"separate\"/></w:r><w:r>" + properties +
               "<w:t>2</w:t></w:r><w:r>" + properties + "<w:fldChar w:fldCharType=\"end\"/></w:r>";
    }
    return out + "</w:p></w:hdr>";
}

std::string Footer(const Section& section) {
    std::string out = std::string(kHead) + "<w:ftr" + std::string(kNamespaces) + ">";
    AddParagraph(
        out,
        {.runs = {{.text = section.footer, .italic = true}}, .align = Align::kCentre, .points = 9});
    return out + "</w:ftr>";
}

constexpr std::string_view kRelationship =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string Relationships(const std::vector<std::pair<std::string, std::string>>& targets) {
    std::string out = std::string(kHead) +
                      "<Relationships "
                      "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    for (const auto& [id, target] : targets) {
        const bool core = target.starts_with("docProps");
        std::string type = target.find("document") != std::string::npos   ? "officeDocument"
                           : target.find("styles") != std::string::npos   ? "styles"
                           : target.find("settings") != std::string::npos ? "settings"
                           : target.find("footer") != std::string::npos   ? "footer"
                                                                          : "header";
        out += "<Relationship Id=\"" + id + "\" Type=\"" +
               (core ? std::string("http://schemas.openxmlformats.org/package/2006/relationships/"
                                   "metadata/core-properties")
                     : std::string(kRelationship) + type) +
               "\" Target=\"" + target + "\"/>";
    }
    return out + "</Relationships>";
}

std::string ContentTypes(std::size_t footers) {
    std::string out =
        std::string(kHead) +
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" "
        "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";
    const auto add = [&](const std::string& name, const std::string& kind) {
        out += "<Override PartName=\"/word/" + name +
               ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
               "wordprocessingml." +
               kind + "+xml\"/>";
    };
    add("document", "document.main");
    add("styles", "styles");
    add("settings", "settings");
    add("header1", "header");
    add("header2", "header");
    for (std::size_t i = 1; i <= footers; ++i) add("footer" + std::to_string(i), "footer");
    return out + "</Types>";
}

}  // namespace

Result<std::string> Write(const Document& document) {
    TRAM_CHECK(!document.sections.empty());
    std::vector<std::pair<std::string, std::string>> parts = {{"rIdStyles", "styles.xml"},
                                                              {"rIdSettings", "settings.xml"},
                                                              {"rIdHeader", "header1.xml"},
                                                              {"rIdNoHeader", "header2.xml"}};
    const std::size_t sections = document.sections.size();
    for (std::size_t i = 1; i <= sections; ++i)
        parts.emplace_back("rIdFooter" + std::to_string(i), "footer" + std::to_string(i) + ".xml");
    std::vector<zip::Part> files = {
        {"[Content_Types].xml", ContentTypes(sections)},
        {"_rels/.rels",
         Relationships({{"rId1", "word/document.xml"}, {"rId2", "docProps/core.xml"}})},
        {"docProps/core.xml",
         std::string(kHead) +
             "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
             "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>" +
             EscapeMarkup(document.title) +
             "</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>"},
        {"word/_rels/document.xml.rels", Relationships(parts)},
        {"word/document.xml", Body(document)},
        {"word/styles.xml", Styles(document)},
        {"word/settings.xml", std::string(kHead) + "<w:settings" + std::string(kNamespaces) +
                                  "><w:defaultTabStop w:val=\"720\"/></w:settings>"},
        {"word/header1.xml", Header(document, true)},
        {"word/header2.xml", Header(document, false)}};
    for (std::size_t i = 0; i < sections; ++i)
        files.push_back(
            {"word/footer" + std::to_string(i + 1) + ".xml", Footer(document.sections[i])});
    return zip::Write(files);
}

}  // namespace tram::docx
