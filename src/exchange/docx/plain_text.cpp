// Reads back the words of a document.

#include <pugixml.hpp>

#include "exchange/docx/document.h"
#include "platform/zip/reader.h"

namespace tram::docx {
namespace {

Error NoDocument() {
    return {.code = ErrorCode::kMalformed,
            .message = "this is not a Word document (.docx)",
            .message_vi = "Đây không phải tệp Word (.docx)."};
}

void AddParagraph(std::string& out, const pugi::xml_node& paragraph) {
    for (const auto& run : paragraph.children("w:r")) {
        for (const auto& piece : run.children()) {
            const std::string_view name = piece.name();
            if (name == "w:t") out += piece.text().get();
            if (name == "w:br") out += ' ';
        }
    }
}

void AddTable(std::string& out, const pugi::xml_node& table) {
    for (const auto& row : table.children("w:tr")) {
        bool first = true;
        for (const auto& cell : row.children("w:tc")) {
            if (!first) out += '\t';
            first = false;
            bool more = false;
            for (const auto& paragraph : cell.children("w:p")) {
                if (more) out += " / ";
                more = true;
                AddParagraph(out, paragraph);
            }
        }
        out += '\n';
    }
}

}  // namespace

Result<std::string> PlainText(std::string_view file) {
    auto archive = TRY(zip::Archive::Open(file));
    const auto bytes = TRY(archive.Read("word/document.xml"));
    pugi::xml_document document;
    if (!document.load_buffer(bytes.data(), bytes.size(),
                              pugi::parse_default | pugi::parse_ws_pcdata))
        return NoDocument();
    std::string out;
    for (const auto& block : document.child("w:document").child("w:body").children()) {
        const std::string_view name = block.name();
        if (name == "w:tbl") AddTable(out, block);
        if (name == "w:p" && !block.child("w:pPr").child("w:sectPr")) {
            AddParagraph(out, block);
            out += '\n';
        }
    }
    return out;
}

}  // namespace tram::docx
