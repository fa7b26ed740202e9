// The house: the parts of a running tram, made in order and taken down in reverse. Commands that
// need the records of a data folder open a House; `tram serve` puts a Door before it.
//
// Thread safety: opened and closed by one thread; the parts say for themselves.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/web/user_authenticator.h"
#include "base/clock.h"
#include "base/result.h"
#include "care/plan/plan.h"
#include "insight/indicators/engine.h"
#include "insight/periods/periods.h"
#include "insight/reports/content.h"
#include "platform/content/library.h"
#include "record/store/store.h"
#include "record/users/users.h"
#include "record/visibility/unit_tree.h"

namespace tram::house {

struct HouseOptions {
    std::string data_dir;
    std::string database_url;  // empty: SQLite in data_dir
    std::string timezone = "Asia/Ho_Chi_Minh";
    // A server begins its work at once; a command waits until all registers are as its content says.
    record::Rebuilding rebuilding = record::Rebuilding::kBeforeOpen;
    // Time and chance of a demo or a test; null: those of the system. Must outlive the house.
    Clock* clock = nullptr;
    RandomSource* random = nullptr;
};

// Members stand in the order they are made: each may use those before it.
struct House {
    HouseOptions options;
    SystemClock system_clock;
    SystemRandom system_random;
    Clock* clock = &system_clock;
    RandomSource* random = &system_random;
    content::Library content;
    std::unique_ptr<visibility::UnitTree> units;
    std::unique_ptr<record::Store> store;
    std::unique_ptr<users::Users> users;
    std::unique_ptr<api::web::UserAuthenticator> authenticator;
    std::vector<plan::Plan> plans;  // the default first
    std::vector<plan::StepList> steps;
    std::unique_ptr<indicators::Engine> indicators;
    std::unique_ptr<periods::Periods> periods;
    reports::ReportContent reports;

    // Makes the data folder where it is missing (mode 0700).
    // Errors: those of the content, of Store::Open (kConflict: another process has the store), and
    // kInvalid (a time zone nobody knows, or one that changes its clocks).
    static Result<std::unique_ptr<House>> Open(const HouseOptions& options);
};

// The socket through which commands reach the server that has this data folder.
std::string SocketOf(std::string_view data_dir);

// Minutes east of UTC of "Asia/Ho_Chi_Minh", "UTC" or "+07:00".
// Errors: kInvalid.
Result<int> ZoneMinutes(std::string_view timezone);

}  // namespace tram::house
