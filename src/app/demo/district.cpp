#include "app/demo/district.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "app/demo/names.h"
#include "app/demo/records.h"

namespace tram::demo {
namespace {

// Writes organizations and the links between them.
class UnitWriter {
  public:
    explicit UnitWriter(Dice& dice) : dice_(dice) {}

    Resource Begin(const std::string& id, std::string_view kind, std::string_view name,
                   std::string_view code, std::int32_t from, std::optional<std::int32_t> to) {
        Resource unit("Organization", id);
        if (!code.empty())
            unit.Raw("identifier", "[" + IdentifierJson("urn:tram:id:unit", code) + "]");
        unit.Flag("active", !to.has_value());
        unit.Concepts("type", std::string(kCodes) + "unit-kind", kind);
        unit.Text("name", name);
        unit.Extension("valid", "valuePeriod", PeriodJson(from, to));
        return unit;
    }
    void Add(const std::string& id, std::string_view kind, std::string_view name,
             std::string_view code = {}, std::int32_t from = kFounded,
             std::optional<std::int32_t> to = {}) {
        records_.push_back(Begin(id, kind, name, code, from, to).Finish());
    }
    void Add(Resource unit) { records_.push_back(unit.Finish()); }
    void Link(std::string_view kind, const std::string& whole, const std::string& part,
              std::int32_t from = kFounded, std::optional<std::int32_t> to = {}) {
        Resource link("OrganizationAffiliation", dice_.Uuid(from));
        link.Flag("active", !to.has_value());
        link.Period("period", from, to);
        link.Reference("organization", "Organization", whole);
        link.Reference("participatingOrganization", "Organization", part);
        link.Concepts("code", std::string(kCodes) + "unit-link", kind);
        records_.push_back(link.Finish());
    }
    std::vector<std::string> Take() { return std::move(records_); }

  private:
    Dice& dice_;
    std::vector<std::string> records_;
};

std::string CountExtension(int people, std::int32_t day) {
    return "{\"url\":\"urn:tram:ext:published-population\",\"extension\":[{\"url\":\"value\","
           "\"valueInteger\":" +
           std::to_string(people) + "},{\"url\":\"on\",\"valueDate\":\"" + DayText(day) + "\"}]}";
}

}  // namespace

const OldCommune& District::Old(std::size_t hamlet, std::int32_t day) const {
    const Hamlet& one = hamlets[hamlet];
    return olds[one.moved_on && day < *one.moved_on ? one.commune_before : one.commune];
}

double District::Effort(std::size_t hamlet, double growth) const {
    const OldCommune& old = olds[hamlets[hamlet].commune];
    return old.drive * (1 + old.gain * growth);
}

const std::string& District::Station(std::size_t hamlet, std::int32_t day) const {
    const OldCommune& old = Old(hamlet, day);
    if (!merged || day < kMergeDay) return old.station;
    return old.point.empty() ? news[old.successor].station : old.point;
}

const std::string& District::Commune(std::size_t hamlet, std::int32_t day) const {
    const OldCommune& old = Old(hamlet, day);
    return !merged || day < kMergeDay ? old.id : news[old.successor].id;
}

namespace {

std::size_t AddHamlet(District& district, std::size_t commune, Hamlet hamlet) {
    const std::size_t place = district.hamlets.size();
    hamlet.commune = commune;
    district.olds[commune].hamlets.push_back(place);
    district.hamlets.push_back(std::move(hamlet));
    return place;
}

// What happens to hamlets in the first year: a split, a move, a new name.
void PlanHamletChanges(District& district, Dice& dice, std::int32_t start, std::int32_t until) {
    const auto on = [&](int days) { return std::min(start + days, until); };
    auto& split = district.split;
    split.on = on(200);
    split.hamlet = district.olds[1].hamlets[1];
    const std::string name = district.hamlets[split.hamlet].name;
    district.hamlets[split.hamlet].to = split.on - 1;
    for (auto [place, suffix] :
         {std::pair{&split.first, " Đông"}, std::pair{&split.second, " Tây"}}) {
        *place = AddHamlet(district, 1,
                           {.id = dice.Uuid(split.on),
                            .name = name + suffix,
                            .weight = 0,
                            .minutes_to_station = district.hamlets[split.hamlet].minutes_to_station,
                            .from = split.on});
    }
    const std::size_t moving = district.olds[2].hamlets.back();
    Hamlet& hamlet = district.hamlets[moving];
    hamlet.moved_on = on(120);
    hamlet.commune_before = 2;
    hamlet.commune = 3;
    district.olds[2].hamlets.pop_back();
    district.olds[3].hamlets.push_back(moving);
    district.rename = {.hamlet = district.olds[0].hamlets[1], .name = "Khu Chợ Mới", .on = on(260)};
}

}  // namespace

District PlanDistrict(Dice& dice, int persons, std::int32_t start, std::int32_t until) {
    District district;
    district.merged = until >= kMergeDay;
    for (auto* id : {&district.province, &district.district, &district.health_office,
                     &district.committee, &district.party, &district.propaganda,
                     &district.district_centre, &district.area_centre}) {
        *id = dice.Uuid(kFounded);
    }
    const auto old_count = static_cast<std::size_t>(std::clamp(persons / 2500, 6, 18));
    const std::size_t new_count = std::max<std::size_t>(3, (old_count + 2) / 3);
    for (std::size_t i = 0; i < new_count; ++i) {
        NewCommune commune;
        commune.id = dice.Uuid(kMergeDay);
        commune.station = dice.Uuid(kMergeDay);
        commune.name = (i == 0 ? "Phường " : "Xã ") + CommuneName(i + 31);
        commune.code = "99" + std::to_string(801 + i);
        district.news.push_back(commune);
    }
    for (std::size_t i = 0; i < old_count; ++i) {
        OldCommune commune;
        commune.id = dice.Uuid(kFounded);
        commune.station = dice.Uuid(kFounded);
        commune.town = i == 0;
        commune.remote = i % 4 == 3;
        commune.name = (commune.town ? "Thị trấn " : "Xã ") + CommuneName(i);
        commune.code = "99" + std::to_string(101 + i * 3);
        commune.successor = i * new_count / old_count;
        // Neighbours are much alike, so that a merged commune leads or lags as its parts did.
        constexpr std::pair<double, double> kManners[] = {{1.12, 0.45}, {0.86, 0.05}, {1.0, 0.3}};
        const auto [drive, gain] = kManners[commune.successor % std::size(kManners)];
        commune.drive =
            drive * std::clamp(dice.Normal(commune.remote ? 0.96 : 1, 0.05), 0.85, 1.15);
        commune.gain = gain + std::clamp(dice.Normal(0, 0.08), -0.2, 0.2);
        auto& parts = district.news[commune.successor].parts;
        if (!parts.empty()) commune.point = dice.Uuid(kMergeDay);
        parts.push_back(i);
        district.olds.push_back(commune);
        const int hamlets = std::clamp(persons / static_cast<int>(old_count) / 420, 3, 14);
        for (int h = 0; h < hamlets; ++h) {
            Hamlet hamlet;
            hamlet.id = dice.Uuid(kFounded);
            hamlet.name = HamletName(dice, static_cast<std::size_t>(h), commune.town);
            hamlet.weight = 0.6 + dice.Unit() * (commune.town ? 1.4 : 0.9);
            hamlet.minutes_to_station = commune.remote ? dice.Range(20, 70) : dice.Range(3, 25);
            AddHamlet(district, i, std::move(hamlet));
        }
    }
    PlanHamletChanges(district, dice, start, until);
    for (auto old = district.olds.rbegin(); old != district.olds.rend(); ++old) {
        // Where a station of its own would be far: the garrison's medical officers serve both.
        if (!old->remote || old->point.empty()) continue;
        old->army_civil = true;
        break;
    }
    for (std::size_t i = 0; i < new_count; ++i) district.schools.push_back(dice.Uuid(kFounded));
    for (int i = 0; i < 3; ++i) district.workplaces.push_back(dice.Uuid(kFounded));
    for (int i = 0; i < 4; ++i) district.clinics.push_back(dice.Uuid(kFounded));
    return district;
}

namespace {

// What stands above the communes until the merge: the district and its bodies.
void AddDistrict(UnitWriter& out, const District& district, std::optional<std::int32_t> end) {
    out.Add(district.province, "province", "Tỉnh Đồng Sen", "99");
    out.Add(district.district, "district", "Huyện Bình Lạc", "991", kFounded, end);
    out.Link("part-of", district.province, district.district, kFounded, end);
    const std::tuple<const std::string*, std::string_view, std::string_view, std::string_view>
        bodies[] = {
            {&district.party, "party-committee", "Ban Thường vụ Huyện ủy Bình Lạc", ""},
            {&district.propaganda, "propaganda-body", "Ban Tuyên giáo Huyện ủy Bình Lạc", ""},
            {&district.committee, "people-committee", "Ủy ban nhân dân huyện Bình Lạc", ""},
            {&district.health_office, "health-office", "Phòng Y tế huyện Bình Lạc", ""},
            {&district.district_centre, "district-centre", "Trung tâm Y tế huyện Bình Lạc",
             "99D01"}};
    for (const auto& [id, kind, name, code] : bodies) {
        out.Add(*id, kind, name, code, kFounded, end);
        out.Link("part-of", district.district, *id, kFounded, end);
    }
}

// Kilometres to the nearest point of care: by the place alone, so that no dice are moved by it.
std::string DistanceOf(std::size_t place, bool remote) {
    const auto tenths = 4 + (place * 37 + 11) % 45 + (remote ? 20 : 0);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// A hamlet as its old commune has it, by whatever name.
Resource HamletRecord(UnitWriter& out, const District& district, std::size_t place,
                      const std::string& name) {
    const Hamlet& hamlet = district.hamlets[place];
    const OldCommune& old = district.olds[hamlet.commune];
    auto unit = out.Begin(hamlet.id, "hamlet", name, old.code + "-" + std::to_string(place + 1),
                          hamlet.from, hamlet.to);
    unit.Extension("distance", "valueDecimal", DistanceOf(place, old.remote));
    return unit;
}

void AddOldCommune(UnitWriter& out, const District& district, const OldCommune& old,
                   std::optional<std::int32_t> end, const std::vector<int>& people,
                   std::int32_t start) {
    auto commune = out.Begin(old.id, "commune", old.name, old.code, kFounded, end);
    commune.Extension("remoteness", "valueCode",
                      old.remote ? "\"remote\""
                      : old.town ? "\"town\""
                                 : "\"rural\"");
    int published = 0;
    for (const auto place : old.hamlets) published += people[place];
    commune.RawExtension(CountExtension(published, start));
    out.Add(std::move(commune));
    out.Link("part-of", district.district, old.id, kFounded, end);
    out.Add(old.station, old.army_civil ? "army-civil-station" : "station",
            (old.army_civil ? "Trạm Quân - dân y " : "Trạm Y tế ") + old.name,
            "99S" + old.code.substr(2), kFounded, end);
    out.Link("part-of", old.id, old.station, kFounded, end);
    out.Link("serves", district.district_centre, old.id, kFounded, end);
    for (const auto place : old.hamlets) {
        const Hamlet& hamlet = district.hamlets[place];
        out.Add(HamletRecord(out, district, place, hamlet.name));
        if (hamlet.moved_on) {
            out.Link("part-of", district.olds[hamlet.commune_before].id, hamlet.id, kFounded,
                     *hamlet.moved_on - 1);
        }
        const auto from = hamlet.moved_on.value_or(hamlet.from);
        if (!end || from <= *end)
            out.Link("part-of", old.id, hamlet.id, from, hamlet.to ? hamlet.to : end);
    }
}

void AddNewCommune(UnitWriter& out, const District& district, const NewCommune& commune,
                   const std::vector<int>& people) {
    auto unit = out.Begin(commune.id, "commune", commune.name, commune.code, kMergeDay, {});
    bool remote = false, town = false;
    int published = 0;
    for (const auto part : commune.parts) {
        const OldCommune& old = district.olds[part];
        remote = remote || old.remote;
        town = town || old.town;
        for (const auto place : old.hamlets) published += people[place];
    }
    unit.Extension("remoteness", "valueCode",
                   remote ? "\"remote\""
                   : town ? "\"town\""
                          : "\"rural\"");
    unit.RawExtension(CountExtension(published, kMergeDay));
    out.Add(std::move(unit));
    out.Link("part-of", district.province, commune.id, kMergeDay);
    out.Add(commune.station, "station", "Trạm Y tế " + commune.name, "99T" + commune.code.substr(2),
            kMergeDay);
    out.Link("part-of", commune.id, commune.station, kMergeDay);
    out.Link("serves", district.area_centre, commune.id, kMergeDay);
    for (const auto part : commune.parts) {
        const OldCommune& old = district.olds[part];
        out.Link("successor", commune.id, old.id, kMergeDay);
        out.Link("successor", commune.station, old.station, kMergeDay);
        if (!old.point.empty()) {
            out.Add(old.point, "service-point", "Điểm trạm " + old.name, "99P" + old.code.substr(2),
                    kMergeDay);
            out.Link("part-of", commune.station, old.point, kMergeDay);
        }
        for (const auto place : old.hamlets) {
            const Hamlet& hamlet = district.hamlets[place];
            if (hamlet.to && *hamlet.to < kMergeDay) continue;
            out.Link("part-of", commune.id, hamlet.id, std::max(kMergeDay, hamlet.from), hamlet.to);
        }
    }
}

}  // namespace

std::vector<std::string> UnitRecords(const District& district, Dice& dice, std::int32_t start,
                                     int persons) {
    double weights = 0;
    for (const auto& hamlet : district.hamlets) weights += hamlet.weight;
    // The statistics office counts a little otherwise than the register of names.
    std::vector<int> people;
    for (const auto& hamlet : district.hamlets) {
        people.push_back(
            static_cast<int>(persons * hamlet.weight / weights * dice.Normal(1.01, 0.015)));
    }
    UnitWriter out(dice);
    const auto end = district.merged ? std::optional<std::int32_t>(kMergeDay - 1) : std::nullopt;
    AddDistrict(out, district, end);
    for (const auto& old : district.olds) AddOldCommune(out, district, old, end, people, start);
    if (district.merged) {
        out.Add(district.area_centre, "area-centre", "Trung tâm Y tế khu vực Bình Lạc", "99K01",
                kMergeDay);
        out.Link("part-of", district.province, district.area_centre, kMergeDay);
        out.Link("successor", district.area_centre, district.district_centre, kMergeDay);
        for (const auto& commune : district.news) AddNewCommune(out, district, commune, people);
    }
    const auto home = [&](std::size_t i) {
        return district.merged ? district.news[i % district.news.size()].id
                               : district.olds[i % district.olds.size()].id;
    };
    const auto since = district.merged ? kMergeDay : kFounded;
    const std::tuple<const std::vector<std::string>*, std::string_view, std::string_view> others[] =
        {{&district.schools, "school", "Trường Tiểu học "},
         {&district.workplaces, "workplace", "Công ty May mặc "},
         {&district.clinics, "private-clinic", "Phòng khám "}};
    for (const auto& [ids, kind, prefix] : others) {
        for (std::size_t i = 0; i < ids->size(); ++i) {
            out.Add((*ids)[i], kind, std::string(prefix) + CommuneName(i + 50));
            out.Link("part-of", home(i), (*ids)[i], since);
        }
    }
    for (const auto next : {district.split.first, district.split.second}) {
        out.Link("successor", district.hamlets[next].id, district.hamlets[district.split.hamlet].id,
                 district.split.on);
    }
    return out.Take();
}

std::string RenamedRecord(const District& district) {
    Dice unused(0);
    UnitWriter out(unused);
    return HamletRecord(out, district, district.rename.hamlet, district.rename.name).Finish();
}

}  // namespace tram::demo
