#include "base/vietnamese_text.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>

#include "base/result.h"

namespace tram {
namespace {

const icu::Normalizer2& Decomposer() {
    static const icu::Normalizer2* normalizer = [] {
        UErrorCode status = U_ZERO_ERROR;
        const auto* made = icu::Normalizer2::getNFKDInstance(status);
        TRAM_CHECK(U_SUCCESS(status));
        return made;
    }();
    return *normalizer;
}

// Most keys are plain ASCII codes and names already without marks; they skip ICU.
bool IsAscii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

void AppendSquashed(std::string& out, char c) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space) {
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
    }
}

icu::Collator& VietnameseCollator() {
    // Each thread its own: ICU collators are cheap to clone and not safe to share.
    thread_local std::unique_ptr<icu::Collator> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("vi"), status));
        TRAM_CHECK(U_SUCCESS(status));
        return made;
    }();
    return *collator;
}

}  // namespace

std::string Fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    if (IsAscii(text)) {
        for (const char c : text) AppendSquashed(out, c);
    } else {
        UErrorCode status = U_ZERO_ERROR;
        const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
        icu::UnicodeString parts = Decomposer().normalize(source, status);
        parts.foldCase();
        icu::UnicodeString plain;
        for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
            const UChar32 c = parts.char32At(i);
            if (u_charType(c) == U_NON_SPACING_MARK) continue;
            if (c == 0x111) {  // đ has no decomposition
                plain.append(static_cast<UChar32>('d'));
            } else {
                plain.append(u_isUWhiteSpace(c) ? static_cast<UChar32>(' ') : c);
            }
        }
        std::string bytes;
        plain.toUTF8String(bytes);
        for (const char c : bytes) AppendSquashed(out, c);
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::vector<std::string> Syllables(std::string_view text) {
    const std::string folded = Fold(text);
    std::vector<std::string> words;
    std::string word;
    for (const char c : folded) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::string CollationKey(std::string_view text) {
    const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    uint8_t buffer[256];
    const int32_t length = VietnameseCollator().getSortKey(source, buffer, sizeof(buffer));
    std::string key(static_cast<std::size_t>(length), '\0');
    if (length <= static_cast<int32_t>(sizeof(buffer))) {
        key.assign(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
    } else {
        VietnameseCollator().getSortKey(source, reinterpret_cast<uint8_t*>(key.data()), length);
    }
    if (!key.empty() && key.back() == '\0') key.pop_back();
    return key;
}

std::string PersonNameKey(std::string_view family, const std::vector<std::string>& given) {
    // One field may hold several words ("Văn An"); the last word of all is the name one is called by.
    std::string between;
    std::string called;
    for (const auto& part : given) {
        if (!called.empty()) between += (between.empty() ? "" : " ") + called;
        called = part;
    }
    if (const auto space = called.rfind(' '); space != std::string::npos) {
        between += (between.empty() ? "" : " ") + called.substr(0, space);
        called.erase(0, space + 1);
    }
    // U+FFFE is the lowest of all in collation order: it ends each part as a column would.
    const std::string kSeparator = "\xEF\xBF\xBE";
    return CollationKey(called + kSeparator + std::string(family) + kSeparator + between);
}

std::string Capitals(std::string_view text) {
    std::string out;
    icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())})
        .toUpper(icu::Locale("vi"))
        .toUTF8String(out);
    return out;
}

std::string SmallInitial(std::string_view text) {
    const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    if (source.isEmpty()) return {};
    const int32_t end = source.moveIndex32(0, 1);
    std::string out;
    (icu::UnicodeString(source, 0, end).toLower(icu::Locale("vi")) + icu::UnicodeString(source, end)).toUTF8String(out);
    return out;
}

}  // namespace tram
