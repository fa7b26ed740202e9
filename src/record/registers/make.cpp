// From views to registers: which table columns they give, and what is refused.

#include <algorithm>
#include <set>

#include "fhir/views/types.h"
#include "record/registers/plan.h"

namespace tram::registers {

namespace {

using Type = database::Statement::Type;

// Part of each hash: raise it when the same view begins to give other rows or other columns.
constexpr std::string_view kMappingVersion = "1";

Error Fault(const views::View& view, const std::string& what, const std::string& what_vi) {
    const std::string name = view.name().empty() ? "?" : view.name();
    return Error{.code = ErrorCode::kInvalid,
                 .message = "register '" + name + "': " + what,
                 .message_vi = "sổ '" + name + "': " + what_vi,
                 .path = "registers/" + name};
}

// Words that would need quotes in the SQL that others write over registers.
bool IsReserved(std::string_view word) {
    static const std::set<std::string_view> words = {"all",
                                                     "analyse",
                                                     "analyze",
                                                     "and",
                                                     "any",
                                                     "array",
                                                     "as",
                                                     "asc",
                                                     "between",
                                                     "both",
                                                     "by",
                                                     "case",
                                                     "cast",
                                                     "check",
                                                     "collate",
                                                     "column",
                                                     "commit",
                                                     "constraint",
                                                     "create",
                                                     "cross",
                                                     "current_date",
                                                     "current_time",
                                                     "current_timestamp",
                                                     "default",
                                                     "deferrable",
                                                     "delete",
                                                     "desc",
                                                     "distinct",
                                                     "do",
                                                     "drop",
                                                     "else",
                                                     "end",
                                                     "escape",
                                                     "except",
                                                     "exists",
                                                     "false",
                                                     "fetch",
                                                     "for",
                                                     "foreign",
                                                     "from",
                                                     "full",
                                                     "glob",
                                                     "grant",
                                                     "group",
                                                     "having",
                                                     "if",
                                                     "in",
                                                     "index",
                                                     "initially",
                                                     "inner",
                                                     "insert",
                                                     "intersect",
                                                     "into",
                                                     "is",
                                                     "isnull",
                                                     "join",
                                                     "lateral",
                                                     "leading",
                                                     "left",
                                                     "like",
                                                     "limit",
                                                     "natural",
                                                     "not",
                                                     "nothing",
                                                     "notnull",
                                                     "null",
                                                     "offset",
                                                     "on",
                                                     "only",
                                                     "or",
                                                     "order",
                                                     "outer",
                                                     "over",
                                                     "placing",
                                                     "primary",
                                                     "references",
                                                     "returning",
                                                     "right",
                                                     "select",
                                                     "set",
                                                     "some",
                                                     "symmetric",
                                                     "table",
                                                     "then",
                                                     "to",
                                                     "trailing",
                                                     "transaction",
                                                     "true",
                                                     "union",
                                                     "unique",
                                                     "update",
                                                     "user",
                                                     "using",
                                                     "values",
                                                     "variadic",
                                                     "when",
                                                     "where",
                                                     "window",
                                                     "with"};
    return words.contains(word);
}

bool IsColumnName(std::string_view name) {
    const auto fine = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name.size() <= 50 && std::all_of(name.begin(), name.end(), fine);
}

// A row must follow from its own record alone, whatever the day: time passing needs no write.
Result<void> CheckPath(const views::View& view, const views::Column& column) {
    const std::string own_id = view.resource_type() + ".id";
    for (const std::string_view word :
         {std::string_view("now()"), std::string_view("today()"), std::string_view("timeOfDay()"),
          std::string_view("resolve("), std::string_view("getResourceKey"),
          std::string_view("meta.versionId"), std::string_view("meta.lastUpdated"),
          std::string_view("%resource.id"), std::string_view(own_id)}) {
        if (column.path.find(word) != std::string::npos) {
            return Fault(view, "column '" + column.name + "' must not read " + std::string(word),
                         "cột '" + column.name + "' không được dùng " + std::string(word));
        }
    }
    return {};
}

Result<Kind> KindOf(const views::View& view, const views::Column& column) {
    const auto text = column.tag("tram/text");
    const auto fault = [&](const std::string& what, const std::string& what_vi) {
        return Fault(view, "column '" + column.name + "' " + what,
                     "cột '" + column.name + "' " + what_vi);
    };
    const bool own = column.path == "id";
    if (const auto type = column.tag("tram/type"); !type.empty()) {
        if (type == "rid") return own ? Kind::kOwnRid : Kind::kReference;
        if (type == "patient" && !own) return Kind::kPatient;
        return fault("has an unknown tram/type", "có tram/type lạ");
    }
    if (own) return Kind::kId;
    if (text == "name-key") {
        if (column.type == "HumanName") return Kind::kNameKey;
        return fault("needs the type HumanName for a name key",
                     "cần kiểu HumanName để làm khóa tên");
    }
    if (!text.empty() && text != "folded") {
        return fault("has an unknown tram/text", "có tram/text lạ");
    }
    if (!views::IsPrimitiveType(column.type)) {
        return fault("needs a 'type' that is a primitive of FHIR",
                     "cần 'type' là một kiểu đơn của FHIR");
    }
    if (text == "folded") return Kind::kFolded;
    if (column.type == "boolean") return Kind::kBoolean;
    if (column.type == "integer" || column.type == "positiveInt" || column.type == "unsignedInt") {
        return Kind::kInteger;
    }
    if (column.type == "decimal") return Kind::kReal;
    if (column.type == "date") return Kind::kDate;
    if (column.type == "dateTime" || column.type == "instant") return Kind::kInstant;
    return Kind::kText;
}

void AppendColumns(const views::Column& column, Kind kind, std::vector<RegisterColumn>& columns) {
    std::string stem = column.name;
    const bool is_date = kind == Kind::kDate || kind == Kind::kInstant;
    if (is_date && stem.ends_with("_date")) stem.resize(stem.size() - 5);
    const auto add = [&](const std::string& ending, Type type) {
        columns.push_back({.name = stem + ending,
                           .type = type,
                           .is_reference = kind == Kind::kReference || kind == Kind::kOwnRid,
                           .description = column.description});
    };
    switch (kind) {
        case Kind::kBoolean:
        case Kind::kInteger:
        case Kind::kReference:
        case Kind::kOwnRid:
            return add("", Type::kInteger);
        case Kind::kReal:
            return add("", Type::kReal);
        case Kind::kText:
        case Kind::kFolded:
        case Kind::kNameKey:
        case Kind::kId:
            return add("", Type::kText);
        case Kind::kInstant:
        case Kind::kDate:
            add("_on", Type::kInteger);
            add("_day", Type::kInteger);
            if (kind == Kind::kInstant) add("_at", Type::kInteger);
            return;
        case Kind::kPatient:
            return;
    }
}

std::vector<std::string> SplitIndex(std::string_view list) {
    std::vector<std::string> names;
    std::string name;
    for (const char c : list) {
        if (c == ',') {
            names.push_back(std::move(name));
            name.clear();
        } else if (c != ' ') {
            name += c;
        }
    }
    names.push_back(std::move(name));
    return names;
}

// FNV-1a, 64 bits: tells whether a view has changed, guards against nobody.
std::string HashOf(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3;
    }
    constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4) out += kHex[hash >> shift & 15];
    return out;
}

Result<void> CheckColumns(const views::View& view, const Register& made) {
    std::set<std::string_view> names = {"rid", "row", "patient", "person", "bucket"};
    for (const auto& column : made.columns) {
        if (!IsColumnName(column.name) || IsReserved(column.name)) {
            return Fault(view,
                         "'" + column.name + "' cannot be a column: lower case, no word of SQL",
                         "'" + column.name +
                             "' không dùng làm tên cột được: chỉ chữ thường, không "
                             "trùng từ khóa SQL");
        }
        if (!names.insert(column.name).second) {
            return Fault(view, "two columns are named '" + column.name + "'",
                         "hai cột trùng tên '" + column.name + "'");
        }
    }
    for (const auto& index : made.indexes) {
        for (const auto& column : index) {
            if (!names.contains(column)) {
                return Fault(view, "an index names the unknown column '" + column + "'",
                             "chỉ mục nhắc đến cột không có: '" + column + "'");
            }
        }
    }
    return {};
}

Result<Register> RegisterOf(const views::View& view, std::vector<CellRule>& rules) {
    Register made{.name = view.name(),
                  .table = "reg_" + view.name(),
                  .resource_type = view.resource_type(),
                  .description = view.description()};
    if (!IsColumnName(made.name)) {
        return Fault(view, "a register needs a name in lower case",
                     "sổ cần có tên viết bằng chữ thường");
    }
    for (std::size_t place = 0; place < view.columns().size(); ++place) {
        const auto& column = view.columns()[place];
        if (column.collection) {
            return Fault(view, "column '" + column.name + "' is a collection",
                         "cột '" + column.name + "' là tập nhiều giá trị");
        }
        TRY(CheckPath(view, column));
        const Kind kind = TRY(KindOf(view, column));
        if (kind == Kind::kPatient && made.own_patient) {
            return Fault(view, "a row has one patient", "mỗi dòng chỉ có một người bệnh");
        }
        made.own_patient |= kind == Kind::kPatient;
        rules.push_back({.place = place, .kind = kind, .last = column.tag("tram/day") == "last"});
        AppendColumns(column, kind, made.columns);
        for (const auto& [name, value] : column.tags) {
            if (name == "tram/index") made.indexes.push_back(SplitIndex(value));
        }
    }
    // Behind all columns, where Row has it.
    std::stable_partition(rules.begin(), rules.end(),
                          [](const CellRule& rule) { return rule.kind != Kind::kPatient; });
    TRY(CheckColumns(view, made));
    return made;
}

}  // namespace

Result<Registers> Registers::Make(std::vector<views::View> views, int zone_minutes) {
    auto plan = std::make_shared<Plan>();
    plan->zone_minutes = zone_minutes;
    std::sort(views.begin(), views.end(),
              [](const auto& a, const auto& b) { return a.name() < b.name(); });
    for (auto& view : views) {
        if (!plan->registers.empty() && plan->registers.back().name == view.name()) {
            return Fault(view, "two registers have this name", "hai sổ trùng tên này");
        }
        std::vector<CellRule> rules;
        auto made = TRY(RegisterOf(view, rules));
        plan->by_type[made.resource_type].push_back(plan->registers.size());
        plan->registers.push_back(std::move(made));
        std::string hash = HashOf(std::string(kMappingVersion) + "\n" +
                                  std::to_string(zone_minutes) + "\n" + view.definition());
        plan->mappings.push_back({std::move(view), std::move(rules), std::move(hash)});
    }
    Registers registers;
    registers.plan_ = std::move(plan);
    return registers;
}

const std::vector<Register>& Registers::all() const {
    return plan_->registers;
}

const Register* Registers::Find(std::string_view name) const {
    for (const auto& one : plan_->registers) {
        if (one.name == name) return &one;
    }
    return nullptr;
}

bool Registers::Covers(std::string_view type) const {
    return plan_->by_type.contains(type) ||
           (plan_->building && plan_->before && plan_->before->by_type.contains(type));
}

bool Registers::building() const {
    return plan_->building;
}

std::int64_t Registers::generation() const {
    return plan_->generation;
}

}  // namespace tram::registers
