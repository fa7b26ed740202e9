#include "record/users/password.h"

#include <algorithm>
#include <chrono>
#include <semaphore>

#include "base/vietnamese_text.h"
#include "platform/crypto/crypto.h"

namespace tram::users {

namespace {

constexpr std::size_t kLeastCharacters = 10;
constexpr std::size_t kMostBytes = 1000;

// Argon2 is made to be costly: without a bound, a few hundred sign-ins at once would take the
// memory of the machine.
std::counting_semaphore<2> turns(2);

class Turn {
  public:
    Turn() : taken_(turns.try_acquire_for(std::chrono::seconds(10))) {}
    ~Turn() {
        if (taken_) turns.release();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool taken() const { return taken_; }

  private:
    bool taken_;
};

Error TooManyWait() {
    return {.code = ErrorCode::kBusy,
            .message = "many people are signing in right now; try again in a moment",
            .message_vi = "đang có nhiều người đăng nhập cùng lúc; vui lòng thử lại sau giây lát"};
}

std::size_t CountCharacters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

Error Refuse(std::string message, std::string message_vi) {
    return {.code = ErrorCode::kInvalid,
            .message = std::move(message),
            .message_vi = std::move(message_vi),
            .path = "password"};
}

}  // namespace

Result<void> CheckPassword(std::string_view password, std::string_view user_name) {
    if (CountCharacters(password) < kLeastCharacters) {
        return Refuse("the password is too short; use at least 10 characters",
                      "mật khẩu quá ngắn; hãy dùng ít nhất 10 ký tự");
    }
    if (password.size() > kMostBytes) {
        return Refuse("the password is too long; use at most 1,000 bytes",
                      "mật khẩu quá dài; hãy dùng nhiều nhất 1.000 byte");
    }
    if (Fold(password) == Fold(user_name)) {
        return Refuse("the password is the user's name; choose another",
                      "mật khẩu trùng với tên đăng nhập; hãy chọn mật khẩu khác");
    }
    if (std::all_of(password.begin(), password.end(), [&](char c) { return c == password[0]; })) {
        return Refuse("the password is one character over and over; choose another",
                      "mật khẩu chỉ lặp lại một ký tự; hãy chọn mật khẩu khác");
    }
    return {};
}

Result<std::string> KeepPassword(std::string_view password) {
    const Turn turn;
    if (!turn.taken()) return TooManyWait();
    return crypto::HashPassword(password);
}

Result<bool> IsPassword(std::string_view kept, std::string_view password) {
    if (password.size() > kMostBytes) return false;
    const Turn turn;
    if (!turn.taken()) return TooManyWait();
    return crypto::VerifyPassword(kept, password);
}

std::string NewPassword() {
    // 32 signs that are not taken for one another (no 0 o 1 l), so 5 bits each: 100 bits.
    constexpr std::string_view kSigns = "abcdefghijkmnpqrstuvwxyz23456789";
    static_assert(kSigns.size() == 32);
    std::string password;
    const auto bytes = crypto::RandomBytes(20);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0 && i % 4 == 0) password += '-';
        password += kSigns[static_cast<unsigned char>(bytes[i]) % kSigns.size()];
    }
    return password;
}

}  // namespace tram::users
