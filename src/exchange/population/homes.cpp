#include "exchange/population/homes.h"

#include <algorithm>

#include "fhir/json/writer.h"

namespace tram::population {
namespace {

using json::Value;

std::string DayBefore(std::string_view day) {
    return Date::FromDays(ParseDate(day)->FirstDay() - 1).ToString();
}

std::string AddressText(const Entry& entry, const Places& places) {
    const auto place = places.AddressOf(entry.home);
    return entry.address.empty() ? place : entry.address + ", " + place;
}

std::string AddressJson(const Entry& entry, const ChangeContext& context, std::string start,
                        std::optional<std::string> end) {
    json::Writer out;
    out.BeginObject().Key("extension").BeginArray();
    out.Raw(ExtensionJson("residence-unit", "valueReference",
                          ReferenceJson("Organization", context.places.IdOf(entry.home))));
    out.Raw(ExtensionJson(
        "presence", "valueCode",
        json::Quote(entry.presence.empty() ? std::string_view("resident") : entry.presence)));
    out.Raw(ExtensionJson("confirmed-on", "valueDate", json::Quote(context.on.ToString())));
    out.EndArray().Key("use").String("home");
    out.Key("text").String(AddressText(entry, context.places));
    out.Key("period").Raw(PeriodJson(std::move(start), std::move(end))).EndObject();
    return out.Take();
}

struct Address {
    Value value;
    std::string path;  // "/address/2"
    std::string_view start, end;

    bool IsAt(const std::string& unit) const {
        return FindExtension(value, "residence-unit").value["valueReference"]["reference"].text() ==
               unit;
    }
};

// Days are compared as text: a year alone stands before all its days.
class HomeChange {
  public:
    HomeChange(const Entry& entry, Value body, const ChangeContext& context, PatchText& patch)
        : entry_(entry),
          context_(context),
          body_(body),
          patch_(patch),
          unit_("Organization/" + context.places.IdOf(entry.home)),
          on_(context.on.ToString()) {
        std::size_t place = 0;
        for (const auto address : body["address"]) {
            const auto path = "/address/" + std::to_string(place++);
            if (!FindExtension(address, "residence-unit").value) continue;
            const auto period = address["period"];
            homes_.push_back({.value = address,
                              .path = path,
                              .start = period["start"].text(),
                              .end = period["end"].text()});
        }
        for (const auto& home : homes_) {
            if (home.start > on_) {
                if (!next_ || home.start < next_->start) next_ = &home;
            } else if (home.end.empty() || home.end >= on_) {
                now_ = &home;
            }
        }
    }

    void Compare() {
        if (!now_) {
            if (next_ && next_->IsAt(unit_)) return BeginEarlier(*next_, since().value_or(on_));
            return Append(since().value_or(on_));
        }
        if (!now_->IsAt(unit_)) return Move();
        const auto presence = FindExtension(now_->value, "presence");
        const bool other_presence =
            !entry_.presence.empty() && presence.value["valueCode"].text() != entry_.presence;
        if (other_presence && now_->start < on_) return Append(End(on_));
        if (other_presence && presence.value)
            patch_.Replace(
                now_->path + "/extension/" + std::to_string(presence.place) + "/valueCode",
                json::Quote(entry_.presence));
        if (!entry_.address.empty() &&
            now_->value["text"].text() != AddressText(entry_, context_.places))
            patch_.Add(now_->path + "/text", json::Quote(AddressText(entry_, context_.places)));
        if (since() && (now_->start.empty() || *since() < now_->start))
            BeginEarlier(*now_, *since());
        Confirm();
    }

  private:
    std::optional<std::string> since() const {
        return entry_.since ? std::optional(entry_.since->ToString()) : std::nullopt;
    }

    // Not into another home.
    void BeginEarlier(const Address& home, std::string start) {
        if (!home.start.empty() && start >= home.start) return;
        for (const auto& other : homes_) {
            if (other.path == home.path || other.start >= home.start) continue;
            if (other.end.empty() || other.end >= start) return;
        }
        patch_.Add(
            home.value["period"] ? home.path + "/period/start" : home.path + "/period",
            home.value["period"] ? json::Quote(start) : PeriodJson(std::move(start), std::nullopt));
    }

    // A list that was not dated confirms nothing: it may be old.
    void Confirm() {
        const auto confirmed = FindExtension(now_->value, "confirmed-on");
        if (!context_.dated || confirmed.value["valueDate"].text() >= on_) return;
        if (confirmed.value)
            patch_.Replace(
                now_->path + "/extension/" + std::to_string(confirmed.place) + "/valueDate",
                json::Quote(on_));
        else
            patch_.Append(now_->value, now_->path, "extension",
                          ExtensionJson("confirmed-on", "valueDate", json::Quote(on_)));
    }

    // The home of that day ends the day before the new one begins, but not before it began itself.
    std::string End(std::string from) {
        auto end = DayBefore(from);
        if (end < now_->start) end = std::string(now_->start);
        patch_.Add(now_->value["period"] ? now_->path + "/period/end" : now_->path + "/period",
                   now_->value["period"] ? json::Quote(end) : PeriodJson(std::nullopt, end));
        return from;
    }

    void Move() {
        const bool told =
            entry_.since && entry_.since->IsWholeDay() && *since() > std::string(now_->start);
        Append(End(told ? *since() : on_));
    }

    // What is known of later days stays.
    void Append(std::string start) {
        std::optional<std::string> end;
        if (next_)
            end = DayBefore(next_->start);
        else if (now_ && context_.dated && !now_->end.empty())
            end = std::string(now_->end);
        if (end && *end < start) return;
        const bool goes_on = !end;
        patch_.Append(body_, "", "address",
                      AddressJson(entry_, context_, std::move(start), std::move(end)));
        const auto station = context_.places.StationOf(entry_.home);
        if (goes_on && now_ && !now_->IsAt(unit_) && !station.empty())
            patch_.Add("/managingOrganization", ReferenceJson("Organization", station));
    }

    const Entry& entry_;
    const ChangeContext& context_;
    const Value body_;
    PatchText& patch_;
    const std::string unit_, on_;
    std::vector<Address> homes_;
    const Address* now_ = nullptr;   // of the day of the list
    const Address* next_ = nullptr;  // the first that begins after it
};

}  // namespace

std::string NewHome(const Entry& entry, const ChangeContext& context) {
    // Nobody lives anywhere before birth, though the list be older.
    const auto known = std::max(context.on.ToString(), entry.birth.ToString());
    auto start = entry.since       ? entry.since->ToString()
                 : entry.born_here ? entry.birth.ToString()
                                   : known;
    return AddressJson(entry, context, std::move(start), std::nullopt);
}

void CompareHome(const Entry& entry, Value body, const ChangeContext& context, PatchText& patch) {
    HomeChange(entry, body, context, patch).Compare();
}

}  // namespace tram::population
