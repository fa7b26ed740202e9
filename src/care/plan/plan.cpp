#include "care/plan/plan.h"

#include <algorithm>
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

// The words of a plan: a plain text is Vietnamese alone.
Result<void> ReadPlanText(const Yaml& node, std::string& vi, std::string& en) {
    if (!node.IsMap()) {
        vi = TRY(node.Text());
        return {};
    }
    auto words = TRY(ReadWords(node));
    vi = std::move(words.vi);
    en = std::move(words.en);
    return {};
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

// A name of something that stands in another file of the content.
Result<void> CheckKnown(const Yaml& node, const std::string& id,
                        const std::set<std::string, std::less<>>& known, std::string_view folder) {
    if (known.contains(id)) return {};
    std::string all;
    for (const auto& one : known) all += (all.empty() ? "" : ", ") + one;
    const auto file = std::string(folder) + "/" + id + ".yaml";
    return node.Fault(
        ErrorCode::kNotFound,
        "names " + id + ", which nobody defined; write content/" + file + " or use one of: " + all,
        "ghi " + id + " nhưng chưa ai định nghĩa; hãy viết tệp content/" + file +
            " hoặc dùng một trong: " + all);
}

// A kind of body that leads, helps, reports or is reported to.
Result<std::string> ReadBody(const Yaml& node, const Known& known) {
    auto kind = TRY(node.Text());
    if (known.bodies.empty() || known.bodies.contains(kind)) return kind;
    std::string all;
    for (const auto& one : known.bodies) all += (all.empty() ? "" : ", ") + one;
    return node.Fault(ErrorCode::kNotFound,
                      "there is no kind of body " + kind + "; use one of: " + all +
                          ", or add it to unit-kind of content/codes/words.yaml",
                      "không có loại cơ quan, đơn vị " + kind + "; dùng một trong: " + all +
                          ", hoặc thêm vào unit-kind của content/codes/words.yaml");
}

Result<void> CheckRising(const std::map<int, double>& milestones, const Yaml& node) {
    const auto falls = std::adjacent_find(milestones.begin(), milestones.end(),
                                          [](auto& a, auto& b) { return a.second > b.second; });
    if (falls == milestones.end()) return {};
    const auto year = std::to_string(std::next(falls)->first);
    return node.Fault(ErrorCode::kBadValue,
                      "the milestone of " + year + " is below that of the year before",
                      "mốc năm " + year + " thấp hơn mốc năm trước");
}

Result<Target> ReadTarget(const Yaml& node, int horizon, const Known& known) {
    TRY(node.AllowOnly({"clause", "indicator", "steps", "text", "short", "operator", "value",
                        "unit", "milestones", "sustained", "member_threshold"}));
    Target target;
    target.clause = TRY(TextOf(node, "clause"));
    TRY(ReadPlanText(TRY(node.Get("text")), target.text, target.text_en));
    target.short_title = TRY(ReadWords(TRY(node.Get("short"))));
    target.steps = TRY(OptionalText(node, "steps"));
    target.indicator = TRY(OptionalText(node, "indicator"));
    if (target.steps.empty() == target.indicator.empty()) {
        return node.Fault(ErrorCode::kInvalid, "a target has an indicator or steps, one of both",
                          "mỗi chỉ tiêu có indicator hoặc steps, chỉ một trong hai");
    }
    if (target.indicator.empty()) {
        TRY(CheckKnown(TRY(node.Get("steps")), target.steps, known.steps, "steps"));
        return target;
    }
    TRY(CheckKnown(TRY(node.Get("indicator")), target.indicator, known.indicators, "indicators"));
    target.op = TRY(ReadOperator(TRY(node.Get("operator"))));
    target.sustained = TRY(OptionalFlag(node, "sustained"));
    if (target.op == Operator::kToward) return target;
    target.value = TRY(ReadPercent(TRY(node.Get("value"))));
    const auto milestones = TRY(node.Find("milestones"));
    if (!milestones.present()) return target;
    for (const auto& [year, value] : TRY(milestones.Members())) {
        const auto date = ParseDate(year);
        if (!date || date->month != 0 || date->year < 2000 || date->year > horizon) {
            return value.Fault(
                ErrorCode::kBadValue,
                "a milestone is written year: percent, the year from 2000 to the horizon " +
                    std::to_string(horizon),
                "mốc năm viết dạng năm: phần trăm, năm từ 2000 đến năm đích " +
                    std::to_string(horizon));
        }
        target.milestones[date->year] = TRY(ReadPercent(value));
    }
    TRY(CheckRising(target.milestones, milestones));
    return target;
}

Result<PlanTask> ReadTask(const Yaml& node, const Known& known) {
    TRY(node.AllowOnly(
        {"clause", "id", "title", "lead", "support", "due", "yearly", "product", "after"}));
    PlanTask task;
    task.clause = TRY(TextOf(node, "clause"));
    task.id = TRY(TextOf(node, "id"));
    TRY(ReadPlanText(TRY(node.Get("title")), task.title, task.title_en));
    task.lead = TRY(ReadBody(TRY(node.Get("lead")), known));
    if (const auto support = TRY(node.Find("support")); support.present()) {
        for (const auto& one : TRY(support.Items()))
            task.support.push_back(TRY(ReadBody(one, known)));
    }
    task.due = TRY(ReadDate(TRY(node.Get("due"))));
    task.yearly = TRY(OptionalFlag(node, "yearly"));
    if (const auto product = TRY(node.Find("product")); product.present())
        TRY(ReadPlanText(product, task.product, task.product_en));
    task.after = TRY(TRY(node.Find("after")).Texts());
    return task;
}

Result<Assignment> ReadAssignment(const Yaml& node, const Known& known) {
    TRY(node.AllowOnly({"clause", "who", "title", "report"}));
    Assignment assignment;
    assignment.clause = TRY(TextOf(node, "clause"));
    assignment.who = TRY(ReadBody(TRY(node.Get("who")), known));
    TRY(ReadPlanText(TRY(node.Get("title")), assignment.title, assignment.title_en));
    const auto report = TRY(node.Find("report"));
    if (!report.present()) return assignment;
    TRY(report.AllowOnly({"to", "through", "template", "periods", "due", "product"}));
    assignment.report_to = TRY(ReadBody(TRY(report.Get("to")), known));
    if (const auto through = TRY(report.Find("through")); through.present())
        assignment.report_through = TRY(ReadBody(through, known));
    assignment.report_template = TRY(OptionalText(report, "template"));
    if (const auto product = TRY(report.Find("product")); product.present())
        TRY(ReadPlanText(product, assignment.product, assignment.product_en));
    assignment.periods = TRY(TRY(report.Find("periods")).Texts());
    const auto due = TRY(report.Find("due"));
    if (!due.present()) return assignment;
    for (const auto& [period, day] : TRY(due.Members())) {
        if (std::find(assignment.periods.begin(), assignment.periods.end(), period) ==
            assignment.periods.end()) {
            return day.Fault(ErrorCode::kBadValue, "due names a period that is not reported on",
                             "due nêu một kỳ không có trong periods");
        }
        // 2023 is no leap year: a day that comes every year.
        const auto date = ParseDate("2023-" + TRY(day.Text()));
        if (!date || !date->IsWholeDay()) {
            return day.Fault(ErrorCode::kBadValue, "a day of the year is written \"MM-DD\"",
                             "ngày trong năm viết dạng \"MM-DD\"");
        }
        assignment.due[period] = {date->month, date->day};
    }
    return assignment;
}

// Each `after` names a task, and none waits for itself by way of others.
Result<void> CheckOrder(const std::vector<Yaml>& nodes, const std::vector<PlanTask>& tasks) {
    std::map<std::string, const PlanTask*> by_id;
    for (const auto& task : tasks) by_id[task.id] = &task;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        std::vector<std::string> path = {tasks[i].id};
        std::set<std::string> seen;
        // Depth first; `path` is the way to the task looked at.
        const auto walk = [&](const auto& self, const PlanTask& task) -> Result<void> {
            for (const auto& id : task.after) {
                const auto next = by_id.find(id);
                if (next == by_id.end()) {
                    return nodes[i].Fault(ErrorCode::kInvalid,
                                          "after names " + id + ", which no task has as id",
                                          "after ghi " + id + " nhưng không có nhiệm vụ nào mã đó");
                }
                path.push_back(id);
                if (id == tasks[i].id) {
                    std::string circle;
                    for (const auto& one : path) circle += (circle.empty() ? "" : " → ") + one;
                    return nodes[i].Fault(
                        ErrorCode::kInvalid,
                        "these tasks wait for each other: " + circle + "; take one `after` out",
                        "các nhiệm vụ chờ nhau thành vòng: " + circle + "; hãy bỏ bớt một `after`");
                }
                if (seen.insert(id).second) TRY(self(self, *next->second));
                path.pop_back();
            }
            return {};
        };
        TRY(walk(walk, tasks[i]));
    }
    return {};
}

Result<Aim> ReadAim(const Yaml& node) {
    TRY(node.AllowOnly({"clause", "title", "text"}));
    Aim aim{.clause = TRY(TextOf(node, "clause")), .title = TRY(ReadWords(TRY(node.Get("title"))))};
    TRY(ReadPlanText(TRY(node.Get("text")), aim.text, aim.text_en));
    return aim;
}

// The items of a list, each with its first fault: whoever mends a file wants all of them at once.
class ItemReader {
  public:
    template <typename T, typename F>
    Result<void> Read(const Yaml& list, std::vector<T>& into, F read) {
        for (const auto& node : TRY(list.Items())) {
            if (auto item = read(node))
                into.push_back(std::move(*item));
            else
                Keep(std::move(item.error()));
        }
        return {};
    }
    Result<void> Told() && {
        if (!fault_) return {};
        return std::move(*fault_);
    }

  private:
    void Keep(Error error) {
        if (fault_)
            fault_->others.push_back(std::move(error));
        else
            fault_ = std::move(error);
    }
    std::optional<Error> fault_;
};

Result<void> ReadLists(const Yaml& file, const Known& names, Plan& plan) {
    ItemReader items;
    TRY(items.Read(TRY(file.Get("aims")), plan.aims, ReadAim));
    std::set<std::string> indicators, ids;
    TRY(items.Read(TRY(file.Get("targets")), plan.targets, [&](const Yaml& node) -> Result<Target> {
        auto target = TRY(ReadTarget(node, plan.horizon, names));
        if (target.indicator.empty() || indicators.insert(target.indicator).second) return target;
        return node.Fault(ErrorCode::kInvalid,
                          "the indicator " + target.indicator + " has a target already",
                          "chỉ tiêu " + target.indicator + " đã có ở trên");
    }));
    const auto tasks = TRY(file.Get("tasks"));
    TRY(items.Read(tasks, plan.tasks, [&](const Yaml& node) -> Result<PlanTask> {
        auto task = TRY(ReadTask(node, names));
        if (ids.insert(task.id).second) return task;
        return node.Fault(ErrorCode::kInvalid, "the task id " + task.id + " is taken",
                          "mã nhiệm vụ " + task.id + " đã có ở trên");
    }));
    TRY(items.Read(TRY(file.Get("assignments")), plan.assignments,
                   [&](const Yaml& node) { return ReadAssignment(node, names); }));
    TRY(std::move(items).Told());
    TRY(CheckOrder(TRY(tasks.Items()), plan.tasks));
    if (const auto recipients = TRY(file.Find("recipients")); recipients.present()) {
        for (const auto& node : TRY(recipients.Items())) {
            TRY(ReadPlanText(node, plan.recipients.emplace_back(),
                             plan.recipients_en.emplace_back()));
        }
    }
    plan.also_to = TRY(TRY(file.Find("also_to")).Texts());
    return {};
}

Result<std::set<std::string, std::less<>>> KindsIn(const content::File& file) {
    const auto words = TRY(Yaml::Parse(file.bytes, file.path));
    const auto kinds = TRY(TRY(words.Get("sets")).Get("unit-kind"));
    std::set<std::string, std::less<>> ids;
    for (const auto& [kind, word] : TRY(kinds.Members())) ids.insert(kind);
    return ids;
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

const Assignment* Plan::FindDuty(std::string_view form, std::string_view period) const {
    for (const Assignment& one : assignments) {
        if (one.report_template == form &&
            std::find(one.periods.begin(), one.periods.end(), period) != one.periods.end())
            return &one;
    }
    return nullptr;
}

std::optional<std::int32_t> Assignment::DueOn(std::string_view period, std::int32_t to) const {
    const auto found = due.find(period);
    if (found == due.end()) return std::nullopt;
    const auto in = [&](int year) {
        return Date{year, found->second.month, found->second.day}.FirstDay();
    };
    const int year = Date::FromDays(to).year;
    return in(year) >= to ? in(year) : in(year + 1);
}

Result<Plan> LoadPlan(const content::File& file, const Known& known) {
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
    const auto year = ParseDate(TRY(horizon.Text()));
    plan.horizon = year && year->month == 0 ? year->year : 0;
    if (plan.horizon < 2000 || plan.horizon > 2100) {
        return horizon.Fault(ErrorCode::kBadValue, "horizon is a year", "horizon là một năm");
    }
    for (const auto& node : TRY(TRY(yaml.Get("versions")).Items())) {
        TRY(node.AllowOnly({"valid_from"}));
        const auto from = TRY(ReadDate(TRY(node.Get("valid_from")))).FirstDay();
        plan.valid_from = plan.valid_from == 0 ? from : std::min(plan.valid_from, from);
    }
    TRY(ReadLists(yaml, known, plan));
    if (const auto node = TRY(yaml.Find("signature")); node.present()) {
        TRY(node.AllowOnly({"on_behalf", "title"}));
        plan.signature_on_behalf = TRY(TextOf(node, "on_behalf"));
        plan.signature_title = TRY(TextOf(node, "title"));
    }
    return plan;
}

Known KnownIn(const content::Library& library) {
    Known known;
    const auto add = [&](std::string_view folder, std::set<std::string, std::less<>>& ids) {
        for (const auto& file : library.List(folder)) {
            auto name = file.path.substr(folder.size());
            // Folders below hold parts, not indicators.
            if (name.find('/') != std::string_view::npos || !name.ends_with(".yaml")) continue;
            name.remove_suffix(5);
            ids.emplace(name);
        }
    };
    add("indicators/", known.indicators);
    add("steps/", known.steps);
    // A file of words that cannot be read is told of where words are loaded.
    if (const auto* words = library.Find("codes/words.yaml")) {
        const auto kinds = KindsIn(*words);
        if (kinds.ok()) known.bodies = *kinds;
    }
    return known;
}

Result<std::vector<Plan>> LoadPlans(const content::Library& library) {
    const auto known = KnownIn(library);
    std::vector<Plan> plans;
    std::map<std::string, std::string> paths;
    for (const auto& file : library.List("plans/")) {
        plans.push_back(TRY(LoadPlan(file, known)));
        const auto [other, fresh] = paths.emplace(plans.back().id, file.path);
        if (!fresh) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = std::string(file.path) + ": the id " + plans.back().id +
                                    " is that of " + other->second + "; give it one of its own",
                         .message_vi = std::string(file.path) + ": mã " + plans.back().id +
                                       " đã dùng ở " + other->second + "; hãy đặt mã khác",
                         .path = "id"};
        }
    }
    std::sort(plans.begin(), plans.end(), [](const Plan& a, const Plan& b) {
        return std::tie(a.valid_from, a.id) < std::tie(b.valid_from, b.id);
    });
    return plans;
}

Result<std::vector<StepList>> LoadSteps(const content::Library& library) {
    std::vector<StepList> lists;
    for (const auto& file : library.List("steps/")) {
        const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
        TRY(yaml.AllowOnly({"id", "title", "source", "checked", "steps"}));
        StepList list{.id = TRY(TextOf(yaml, "id")),
                      .title = TRY(ReadWords(TRY(yaml.Get("title")))),
                      .source = TRY(TextOf(yaml, "source")),
                      .checked = TRY(TRY(yaml.Get("checked")).Boolean()),
                      .steps = {}};
        for (const auto& node : TRY(TRY(yaml.Get("steps")).Items())) {
            TRY(node.AllowOnly({"id", "title", "unit_kinds"}));
            Step step{.id = TRY(TextOf(node, "id")),
                      .unit_kinds = TRY(TRY(node.Get("unit_kinds")).Texts())};
            TRY(ReadPlanText(TRY(node.Get("title")), step.title, step.title_en));
            list.steps.push_back(std::move(step));
        }
        lists.push_back(std::move(list));
    }
    return lists;
}

}  // namespace tram::plan
