// Rebuilder: builds the registers that changed beside the work of the store, with a thread of its
// own that reads and computes, and small pieces of writing between those of others.
//
// Thread safety: Run or Start is called once; the end of it may come from any thread.
#pragma once

#include <atomic>
#include <thread>

#include "record/registers/rebuild.h"
#include "record/store/content.h"
#include "record/store/writer.h"

namespace tram::record {

class Rebuilder {
  public:
    struct Parts {
        const registers::Registers& registers;
        const ContentMaker& maker;
        storage::Dictionary& dictionary;
        database::ConnectionPool& readers;
        Writer& writer;
    };
    // REQUIRES: all outlive this.
    explicit Rebuilder(const Parts& parts) : parts_(parts), rebuild_(parts.registers) {}
    // Stops between two pieces; the next start goes on there.
    ~Rebuilder();

    // Until all registers are in place. Errors: of the database.
    Result<void> Run();
    // The same in the background; what goes wrong there is tried again.
    void Start();

  private:
    Result<void> Step();
    Result<void> PutInPlace();
    Result<void> Put(const registers::Rebuild::Chunk& chunk);

    Parts parts_;
    registers::Rebuild rebuild_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace tram::record
