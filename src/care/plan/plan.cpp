#include "care/plan/plan.h"

#include <set>

#include "platform/content/yaml.h"

namespace tram::plan {
namespace {

using content::Yaml;

Result<std::string> TextOf(const Yaml& map, const std::string& key) {
    return TRY(map.Get(key)).Text();
}

// An absent or empty member is an empty text.
Result<std::string> OptionalText(const Yaml& map, const std::string& key) {
    const auto node = TRY(map.Find(key));
    if (!node.present()) return std::string();
    return node.Text();
}

Result<bool> OptionalFlag(const Yaml& map, const std::string& key) {
    const auto node = TRY(map.Find(key));
    if (!node.present()) return false;
    return node.Boolean();
}

Result<Words> ReadWords(const Yaml& node) {
    TRY(node.AllowOnly({"vi", "en"}));
    return Words{TRY(TextOf(node, "vi")), TRY(TextOf(node, "en"))};
}

Result<double> ReadPercent(const Yaml& node) {
    const auto text = TRY(node.Text());
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || value < 0 || value > 100) {
        return node.Fault(ErrorCode::kBadValue, "a percent is a number from 0 to 100",
                          "tỷ lệ phần trăm là số từ 0 đến 100, dùng dấu chấm thập phân");
    }
    return value;
}

Result<Date> ReadDate(const Yaml& node) {
    const auto date = ParseDate(TRY(node.Text()));
    if (!date || !date->IsWholeDay()) {
        return node.Fault(ErrorCode::kBadValue, "a date is written YYYY-MM-DD",
                          "ngày viết theo dạng YYYY-MM-DD");
    }
    return *date;
}

Result<Operator> ReadOperator(const Yaml& node) {
    const auto text = TRY(node.Text());
    for (const auto op :
         {Operator::kGreater, Operator::kAtLeast, Operator::kEqual, Operator::kToward}) {
        if (text == OperatorCode(op)) return op;
    }
    return node.Fault(ErrorCode::kBadValue, "operator is one of > >= = toward",
                      "operator là một trong > >= = toward");
}

Result<Target> ReadTarget(const Yaml& node) {
    TRY(node.AllowOnly({"clause", "indicator", "steps", "text", "short", "operator", "value",
                        "unit", "milestones", "sustained", "member_threshold"}));
    Target target;
    target.clause = TRY(TextOf(node, "clause"));
    target.text = TRY(TextOf(node, "text"));
    target.short_title = TRY(ReadWords(TRY(node.Get("short"))));
    target.steps = TRY(OptionalText(node, "steps"));
    target.indicator = TRY(OptionalText(node, "indicator"));
    if (target.steps.empty() == target.indicator.empty()) {
        return node.Fault(ErrorCode::kInvalid, "a target has an indicator or steps, one of both",
                          "mỗi chỉ tiêu có indicator hoặc steps, chỉ một trong hai");
    }
    if (target.indicator.empty()) return target;
    target.op = TRY(ReadOperator(TRY(node.Get("operator"))));
    target.sustained = TRY(OptionalFlag(node, "sustained"));
    if (target.op == Operator::kToward) return target;
    target.value = TRY(ReadPercent(TRY(node.Get("value"))));
    const auto milestones = TRY(node.Find("milestones"));
    if (!milestones.present()) return target;
    for (const auto& [year, value] : TRY(milestones.Members())) {
        const int number = std::atoi(year.c_str());
        if (number < 2000 || number > 2100) {
            return value.Fault(ErrorCode::kBadValue, "a milestone is written year: percent",
                               "mốc năm viết dạng năm: phần trăm");
        }
        target.milestones[number] = TRY(ReadPercent(value));
    }
    return target;
}

Result<PlanTask> ReadTask(const Yaml& node) {
    TRY(node.AllowOnly({"clause", "id", "title", "lead", "support", "due", "yearly", "product"}));
    PlanTask task;
    task.clause = TRY(TextOf(node, "clause"));
    task.id = TRY(TextOf(node, "id"));
    task.title = TRY(TextOf(node, "title"));
    task.lead = TRY(TextOf(node, "lead"));
    task.support = TRY(TRY(node.Find("support")).Texts());
    task.due = TRY(ReadDate(TRY(node.Get("due"))));
    task.yearly = TRY(OptionalFlag(node, "yearly"));
    task.product = TRY(OptionalText(node, "product"));
    return task;
}

Result<Assignment> ReadAssignment(const Yaml& node) {
    TRY(node.AllowOnly({"clause", "who", "title", "report"}));
    Assignment assignment;
    assignment.clause = TRY(TextOf(node, "clause"));
    assignment.who = TRY(TextOf(node, "who"));
    assignment.title = TRY(TextOf(node, "title"));
    const auto report = TRY(node.Find("report"));
    if (!report.present()) return assignment;
    TRY(report.AllowOnly({"to", "through", "template", "periods", "product"}));
    assignment.report_to = TRY(TextOf(report, "to"));
    assignment.report_through = TRY(OptionalText(report, "through"));
    assignment.report_template = TRY(OptionalText(report, "template"));
    assignment.product = TRY(OptionalText(report, "product"));
    assignment.periods = TRY(TRY(report.Find("periods")).Texts());
    return assignment;
}

Result<void> ReadLists(const Yaml& file, Plan& plan) {
    for (const auto& node : TRY(TRY(file.Get("aims")).Items())) {
        TRY(node.AllowOnly({"clause", "title", "text"}));
        plan.aims.push_back({TRY(TextOf(node, "clause")), TRY(ReadWords(TRY(node.Get("title")))),
                             TRY(TextOf(node, "text"))});
    }
    std::set<std::string> known;
    for (const auto& node : TRY(TRY(file.Get("targets")).Items())) {
        plan.targets.push_back(TRY(ReadTarget(node)));
        const auto& id = plan.targets.back().indicator;
        if (!id.empty() && !known.insert(id).second) {
            return node.Fault(ErrorCode::kInvalid, "the indicator " + id + " has a target already",
                              "chỉ tiêu " + id + " đã có ở trên");
        }
    }
    known.clear();
    for (const auto& node : TRY(TRY(file.Get("tasks")).Items())) {
        plan.tasks.push_back(TRY(ReadTask(node)));
        if (!known.insert(plan.tasks.back().id).second) {
            return node.Fault(ErrorCode::kInvalid,
                              "the task id " + plan.tasks.back().id + " is taken",
                              "mã nhiệm vụ " + plan.tasks.back().id + " đã có ở trên");
        }
    }
    for (const auto& node : TRY(TRY(file.Get("assignments")).Items()))
        plan.assignments.push_back(TRY(ReadAssignment(node)));
    plan.recipients = TRY(TRY(file.Find("recipients")).Texts());
    plan.also_to = TRY(TRY(file.Find("also_to")).Texts());
    return {};
}

}  // namespace

std::string_view OperatorCode(Operator op) {
    switch (op) {
        case Operator::kGreater:
            return ">";
        case Operator::kAtLeast:
            return ">=";
        case Operator::kEqual:
            return "=";
        case Operator::kToward:
            return "toward";
    }
    return "";
}

const Target* Plan::FindTarget(std::string_view indicator) const {
    for (const Target& target : targets) {
        if (target.indicator == indicator) return &target;
    }
    return nullptr;
}

Result<Plan> LoadPlan(const content::File& file) {
    const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "number", "issued_on", "horizon",
                        "versions", "aims", "targets", "tasks", "assignments", "recipients",
                        "also_to", "signature"}));
    Plan plan;
    plan.id = TRY(TextOf(yaml, "id"));
    plan.title = TRY(ReadWords(TRY(yaml.Get("title"))));
    plan.source = TRY(TextOf(yaml, "source"));
    plan.checked = TRY(TRY(yaml.Get("checked")).Boolean());
    plan.number = TRY(OptionalText(yaml, "number"));
    if (const auto node = TRY(yaml.Find("issued_on")); node.present())
        plan.issued_on = TRY(ReadDate(node));
    const auto horizon = TRY(yaml.Get("horizon"));
    plan.horizon = std::atoi(TRY(horizon.Text()).c_str());
    if (plan.horizon < 2000 || plan.horizon > 2100) {
        return horizon.Fault(ErrorCode::kBadValue, "horizon is a year", "horizon là một năm");
    }
    TRY(ReadLists(yaml, plan));
    if (const auto node = TRY(yaml.Find("signature")); node.present()) {
        TRY(node.AllowOnly({"on_behalf", "title"}));
        plan.signature_on_behalf = TRY(TextOf(node, "on_behalf"));
        plan.signature_title = TRY(TextOf(node, "title"));
    }
    return plan;
}

Result<std::vector<Plan>> LoadPlans(const content::Library& library) {
    std::vector<Plan> plans;
    for (const auto& file : library.List("plans/")) plans.push_back(TRY(LoadPlan(file)));
    return plans;
}

}  // namespace tram::plan
