#include "app/cli/progress_line.h"

#include <unistd.h>

#include <cstdio>

namespace tram::cli {

ProgressLine::ProgressLine()
    : terminal_(isatty(STDERR_FILENO) == 1),
      began_(std::chrono::steady_clock::now()),
      last_(began_) {}

bool ProgressLine::IsDue() {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds(250)) return false;
    last_ = now;
    return true;
}

void ProgressLine::Show(const std::string& text) {
    if (!terminal_) return;
    std::fprintf(stderr, "\r%s\033[K", text.c_str());
    std::fflush(stderr);
    shown_ = true;
}

void ProgressLine::Step(const std::string& text) {
    const auto now = std::chrono::steady_clock::now();
    if (terminal_) {
        Show(text);
    } else if (!stepped_ || now - last_ > std::chrono::seconds(10)) {
        std::fprintf(stderr, "%s\n", text.c_str());
        stepped_ = true;
        last_ = now;
    }
}

void ProgressLine::Clear() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
    shown_ = false;
}

double ProgressLine::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

}  // namespace tram::cli
