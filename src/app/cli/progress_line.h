// ProgressLine: one line on a terminal that tells how far long work is. Where standard error is no
// terminal it is silent, but for steps: those are lines of their own, a few a minute.
//
// Thread safety: none.
#pragma once

#include <chrono>
#include <string>

namespace tram::cli {

class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine() { Clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    // True a few times a second: only then is a text worth making.
    bool IsDue();
    void Show(const std::string& text);
    // Something else begins, which may take long: shown at once.
    void Step(const std::string& text);
    void Clear();
    double seconds() const;  // since it was made

  private:
    bool terminal_;
    bool shown_ = false, stepped_ = false;
    std::chrono::steady_clock::time_point began_, last_;
};

}  // namespace tram::cli
