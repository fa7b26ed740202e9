// What is wrong with the tree of units, in words for whoever has to settle it.

#include <algorithm>
#include <set>

#include "base/vietnamese_day.h"
#include "care/registry/units.h"

namespace tram::registry {
namespace {

// 01/07/2025; open ends by a word.
std::string DayText(std::int32_t day) {
    if (day <= -Unit::kOpen) return "đầu";
    if (day >= Unit::kOpen) return "nay";
    return VietnameseDay(day);
}

}  // namespace

std::string Units::NameOf(Rid rid) const {
    const Unit* unit = Find(rid);
    if (!unit) return "(đơn vị chưa ghi)";
    return unit->code.empty() ? unit->name : unit->name + " (" + unit->code + ")";
}

std::vector<Rid> Units::CircleOn(Rid part, std::int32_t day) const {
    std::vector<Rid> path = {part};
    for (const Unit* parent = Parent(part, day); parent && path.size() <= units_.size();
         parent = Parent(parent->rid, day)) {
        if (parent->rid == part) return path;
        path.push_back(parent->rid);
    }
    return {};
}

// Links hold for days, so a circle must hold on one day: on the first day of some link in it.
Result<void> Units::FindCircle() const {
    for (const auto& [part, link] : parents_) {
        const auto circle = CircleOn(part, link.from_day);
        if (circle.empty()) continue;
        std::string names;
        for (const Rid rid : circle) names += NameOf(rid) + " → ";
        names += NameOf(part);
        return Error{.code = ErrorCode::kInvalid,
                     .message = "units are part of each other in a circle: " + names +
                                "; end one of the links (OrganizationAffiliation)",
                     .message_vi = "Các đơn vị trực thuộc nhau thành vòng: " + names +
                                   ". Hãy kết thúc một liên kết trực thuộc.",
                     .path = "OrganizationAffiliation"};
    }
    return {};
}

void Units::FindOverlaps(std::vector<std::string>& problems) const {
    std::set<Rid> parts;
    for (const auto& [part, link] : parents_) parts.insert(part);
    for (const Rid part : parts) {
        std::vector<Link> links;
        const auto [begin, end] = parents_.equal_range(part);
        for (auto link = begin; link != end; ++link) links.push_back(link->second);
        std::sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
            return std::tie(a.from_day, a.to_day, a.whole) <
                   std::tie(b.from_day, b.to_day, b.whole);
        });
        for (std::size_t i = 1; i < links.size(); ++i) {
            const Link& before = links[i - 1];
            const Link& after = links[i];
            if (after.from_day > before.to_day) continue;
            problems.push_back(NameOf(part) + " trực thuộc hai đơn vị cùng lúc từ " +
                               DayText(after.from_day) + " đến " +
                               DayText(std::min(before.to_day, after.to_day)) + ": " +
                               NameOf(before.whole) + " và " + NameOf(after.whole) +
                               "; sửa ngày của một liên kết trực thuộc");
        }
    }
}

std::vector<std::string> Units::Problems() const {
    std::vector<std::string> problems;
    if (!sound_) problems.push_back(sound_.error().message_vi);
    FindOverlaps(problems);
    for (const auto* links : {&parents_, &successors_}) {
        for (const auto& [part, link] : *links) {
            if (Find(link.part) && Find(link.whole)) continue;
            problems.push_back("Có liên kết giữa " + NameOf(link.part) + " và " +
                               NameOf(link.whole) + "; ghi đơn vị còn thiếu hoặc bỏ liên kết");
        }
    }
    std::sort(problems.begin(), problems.end());
    return problems;
}

Result<std::vector<std::string>> Units::HomesToSettle(database::Connection& connection,
                                                      std::int32_t day) const {
    std::vector<std::string> problems;
    auto& rows = *TRY(connection.Prepare(
        "SELECT unit, COUNT(*) FROM reg_residences WHERE COALESCE(from_day, 0) <= $1 AND "
        "COALESCE(to_day, 9999999) >= $1 GROUP BY unit ORDER BY unit"));
    rows.Bind(1, day);
    while (TRY(rows.Step())) {
        const Unit* unit = Find(rows.Int(0));
        if (!unit || unit->ValidOn(day)) continue;
        const auto next = Successors(unit->rid);
        if (next.size() == 1) continue;
        std::string names;
        for (const Rid one : next) names += (names.empty() ? "" : ", ") + NameOf(one);
        problems.push_back(std::to_string(rows.Int(1)) + " người còn ghi ở " + NameOf(unit->rid) +
                           (next.empty() ? ", đã kết thúc mà không có đơn vị kế thừa"
                                         : ", đã tách thành " + names) +
                           "; xếp từng người vào đơn vị hiện nay");
    }
    return problems;
}

}  // namespace tram::registry
