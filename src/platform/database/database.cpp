#include "platform/database/database.h"

#include <atomic>

#include "platform/database/postgres.h"
#include "platform/database/sqlite.h"

namespace tram::database {

Connection::Connection() {
    static std::atomic<std::uint64_t> last = 0;
    serial_ = ++last;
}

Result<std::unique_ptr<Database>> Database::Open(const Options& options) {
    if (!options.url.empty()) return postgres::Open(options);
    return sqlite::Open(options);
}

}  // namespace tram::database
