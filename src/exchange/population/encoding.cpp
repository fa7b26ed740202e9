#include "exchange/population/encoding.h"

#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "exchange/population/code_pages.h"

namespace tram::population {
namespace {

bool IsAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::UnicodeString FromUtf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string ToUtf8(const icu::UnicodeString& text) {
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

icu::UnicodeString Nfc(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFCInstance(status);
    TRAM_CHECK(U_SUCCESS(status));
    return normalizer->normalize(text, status);
}

// Each letter of `text` below 256 as one byte, then by the table; others stay.
icu::UnicodeString ByTable(const icu::UnicodeString& text, std::string_view encoding) {
    return encoding == "vni" ? FromVni(text) : FromTcvn3(text);
}

icu::UnicodeString AsLatin1(std::string_view bytes) {
    icu::UnicodeString text;
    for (const char c : bytes) text.append(static_cast<UChar>(static_cast<unsigned char>(c)));
    return text;
}

// Through ICU; nullopt: some bytes mean nothing there.
std::optional<icu::UnicodeString> Convert(std::string_view bytes, const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(name, &status),
                                                                       ucnv_close);
    TRAM_CHECK(U_SUCCESS(status));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
    icu::UnicodeString text;
    const auto room = static_cast<int32_t>(bytes.size()) + 1;
    auto* buffer = text.getBuffer(room);
    const auto length = ucnv_toUChars(converter.get(), buffer, room, bytes.data(),
                                      static_cast<int32_t>(bytes.size()), &status);
    text.releaseBuffer(U_SUCCESS(status) ? length : 0);
    if (U_FAILURE(status)) return std::nullopt;
    return text;
}

// Letters beyond ASCII: those Vietnamese has, and others.
struct Letters {
    int vietnamese = 0, others = 0;
};
Letters CountLetters(const icu::UnicodeString& text) {
    Letters letters;
    const auto most = std::min<int32_t>(text.length(), 200'000);
    for (int32_t i = 0; i < most; ++i) {
        if (text[i] >= 0x80) ++(IsVietnameseLetter(text[i]) ? letters.vietnamese : letters.others);
    }
    return letters;
}

// The code page that leaves the fewest letters Vietnamese does not have; of several the one that
// joins the most vowels with their marks, since to the others each mark is one more letter.
Decoded Guess(std::string_view bytes) {
    Decoded best;
    std::pair<int, int32_t> least{};
    for (const auto* name : {"windows-1258", "tcvn3", "vni"}) {
        icu::UnicodeString text;
        if (std::string_view(name) == "windows-1258") {
            const auto converted = Convert(bytes, name);
            if (!converted) continue;
            text = Nfc(*converted);
        } else {
            text = Nfc(ByTable(AsLatin1(bytes), name));
        }
        const std::pair fault(CountLetters(text).others, text.length());
        if (!best.encoding.empty() && fault >= least) continue;
        least = fault;
        best = {.text = ToUtf8(text), .encoding = name};
    }
    return best;
}

// Where the first byte is that UTF-8 does not allow; npos: none.
std::size_t FirstFault(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t more = lead < 0x80                   ? 0
                                 : lead >= 0xC2 && lead < 0xE0 ? 1
                                 : lead >= 0xE0 && lead < 0xF0 ? 2
                                 : lead >= 0xF0 && lead < 0xF5 ? 3
                                                               : 9;
        if (more == 9 || at + more >= text.size() + (more == 0)) return at;
        for (std::size_t i = 1; i <= more; ++i) {
            if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return at;
        }
        const auto second = more ? static_cast<unsigned char>(text[at + 1]) : 0;
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
            (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
            return at;
        }
        at += more + 1;
    }
    return std::string_view::npos;
}

Error NotIn(std::string_view encoding, std::string_view bytes, std::size_t at) {
    const auto line = std::to_string(
        1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    return {.code = ErrorCode::kMalformed,
            .message = "line " + line + " is not " + std::string(encoding) +
                       "; choose another encoding, or save the list as CSV UTF-8",
            .message_vi = "Dòng " + line + " không phải bảng mã " + std::string(encoding) +
                          ". Chọn bảng mã khác, hoặc lưu lại tệp dạng CSV UTF-8.",
            .path = "encoding"};
}

// Two bytes a letter without a mark: every other byte of Latin text is zero.
std::string_view Utf16Order(std::string_view bytes) {
    std::array<std::size_t, 2> zeros{};
    const auto most = std::min<std::size_t>(bytes.size(), 4096);
    for (std::size_t i = 0; i < most; ++i) zeros[i % 2] += bytes[i] == 0;
    if (zeros[1] > most / 5 && zeros[0] < most / 20) return "utf-16le";
    if (zeros[0] > most / 5 && zeros[1] < most / 20) return "utf-16be";
    return {};
}

Result<Decoded> DecodeUtf16(std::string_view bytes) {
    std::string_view order = Utf16Order(bytes);
    if (bytes.starts_with("\xFF\xFE")) {
        order = "utf-16le";
        bytes.remove_prefix(2);
    } else if (bytes.starts_with("\xFE\xFF")) {
        order = "utf-16be";
        bytes.remove_prefix(2);
    }
    const auto text = Convert(bytes, order == "utf-16be" ? "UTF-16BE" : "UTF-16LE");
    if (!text) return NotIn("utf-16", bytes, 0);
    return Decoded{.text = ToUtf8(Nfc(*text)), .encoding = "utf-16"};
}

}  // namespace

std::string Compose(std::string_view utf8) {
    return IsAscii(utf8) ? std::string(utf8) : ToUtf8(Nfc(FromUtf8(utf8)));
}

std::string FromFont(std::string_view utf8, std::string_view encoding) {
    return IsAscii(utf8) ? std::string(utf8) : ToUtf8(Nfc(ByTable(FromUtf8(utf8), encoding)));
}

bool LooksLikeFont(std::string_view utf8) {
    if (IsAscii(utf8)) return false;
    const auto letters = CountLetters(FromUtf8(utf8));
    return 3 * letters.others > letters.vietnamese;
}

Result<Decoded> Decode(std::string_view bytes, std::string_view wanted) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (wanted.empty()) {
        if (bytes.starts_with(kMark)) {
            wanted = "utf-8";
        } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ||
                   !Utf16Order(bytes).empty()) {
            wanted = "utf-16";
        } else if (FirstFault(bytes) == std::string_view::npos) {
            wanted = "utf-8";
        } else {
            return Guess(bytes);
        }
    }
    if (wanted == "utf-8") {
        if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
        if (const auto at = FirstFault(bytes); at != std::string_view::npos)
            return NotIn(wanted, bytes, at);
        return Decoded{.text = Compose(bytes), .encoding = "utf-8"};
    }
    if (wanted == "utf-16") return DecodeUtf16(bytes);
    if (wanted == "windows-1258") {
        const auto text = Convert(bytes, "windows-1258");
        if (!text) return NotIn(wanted, bytes, 0);
        return Decoded{.text = ToUtf8(Nfc(*text)), .encoding = std::string(wanted)};
    }
    if (wanted == "tcvn3" || wanted == "vni") {
        return Decoded{.text = ToUtf8(Nfc(ByTable(AsLatin1(bytes), wanted))),
                       .encoding = std::string(wanted)};
    }
    return Error{.code = ErrorCode::kBadValue,
                 .message = "encoding is utf-8, utf-16, windows-1258, tcvn3 or vni",
                 .message_vi = "Bảng mã là utf-8, utf-16, windows-1258, tcvn3 hoặc vni.",
                 .path = "encoding"};
}

}  // namespace tram::population
