#include "app/house/house.h"

#include <filesystem>
#include <set>

#include "insight/reports/frozen_facts.h"
#include "record/access/compartments.h"
#include "record/access/reserved.h"
#include "record/access/roles.h"
#include "record/registers/shipped.h"
#include "record/visibility/visible.h"

namespace tram::house {
namespace {

namespace fs = std::filesystem;

Result<void> MakeFolder(const std::string& path) {
    std::error_code fault;
    const bool made = fs::create_directories(path, fault);
    if (!fault && made) fs::permissions(path, fs::perms::owner_all, fault);
    if (!fault) return {};
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "cannot make the data folder " + path + ": " + fault.message(),
                 .message_vi = "không tạo được thư mục dữ liệu " + path + ": " + fault.message(),
                 .path = path};
}

Result<std::string_view> TextOf(const content::Library& library, std::string_view path) {
    if (const auto* file = library.Find(path)) return file->bytes;
    return Error{.code = ErrorCode::kInvalid,
                 .message = "the content file " + std::string(path) + " is missing",
                 .message_vi = "thiếu tệp nội dung " + std::string(path),
                 .path = std::string(path)};
}

}  // namespace

std::string SocketOf(std::string_view data_dir) {
    return std::string(data_dir) + "/tram.sock";
}

Result<std::unique_ptr<House>> House::Open(const HouseOptions& options) {
    auto house = std::make_unique<House>();
    house->options = options;
    if (options.clock) house->clock = options.clock;
    if (options.random) house->random = options.random;
    const int zone_minutes = TRY(ZoneMinutes(options.timezone));
    TRY(MakeFolder(options.data_dir));

    house->content = TRY(content::Library::Open({.overrides = options.data_dir + "/content"}));
    constexpr std::string_view kCompartments = "roles/compartments.yaml";
    access::SetCompartments(TRY(
        access::Compartments::Parse(TRY(TextOf(house->content, kCompartments)), kCompartments)));
    constexpr std::string_view kReserved = "roles/reserved.yaml";
    access::SetReserved(
        TRY(access::Reserved::Parse(TRY(TextOf(house->content, kReserved)), kReserved)));
    auto roles = TRY(access::Roles::Load(house->content));
    constexpr std::string_view kVisibility = "roles/visibility.yaml";
    auto rules =
        TRY(visibility::Rules::Parse(TRY(TextOf(house->content, kVisibility)), kVisibility));
    auto views = TRY(registers::ReadViews(house->content));

    house->units = std::make_unique<visibility::UnitTree>(*house->clock, zone_minutes);
    std::vector<std::unique_ptr<record::Deriver>> derivers;
    derivers.push_back(std::make_unique<visibility::Visible>(std::move(rules), *house->units));
    house->store = TRY(record::Store::Open({.data_dir = options.data_dir,
                                            .database_url = options.database_url,
                                            .zone_minutes = zone_minutes,
                                            .rebuilding = options.rebuilding},
                                           *house->clock, *house->random, std::move(derivers),
                                           std::move(views)));
    auto* store = house->store.get();
    house->users =
        TRY(users::Users::Open([store](users::Work work) { return store->Write(std::move(work)); },
                               std::move(roles), *house->clock));
    house->authenticator =
        std::make_unique<api::web::UserAuthenticator>(*house->users, *house->units, *house->store);
    house->plans = TRY(plan::LoadPlans(house->content));
    house->steps = TRY(plan::LoadSteps(house->content));
    house->reports = TRY(reports::ReportContent::Load(house->content));
    std::set<std::string, std::less<>> names;
    for (const auto& one : house->store->registers().all()) names.insert(one.name);
    auto indicators = TRY(indicators::LoadIndicators(house->content, names));
    // While registers are built anew, what asks for columns not there yet is told so when it asks.
    if (!house->store->registers().building()) {
        const auto reader = TRY(house->store->Read());
        for (const auto& one : indicators) TRY(indicators::CheckQueries(reader->connection(), one));
    }
    house->indicators = std::make_unique<indicators::Engine>(*house->store, std::move(indicators),
                                                             options.data_dir + "/columns");
    house->periods =
        std::make_unique<periods::Periods>(*house->store, *house->indicators, house->content.hash(),
                                           TRY(periods::Calendar::Load(house->content)));
    house->periods->FreezeBeside([parts = house.get()](const record::Actor& actor,
                                                       const plan::Plan& plan,
                                                       const plan::ClosedPeriod& period) {
        return reports::FreezeFacts(
            {*parts->store, *parts->indicators, plan, *parts->periods, actor}, parts->reports,
            period);
    });
    return house;
}

}  // namespace tram::house
