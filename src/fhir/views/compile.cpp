// From a ViewDefinition to a Plan, with every fault of the definition told by its path.
//
// https://sql-on-fhir.org/ig/StructureDefinition-ViewDefinition.html and "Processing Algorithm".

#include <algorithm>
#include <set>

#include "fhir/views/constants.h"
#include "fhir/views/plan.h"
#include "fhir/views/types.h"

namespace tram::views {

namespace {

constexpr std::size_t kMostColumns = 1000;

using Names = std::initializer_list<std::string_view>;

Error Fault(ErrorCode code, const std::string& message, const std::string& message_vi,
            const std::string& path) {
    return Error{.code = code, .message = message, .message_vi = message_vi, .path = path};
}

// FHIR lets every element carry id, extension and modifierExtension, and primitives a `_name`.
Result<void> CheckMembers(json::Value object, Names known, const std::string& path) {
    if (!object.IsObject()) {
        return Fault(ErrorCode::kBadValue, "an object is expected here",
                     "chỗ này cần một đối tượng JSON { … }", path);
    }
    for (const auto member : object) {
        auto key = member.key();
        if (key.starts_with('_')) key.remove_prefix(1);
        if (key == "id" || key == "extension" || key == "modifierExtension") continue;
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            const std::string name(member.key());
            return Fault(ErrorCode::kUnknownElement, "unknown element '" + name + "'",
                         "không có thành phần '" + name + "' trong định nghĩa khung nhìn", path);
        }
    }
    return {};
}

Result<std::string> ReadString(json::Value object, std::string_view name, const std::string& path) {
    const auto value = object[name];
    const std::string here = path + "." + std::string(name);
    if (!value) {
        return Fault(ErrorCode::kRequired, "'" + std::string(name) + "' is missing",
                     "thiếu '" + std::string(name) + "'", here);
    }
    if (!value.IsString() || value.text().empty()) {
        return Fault(ErrorCode::kBadValue, "'" + std::string(name) + "' must be a text",
                     "'" + std::string(name) + "' phải là một chuỗi", here);
    }
    return std::string(value.text());
}

Result<std::string> ReadOptional(json::Value object, std::string_view name,
                                 const std::string& path) {
    if (!object[name]) return std::string();
    return ReadString(object, name, path);
}

// An absent list reads as an empty one.
Result<json::Value> ReadList(json::Value object, std::string_view name, const std::string& path) {
    const auto value = object[name];
    if (value && (!value.IsArray() || value.size() == 0)) {
        return Fault(ErrorCode::kBadValue,
                     "'" + std::string(name) + "' must be a list with at least one entry",
                     "'" + std::string(name) + "' phải là danh sách có ít nhất một mục",
                     path + "." + std::string(name));
    }
    return value;
}

class Compiler {
  public:
    Compiler(View::Plan& plan, const Constants& constants) : plan_(plan), constants_(constants) {}

    // Appends the columns of `select` to `columns`. `context`: its FHIR type where known.
    Result<SelectPlan> Select(json::Value select, const std::string& path, std::string context,
                              std::vector<Column>& columns) {
        TRY(CheckMembers(
            select, {"column", "select", "forEach", "forEachOrNull", "repeat", "unionAll"}, path));
        SelectPlan out;
        out.first = columns.size();
        TRY(ReadUnnesting(select, path, context, out));

        std::size_t place = 0;
        for (const auto column : TRY(ReadList(select, "column", path))) {
            const std::string here = path + ".column[" + std::to_string(place++) + "]";
            out.columns.push_back(TRY(ReadColumn(column, here, context, columns)));
        }
        place = 0;
        for (const auto nested : TRY(ReadList(select, "select", path))) {
            const std::string here = path + ".select[" + std::to_string(place++) + "]";
            out.selects.push_back(TRY(Select(nested, here, context, columns)));
        }
        out.unions_first = columns.size();
        TRY(ReadUnion(select, path, context, columns, out));
        out.end = columns.size();
        return out;
    }

    Result<fhirpath::Expression> Compile(std::string_view source, const std::string& path,
                                         const std::string& context) {
        const std::string applied = TRY(constants_.Apply(source, path));
        auto compiled = fhirpath::Compile(applied, context);
        if (!compiled) {
            Error error = compiled.error();
            error.path = path;
            return error;
        }
        return compiled;
    }

    Result<void> ReadConditions(json::Value definition, const std::string& path) {
        std::size_t place = 0;
        for (const auto where : TRY(ReadList(definition, "where", path))) {
            const std::string here = path + ".where[" + std::to_string(place++) + "]";
            TRY(CheckMembers(where, {"path", "description"}, here));
            const std::string source = TRY(ReadString(where, "path", here));
            const std::string type = InferType(source, plan_.resource_type);
            if (!type.empty() && type != "boolean") {
                return Fault(ErrorCode::kInvalid,
                             "a condition must be boolean, this one is of type " + type,
                             "điều kiện phải cho kết quả đúng/sai, biểu thức này có kiểu " + type,
                             here + ".path");
            }
            plan_.conditions.push_back(
                {TRY(Compile(source, here + ".path", plan_.resource_type)), here + ".path"});
        }
        return {};
    }

  private:
    Result<void> ReadUnnesting(json::Value select, const std::string& path, std::string& context,
                               SelectPlan& out) {
        const int ways = (select["forEach"] ? 1 : 0) + (select["forEachOrNull"] ? 1 : 0) +
                         (select["repeat"] ? 1 : 0);
        if (ways > 1) {
            return Fault(ErrorCode::kInvalid,
                         "only one of forEach, forEachOrNull and repeat may be used",
                         "chỉ được dùng một trong forEach, forEachOrNull và repeat", path);
        }
        if (select["repeat"]) {
            out.unnest = Unnest::kRepeat;
            std::size_t place = 0;
            std::string type;
            for (const auto step : TRY(ReadList(select, "repeat", path))) {
                const std::string here = path + ".repeat[" + std::to_string(place++) + "]";
                if (!step.IsString() || step.text().empty()) {
                    return Fault(ErrorCode::kBadValue, "a path is expected here",
                                 "chỗ này cần một biểu thức FHIRPath", here);
                }
                // Steps start from the context first and from what they found after that, so no
                // one type holds for them.
                out.paths.push_back(TRY(Compile(step.text(), here, {})));
                if (place == 1) type = InferType(step.text(), context);
            }
            context = out.paths.size() == 1 ? type : std::string();
            return {};
        }
        for (const auto& [name, way] : {std::pair{"forEach", Unnest::kForEach},
                                        std::pair{"forEachOrNull", Unnest::kForEachOrNull}}) {
            if (!select[name]) continue;
            out.unnest = way;
            const std::string source = TRY(ReadString(select, name, path));
            out.paths.push_back(TRY(Compile(source, path + "." + name, context)));
            context = InferType(source, context);
        }
        return {};
    }

    Result<ColumnPlan> ReadColumn(json::Value json, const std::string& path,
                                  const std::string& context, std::vector<Column>& columns) {
        // `tags` stands in the guide's text, `tag` in its model.
        TRY(CheckMembers(json, {"path", "name", "description", "collection", "type", "tag", "tags"},
                         path));
        Column column;
        column.path = TRY(ReadString(json, "path", path));
        column.name = TRY(ReadString(json, "name", path));
        column.description = TRY(ReadOptional(json, "description", path));
        column.type = std::string(BareType(TRY(ReadOptional(json, "type", path))));
        if (!IsSqlName(column.name)) {
            return Fault(ErrorCode::kBadValue,
                         "a column name has letters, digits and _ and starts with a letter",
                         "tên cột gồm chữ cái không dấu, chữ số và _, bắt đầu bằng chữ cái",
                         path + ".name");
        }
        const auto same = [&](const Column& other) { return other.name == column.name; };
        if (std::any_of(columns.begin(), columns.end(), same)) {
            return Fault(ErrorCode::kInvalid, "column '" + column.name + "' is defined twice",
                         "cột '" + column.name + "' được khai báo hai lần", path + ".name");
        }
        if (columns.size() >= kMostColumns) {
            return Fault(ErrorCode::kTooLarge, "a view has at most 1000 columns",
                         "khung nhìn có nhiều nhất 1000 cột", path);
        }
        if (const auto collection = json["collection"]) {
            if (!collection.IsBoolean()) {
                return Fault(ErrorCode::kBadValue, "'collection' is true or false",
                             "'collection' là true hoặc false", path + ".collection");
            }
            column.collection = collection.IsTrue();
        }
        for (const std::string list : {"tag", "tags"}) {
            std::size_t place = 0;
            for (const auto tag : TRY(ReadList(json, list, path))) {
                const std::string here = path + "." + list + "[" + std::to_string(place++) + "]";
                TRY(CheckMembers(tag, {"name", "value"}, here));
                column.tags.emplace_back(TRY(ReadString(tag, "name", here)),
                                         TRY(ReadString(tag, "value", here)));
            }
        }
        ColumnPlan out{.expression = TRY(Compile(column.path, path + ".path", context)),
                       .place = columns.size(),
                       .collection = column.collection,
                       .primitive = column.type.empty() || IsPrimitiveType(column.type),
                       .uses_row_index = column.path.find("%rowIndex") != std::string::npos};
        plan_.uses_row_index |= out.uses_row_index;
        if (column.type.empty()) column.type = InferType(column.path, context);
        columns.push_back(std::move(column));
        return out;
    }

    // "each nested selection structure MUST produce the same number of columns with the same names
    // and order, and the values for the columns MUST be of the same types"
    Result<void> ReadUnion(json::Value select, const std::string& path, const std::string& context,
                           std::vector<Column>& columns, SelectPlan& out) {
        const std::size_t first = columns.size();
        std::vector<Column> model;
        std::size_t place = 0;
        for (const auto branch : TRY(ReadList(select, "unionAll", path))) {
            const std::string here = path + ".unionAll[" + std::to_string(place) + "]";
            std::vector<Column> made = columns;
            out.unions.push_back(TRY(Select(branch, here, context, made)));
            if (place++ == 0) {
                model = std::move(made);
                continue;
            }
            const auto agree = [](const Column& a, const Column& b) {
                return a.name == b.name && a.collection == b.collection &&
                       (a.type.empty() || b.type.empty() || SameFamily(a.type, b.type));
            };
            if (!std::equal(model.begin() + static_cast<std::ptrdiff_t>(first), model.end(),
                            made.begin() + static_cast<std::ptrdiff_t>(first), made.end(), agree)) {
                return Fault(ErrorCode::kInvalid,
                             "all branches of unionAll need the same columns in the same order",
                             "các nhánh của unionAll phải có cùng cột, cùng thứ tự, cùng kiểu",
                             here);
            }
        }
        if (place > 0) columns = std::move(model);
        return {};
    }

    View::Plan& plan_;
    const Constants& constants_;
};

Result<std::string> ReadResourceType(json::Value definition, std::string_view fallback,
                                     const std::string& path) {
    std::string type(fallback);
    if (definition["resource"] || fallback.empty()) {
        type = TRY(ReadString(definition, "resource", path));
    }
    const auto* structure = definitions::FindStructure(type);
    if (!structure || structure->kind != definitions::StructureKind::kResource ||
        structure->is_abstract) {
        return Fault(ErrorCode::kBadValue, "'" + type + "' is no resource type of FHIR R4",
                     "'" + type + "' không phải là loại tài nguyên của FHIR R4",
                     path + ".resource");
    }
    return type;
}

}  // namespace

Result<View> View::Compile(json::Value definition, std::string_view resource_type) {
    const std::string path = "ViewDefinition";
    TRY(CheckMembers(definition,
                     {"resourceType",
                      "meta",
                      "implicitRules",
                      "language",
                      "text",
                      "contained",
                      "url",
                      "identifier",
                      "version",
                      "versionAlgorithmString",
                      "versionAlgorithmCoding",
                      "name",
                      "title",
                      "status",
                      "experimental",
                      "date",
                      "publisher",
                      "contact",
                      "description",
                      "useContext",
                      "jurisdiction",
                      "purpose",
                      "copyright",
                      "copyrightLabel",
                      "resource",
                      "profile",
                      "fhirVersion",
                      "constant",
                      "select",
                      "where"},
                     path));
    // The type is written bare, or as the URL of one of the guide's homes.
    const auto declared = definition["resourceType"];
    if (declared && declared.text() != "ViewDefinition" &&
        !declared.text().ends_with("/StructureDefinition/ViewDefinition")) {
        return Fault(ErrorCode::kBadValue, "this is not a ViewDefinition",
                     "tệp này không phải là ViewDefinition", path + ".resourceType");
    }
    auto plan = std::make_shared<Plan>();
    plan->name = TRY(ReadOptional(definition, "name", path));
    plan->title = TRY(ReadOptional(definition, "title", path));
    plan->description = TRY(ReadOptional(definition, "description", path));
    plan->definition = std::string(definition.raw());
    if (!plan->name.empty() && !IsSqlName(plan->name)) {
        return Fault(ErrorCode::kBadValue,
                     "a view's name has letters, digits and _ and starts with a letter",
                     "tên khung nhìn gồm chữ cái không dấu, chữ số và _, bắt đầu bằng chữ cái",
                     path + ".name");
    }
    plan->resource_type = TRY(ReadResourceType(definition, resource_type, path));

    const auto constants =
        TRY(Constants::Read(TRY(ReadList(definition, "constant", path)), path + ".constant"));
    Compiler compiler(*plan, constants);
    if (!definition["select"]) {
        return Fault(ErrorCode::kRequired, "a view needs a 'select'", "khung nhìn cần có 'select'",
                     path + ".select");
    }
    std::size_t place = 0;
    for (const auto select : TRY(ReadList(definition, "select", path))) {
        const std::string here = path + ".select[" + std::to_string(place++) + "]";
        plan->root.selects.push_back(
            TRY(compiler.Select(select, here, plan->resource_type, plan->columns)));
    }
    plan->root.end = plan->root.unions_first = plan->columns.size();
    if (plan->columns.empty()) {
        return Fault(ErrorCode::kRequired, "a view needs at least one column",
                     "khung nhìn cần ít nhất một cột", path + ".select");
    }
    TRY(compiler.ReadConditions(definition, path));

    View view;
    view.plan_ = std::move(plan);
    return view;
}

}  // namespace tram::views
