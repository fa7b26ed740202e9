// Any bytes as a CSV, in the encoding the first byte chooses.

#include "exchange/population/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view kEncodings[] = {"",      "utf-8", "utf-16", "windows-1258",
                                               "tcvn3", "vni"};
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    (void)tram::population::ReadCsv(bytes, kEncodings[data[0] % 6]);
    return 0;
}
