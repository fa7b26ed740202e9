// The periodic report as a Word document, in the layout of the day it is signed: administrative
// (Nghị định 30/2020/NĐ-CP) or of the Party. Sizes and marks come from
// content/reports/layouts.yaml.
//
// The paper is a function of the report alone and of its layout: the same version, the same bytes.
//
// Thread safety: may be called from any thread.
#pragma once

#include <string>

#include "base/result.h"
#include "exchange/docx/document.h"
#include "insight/reports/content.h"
#include "insight/reports/report.h"

namespace tram::report_paper {

// Errors: kInvalid (no layout for that day).
Result<docx::Document> Lay(const reports::Report& report, const reports::ReportContent& content);
// The file. Errors: as Lay, and of the archive.
Result<std::string> Print(const reports::Report& report, const reports::ReportContent& content);

}  // namespace tram::report_paper
