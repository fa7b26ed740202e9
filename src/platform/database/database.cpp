#include "platform/database/database.h"

#include <atomic>

#include "platform/database/sqlite.h"

namespace tram::database {

Connection::Connection() {
    static std::atomic<std::uint64_t> last = 0;
    serial_ = ++last;
}

Result<std::unique_ptr<Database>> Database::Open(const Options& options) {
    if (!options.url.empty())
        return Error{.code = ErrorCode::kNotSupported,
                     .message = "PostgreSQL is not built in yet.",
                     .message_vi = "Chương trình chưa hỗ trợ PostgreSQL."};
    return sqlite::Open(options);
}

}  // namespace tram::database
