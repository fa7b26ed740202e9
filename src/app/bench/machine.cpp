#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/bench/bench.h"

namespace tram::bench {

Machine ReadMachine() {
    Machine machine;
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; machine.cpu.empty() && std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos)
            machine.cpu = line.substr(colon + 2);
    }
    machine.cores = static_cast<int>(std::thread::hardware_concurrency());
    machine.memory_mb =
        static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE) >> 20;
    if (::getloadavg(&machine.load_average, 1) != 1) machine.load_average = -1;
#ifdef __OPTIMIZE__
    machine.optimized = true;
#endif
    return machine;
}

}  // namespace tram::bench
