// Any bytes as an XLSX; and as the parts of one, since chance alone rarely makes a zip.

#include "exchange/population/xlsx.h"

#include "exchange/population/xml_parts.h"
#include "platform/zip/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tram;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    (void)population::ReadXlsx(bytes, "");
    const auto book = *tram::zip::Write(
        {{"xl/workbook.xml", "<workbook><sheets><sheet name='s' id='s'/></sheets></workbook>"},
         {"xl/_rels/workbook.xml.rels",
          "<R><Relationship Id='s' Type='/worksheet' Target='s.xml'/><Relationship Id='t' "
          "Type='/sharedStrings' Target='s.xml'/><Relationship Id='y' Type='/styles' "
          "Target='s.xml'/></R>"},
         {"xl/s.xml", bytes}});
    (void)population::ReadXlsx(book, size % 2 ? "vni" : "");
    return 0;
}
