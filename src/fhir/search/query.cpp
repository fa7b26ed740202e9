#include "fhir/search/query.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "fhir/search/clause.h"
#include "fhir/search/faults.h"
#include "fhir/search/operand.h"

namespace tram::search {
namespace {

using definitions::SearchKind;
using definitions::SearchParameter;

void AppendEncoded(std::string& out, std::string_view text) {
    constexpr std::string_view kPlain = "-._~:/,|$@*";
    constexpr char kHex[] = "0123456789ABCDEF";
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || kPlain.find(c) != std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
}

std::vector<std::string_view> SplitList(std::string_view text) {
    std::vector<std::string_view> parts;
    for (const auto part : SplitUnescaped(text, ',')) {
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

// Reads the result parameters and hands all others to the clause parser.
class QueryParser {
  public:
    QueryParser(std::string_view type, Handling handling, int zone_minutes)
        : handling_(handling), clauses_(zone_minutes) {
        query_.type = type;
    }

    Result<void> Take(const std::string& name, const std::string& value) {
        const auto taken = TakeOne(name, value);
        if (!taken) {
            // https://hl7.org/fhir/R4/search.html#errors: lenient passes over unknown parameters;
            // an unknown modifier or a bad value would change the meaning and is always refused.
            const bool passable = taken.error().code == ErrorCode::kUnknownElement;
            if (handling_ == Handling::kStrict || !passable) return taken.error();
            query_.ignored.push_back(name);
            return {};
        }
        if (name == "_cursor" || name == "_format" || name == "_pretty") return {};
        if (!query_.canonical.empty()) query_.canonical += '&';
        AppendEncoded(query_.canonical, name);
        query_.canonical += '=';
        AppendEncoded(query_.canonical, value);
        return {};
    }

    Query Finish() { return std::move(query_); }

  private:
    Result<void> TakeOne(const std::string& name, const std::string& value) {
        using Reader = Result<void> (QueryParser::*)(const std::string&, const std::string&);
        static constexpr std::pair<std::string_view, Reader> kReaders[] = {
            {"_sort", &QueryParser::TakeSort},          {"_count", &QueryParser::TakeCount},
            {"_total", &QueryParser::TakeTotal},        {"_summary", &QueryParser::TakeSummary},
            {"_elements", &QueryParser::TakeElements},  {"_cursor", &QueryParser::TakeCursor},
            {"_include", &QueryParser::TakeInclude},    {"_revinclude", &QueryParser::TakeInclude},
            {"_contained", &QueryParser::TakeContained}};
        const std::string_view stem = std::string_view(name).substr(0, name.find_first_of(":."));
        for (const auto& [known, reader] : kReaders) {
            if (stem == known) return (this->*reader)(name, value);
        }
        if (stem == "_format" || stem == "_pretty") return {};
        for (const std::string_view unbuilt : {"_filter", "_query", "_text", "_content", "_list",
                                               "_containedType", "_score", "_type"}) {
            if (stem == unbuilt) {
                return NotSupported(name, "not supported by this server",
                                    "máy chủ này chưa hỗ trợ tham số này");
            }
        }
        query_.clauses.push_back(TRY(clauses_.Parse(query_.type, name, value)));
        return {};
    }

    Result<void> TakeSort(const std::string& name, const std::string& value) {
        for (auto part : SplitList(value)) {
            Sort sort{.descending = part.starts_with('-')};
            if (sort.descending) part.remove_prefix(1);
            sort.parameter = TRY(FindParameter(query_.type, part, name));
            const auto kind = sort.parameter->kind;
            if (kind == SearchKind::kComposite || kind == SearchKind::kSpecial) {
                return NotSupported(name, "cannot sort by '" + std::string(part) + "'",
                                    "không sắp xếp được theo '" + std::string(part) + "'");
            }
            query_.sorts.push_back(sort);
        }
        if (query_.sorts.size() > 5) {
            return TooCostly(name, "at most 5 sort keys", "chỉ sắp xếp được theo tối đa 5 khóa");
        }
        return {};
    }

    Result<void> TakeCount(const std::string& name, const std::string& value) {
        std::int64_t count = 0;
        const auto [end, status] =
            std::from_chars(value.data(), value.data() + value.size(), count);
        if (status != std::errc() || end != value.data() + value.size() || count < 0) {
            return BadValue(name, "expected a whole number from 0 up",
                            "cần một số nguyên từ 0 trở lên");
        }
        query_.count = count;
        return {};
    }

    Result<void> TakeTotal(const std::string& name, const std::string& value) {
        query_.total_given = true;
        if (value == "none") {
            query_.total = Total::kNone;
        } else if (value == "estimate") {
            query_.total = Total::kEstimate;
        } else if (value == "accurate") {
            query_.total = Total::kAccurate;
        } else {
            return BadValue(name, "expected none, estimate or accurate",
                            "chỉ nhận none, estimate hoặc accurate");
        }
        return {};
    }

    Result<void> TakeSummary(const std::string& name, const std::string& value) {
        constexpr std::pair<std::string_view, Summary> kWords[] = {{"true", Summary::kTrue},
                                                                   {"text", Summary::kText},
                                                                   {"data", Summary::kData},
                                                                   {"count", Summary::kCount},
                                                                   {"false", Summary::kFalse}};
        for (const auto& [word, summary] : kWords) {
            if (value == word) {
                query_.summary = summary;
                return {};
            }
        }
        return BadValue(name, "expected true, text, data, count or false",
                        "chỉ nhận true, text, data, count hoặc false");
    }

    Result<void> TakeElements(const std::string&, const std::string& value) {
        for (const auto part : SplitList(value)) query_.elements.emplace_back(part);
        return {};
    }

    Result<void> TakeCursor(const std::string&, const std::string& value) {
        query_.cursor = value;
        return {};
    }

    Result<void> TakeContained(const std::string& name, const std::string& value) {
        if (value == "false") return {};
        return NotSupported(name, "contained resources are not searched",
                            "chưa tìm kiếm trong hồ sơ lồng bên trong");
    }

    // _include[:iterate]=Type:parameter[:TargetType], or * for all.
    Result<void> TakeInclude(const std::string& name, const std::string& value) {
        Include include{.reverse = name.starts_with("_revinclude")};
        const auto colon = name.find_first_of(":.");
        if (colon != std::string::npos) {
            if (name.substr(colon) != ":iterate") {
                return NotSupported(name, "only the modifier :iterate is supported",
                                    "chỉ dùng được bổ tố :iterate");
            }
            include.iterate = true;
        }
        std::string_view rest = value;
        const auto next = [&rest] {
            const auto end = rest.find(':');
            const auto part = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
            return part;
        };
        const auto source = next(), code = next(), target = next();
        include.source_type = source;
        include.target_type = target;
        const bool everything = source == "*" && code.empty();
        const bool types_known = definitions::ResourceTypeNumber(source) != 0 &&
                                 (target.empty() || definitions::ResourceTypeNumber(target) != 0);
        if (!everything && (!types_known || code.empty() || !rest.empty())) {
            return BadValue(name, "write Type:parameter, Type:parameter:TargetType, Type:* or *",
                            "hãy viết Loại:tham_số, Loại:tham_số:Loại_đích, Loại:* hoặc *");
        }
        if (everything && include.reverse) {
            return NotSupported(name, "name the type, as in Provenance:*",
                                "hãy ghi rõ loại, ví dụ Provenance:*");
        }
        if (!everything && code != "*") {
            include.parameter = TRY(FindParameter(source, code, name));
            if (include.parameter->kind != SearchKind::kReference) {
                return BadValue(name, "'" + std::string(code) + "' is not a reference",
                                "'" + std::string(code) + "' không phải là tham chiếu");
            }
        }
        if (query_.includes.size() == 30) {
            return TooCostly(name, "at most 30 includes", "chỉ kèm được tối đa 30 mục");
        }
        query_.includes.push_back(std::move(include));
        return {};
    }

    Handling handling_;
    ClauseParser clauses_;
    Query query_;
};

}  // namespace

Result<Query> ParseQuery(std::string_view type, const Parameters& parameters, Handling handling,
                         int zone_minutes) {
    if (type.empty()) {
        return Error{.code = ErrorCode::kNotSupported,
                     .message = "a search over all types is not supported; name the type",
                     .message_vi = "Chưa tìm được trên mọi loại hồ sơ; hãy ghi rõ loại cần tìm."};
    }
    if (definitions::ResourceTypeNumber(type) == 0) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "there is no resource type '" + std::string(type) + "'",
                     .message_vi = "Không có loại hồ sơ '" + std::string(type) + "'."};
    }
    QueryParser parser(type, handling, zone_minutes);
    for (const auto& [name, value] : parameters) TRY(parser.Take(name, value));
    return parser.Finish();
}

}  // namespace tram::search
