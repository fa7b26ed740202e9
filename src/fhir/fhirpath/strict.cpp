#include "fhir/fhirpath/strict.h"

#include <algorithm>
#include <array>
#include <vector>

namespace tram::fhirpath {
namespace {

using definitions::Structure;
using definitions::StructureKind;

// What is known of a collection before it exists.
struct Shape {
    bool any = false;  // may hold anything: system values, what was resolved, unknown types
    bool ordered = true;
    std::vector<const Structure*> types;

    static Shape Any() { return {.any = true}; }
    void Add(const Structure* type) {
        if (!type) {
            any = true;
        } else if (std::find(types.begin(), types.end(), type) == types.end()) {
            types.push_back(type);
        }
    }
    void Add(const Shape& other) {
        any |= other.any;
        ordered &= other.ordered;
        for (const auto* type : other.types) Add(type);
    }
};

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class Checker {
  public:
    explicit Checker(Shape context) : context_(std::move(context)) {}

    // Recursion ends with the depth of the tree.
    Result<Shape> Check(const Node& node, const Shape& self) {
        switch (node.kind) {
            case NodeKind::kPath:
                return CheckPath(node, self);
            case NodeKind::kLiteral:
            case NodeKind::kIndex:
            case NodeKind::kTotal:
                return Shape::Any();
            case NodeKind::kVariable:
                return node.name == "context" ? context_ : Shape::Any();
            case NodeKind::kIndexer: {
                TRY(Check(*node.arguments[0], self));
                Shape shape = TRY(Input(node, self));
                if (!shape.ordered) return Unordered(node, "[ ]");
                return shape;
            }
            case NodeKind::kCall:
                return CheckCall(node, self);
            case NodeKind::kUnary:
                TRY(Check(*node.input, self));
                return Shape::Any();
            case NodeKind::kBinary: {
                Shape shape = TRY(Check(*node.arguments[0], self));
                shape.Add(TRY(Check(*node.arguments[1], self)));
                if (node.op != Operator::kUnion) return Shape::Any();
                shape.ordered = false;
                return shape;
            }
            case NodeKind::kIs:
                TRY(Check(*node.input, self));
                return Shape::Any();
            case NodeKind::kAs:
                return Narrow(node, TRY(Check(*node.input, self)));
        }
        return Shape::Any();
    }

  private:
    static Error Wrong(const Node& node, const std::string& message,
                       const std::string& message_vi) {
        const std::string column = std::to_string(node.column);
        return {.code = ErrorCode::kInvalid,
                .message = "FHIRPath, column " + column + ": " + message,
                .message_vi = "Biểu thức FHIRPath, cột " + column + ": " + message_vi + "."};
    }
    static Error Unordered(const Node& node, const std::string& what) {
        return Wrong(node, "'" + what + "' depends on an order that these items do not have",
                     "'" + what + "' cần thứ tự mà các giá trị này không có");
    }

    Result<Shape> Input(const Node& node, const Shape& self) {
        if (!node.input) return self;
        return Check(*node.input, self);
    }

    Result<Shape> CheckPath(const Node& node, const Shape& self) {
        Shape shape = TRY(Input(node, self));
        for (const Step& step : node.steps) {
            const auto* named = step.may_be_type && !node.input ? TypeNamed(step) : nullptr;
            if (named) {
                if (shape.any) continue;
                const bool fits =
                    std::any_of(shape.types.begin(), shape.types.end(),
                                [&](const Structure* type) { return type->IsA(named->name); });
                if (fits) continue;
                return Wrong(node, "the expression is about " + step.name + ", the context is not",
                             "biểu thức viết cho " + step.name + ", không đúng ngữ cảnh");
            }
            shape = TRY(Child(node, step, shape));
        }
        return shape;
    }

    static const Structure* TypeNamed(const Step& step) {
        if (step.name.empty() || step.name[0] < 'A' || step.name[0] > 'Z') return nullptr;
        return definitions::FindStructure(step.name);
    }

    Result<Shape> Child(const Node& node, const Step& step, const Shape& parent) {
        if (parent.any) return Shape{.any = true, .ordered = parent.ordered};
        Shape shape{.ordered = parent.ordered};
        bool known = false;
        for (const Structure* type : parent.types) {
            if (const auto* element = type->FindByName(step.name)) {
                known = true;
                step.hint.store(element, std::memory_order_relaxed);
                for (const auto& one : element->types) shape.Add(one.structure);
            } else if (type->kind == StructureKind::kPrimitive && step.name == "value") {
                known = true;
                shape.any = true;
            } else if (type->is_abstract && type->kind == StructureKind::kResource) {
                return Shape{.any = true, .ordered = parent.ordered};
            }
        }
        if (known) return shape;
        return Wrong(node, "there is no element '" + step.name + "' here",
                     "ở đây không có phần tử '" + step.name + "'");
    }

    static Shape Narrow(const Node& node, const Shape& input) {
        Shape shape{.ordered = input.ordered};
        shape.Add(node.type.structure);
        return shape;
    }

    Result<Shape> CheckCall(const Node& node, const Shape& self) {
        Shape input = TRY(Input(node, self));
        const std::string_view name = node.name;
        if (!input.ordered && IsOneOf(name, {"first", "last", "tail", "skip", "take"})) {
            return Unordered(node, node.name);
        }
        if (IsOneOf(name, {"ofType", "as"})) return Narrow(node, input);
        const bool scoped = IsOneOf(name, {"where", "select", "exists", "all", "repeat",
                                           "repeatAll", "sort", "iif", "trace", "aggregate"});
        std::vector<Shape> arguments;
        for (const auto& argument : node.arguments) {
            Shape item = scoped ? input : self;
            item.ordered = true;
            arguments.push_back(TRY(Check(*argument, item)));
        }
        if (IsOneOf(name, {"where", "first", "last", "tail", "skip", "take", "single", "exclude",
                           "trace", "checkModifiers", "defineVariable"})) {
            return input;
        }
        if (IsOneOf(name, {"distinct", "intersect"})) {
            input.ordered = false;
            return input;
        }
        if (name == "sort") {
            input.ordered = true;
            return input;
        }
        if (IsOneOf(name, {"union", "combine"})) {
            input.Add(arguments[0]);
            input.ordered = name == "combine" && arguments.size() > 1;
            return input;
        }
        if (name == "select") {
            arguments[0].ordered &= input.ordered;
            return arguments[0];
        }
        if (name == "iif") {
            Shape either = arguments[1];
            if (arguments.size() > 2) either.Add(arguments[2]);
            return either;
        }
        if (name == "extension") {
            return Shape{.ordered = input.ordered,
                         .types = {definitions::FindStructure("Extension")}};
        }
        const bool loose = IsOneOf(name, {"children", "descendants", "repeat", "repeatAll"});
        return Shape{.any = true, .ordered = !loose};
    }

    Shape context_;
};

}  // namespace

Result<void> CheckStrictly(const Node& root, const definitions::Structure* context) {
    Shape shape;
    shape.Add(context);
    TRY(Checker(shape).Check(root, shape));
    return {};
}

}  // namespace tram::fhirpath
