#include "exchange/population/code_pages.h"

#include <array>
#include <bitset>
#include <string_view>

namespace tram::population {
namespace {

constexpr std::u16string_view kLetters =
    u"àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    u"ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ";

struct Pair {
    unsigned char byte;
    char16_t letter;
};

// TCVN 5712:1993, the letters of its fonts (".VnTime").
constexpr Pair kTcvn3[] = {
    {0xA1, u'Ă'}, {0xA2, u'Â'}, {0xA3, u'Ê'}, {0xA4, u'Ô'}, {0xA5, u'Ơ'}, {0xA6, u'Ư'},
    {0xA7, u'Đ'}, {0xA8, u'ă'}, {0xA9, u'â'}, {0xAA, u'ê'}, {0xAB, u'ô'}, {0xAC, u'ơ'},
    {0xAD, u'ư'}, {0xAE, u'đ'}, {0xB5, u'à'}, {0xB6, u'ả'}, {0xB7, u'ã'}, {0xB8, u'á'},
    {0xB9, u'ạ'}, {0xBB, u'ằ'}, {0xBC, u'ẳ'}, {0xBD, u'ẵ'}, {0xBE, u'ắ'}, {0xC6, u'ặ'},
    {0xC7, u'ầ'}, {0xC8, u'ẩ'}, {0xC9, u'ẫ'}, {0xCA, u'ấ'}, {0xCB, u'ậ'}, {0xCC, u'è'},
    {0xCE, u'ẻ'}, {0xCF, u'ẽ'}, {0xD0, u'é'}, {0xD1, u'ẹ'}, {0xD2, u'ề'}, {0xD3, u'ể'},
    {0xD4, u'ễ'}, {0xD5, u'ế'}, {0xD6, u'ệ'}, {0xD7, u'ì'}, {0xD8, u'ỉ'}, {0xDC, u'ĩ'},
    {0xDD, u'í'}, {0xDE, u'ị'}, {0xDF, u'ò'}, {0xE1, u'ỏ'}, {0xE2, u'õ'}, {0xE3, u'ó'},
    {0xE4, u'ọ'}, {0xE5, u'ồ'}, {0xE6, u'ổ'}, {0xE7, u'ỗ'}, {0xE8, u'ố'}, {0xE9, u'ộ'},
    {0xEA, u'ờ'}, {0xEB, u'ở'}, {0xEC, u'ỡ'}, {0xED, u'ớ'}, {0xEE, u'ợ'}, {0xEF, u'ù'},
    {0xF1, u'ủ'}, {0xF2, u'ũ'}, {0xF3, u'ú'}, {0xF4, u'ụ'}, {0xF5, u'ừ'}, {0xF6, u'ử'},
    {0xF7, u'ữ'}, {0xF8, u'ứ'}, {0xF9, u'ự'}, {0xFA, u'ỳ'}, {0xFB, u'ỷ'}, {0xFC, u'ỹ'},
    {0xFD, u'ý'}, {0xFE, u'ỵ'}};

// VNI: a letter alone …
constexpr Pair kVniLetters[] = {
    {0xD1, u'Đ'}, {0xF1, u'đ'}, {0xD6, u'Ư'}, {0xF6, u'ư'}, {0xD4, u'Ơ'}, {0xF4, u'ơ'},
    {0xCC, u'Ì'}, {0xEC, u'ì'}, {0xCD, u'Í'}, {0xED, u'í'}, {0xC6, u'Ỉ'}, {0xE6, u'ỉ'},
    {0xD3, u'Ĩ'}, {0xF3, u'ĩ'}, {0xD2, u'Ị'}, {0xF2, u'ị'}, {0xCE, u'Ỵ'}, {0xEE, u'ỵ'}};
// … or marks behind it: circumflex (2), breve (6), and a tone.
struct Marks {
    unsigned char byte;  // of the small letter; the capital one is 0x20 below
    char16_t shape;      // combining, 0: none
    char16_t tone;
};
constexpr char16_t kHat = 0x302, kBreve = 0x306;
constexpr char16_t kGrave = 0x300, kAcute = 0x301, kHook = 0x309, kTilde = 0x303, kDot = 0x323;
constexpr Marks kVniMarks[] = {
    {0xF9, 0, kAcute},      {0xF8, 0, kGrave},      {0xFB, 0, kHook},      {0xF5, 0, kTilde},
    {0xEF, 0, kDot},        {0xE2, kHat, 0},        {0xE1, kHat, kAcute},  {0xE0, kHat, kGrave},
    {0xE5, kHat, kHook},    {0xE3, kHat, kTilde},   {0xE4, kHat, kDot},    {0xEA, kBreve, 0},
    {0xE9, kBreve, kAcute}, {0xE8, kBreve, kGrave}, {0xFA, kBreve, kHook}, {0xFC, kBreve, kTilde},
    {0xEB, kBreve, kDot}};

const Marks* VniMarks(UChar unit) {
    for (const auto& marks : kVniMarks) {
        if (unit == marks.byte || unit == marks.byte - 0x20) return &marks;
    }
    return nullptr;
}

bool TakesMarks(UChar letter) {
    constexpr std::u16string_view kVowels = u"aeiouyAEIOUYơưƠƯ";
    return kVowels.find(letter) != std::u16string_view::npos;
}

char16_t VniLetter(UChar unit) {
    for (const auto& [byte, letter] : kVniLetters) {
        if (unit == byte) return letter;
    }
    return unit;
}

}  // namespace

icu::UnicodeString FromTcvn3(const icu::UnicodeString& text) {
    static const auto table = [] {
        std::array<char16_t, 256> made{};
        for (std::size_t i = 0; i < made.size(); ++i) made[i] = static_cast<char16_t>(i);
        for (const auto& [byte, letter] : kTcvn3) made[byte] = letter;
        return made;
    }();
    icu::UnicodeString out;
    for (int32_t i = 0; i < text.length(); ++i)
        out.append(text[i] < 256 ? static_cast<UChar>(table[text[i]]) : text[i]);
    return out;
}

icu::UnicodeString FromVni(const icu::UnicodeString& text) {
    icu::UnicodeString out;
    UChar before = 0;
    for (int32_t i = 0; i < text.length(); ++i) {
        const UChar unit = text[i];
        const auto* marks = TakesMarks(before) ? VniMarks(unit) : nullptr;
        if (!marks) {
            before = VniLetter(unit);
            out.append(before);
            continue;
        }
        if (marks->shape) out.append(static_cast<UChar>(marks->shape));
        if (marks->tone) out.append(static_cast<UChar>(marks->tone));
        before = 0;
    }
    return out;
}

bool IsVietnameseLetter(UChar letter) {
    static const auto known = [] {
        std::bitset<0x10000> made;
        for (const char16_t one : kLetters) made.set(one);
        return made;
    }();
    return known.test(letter);
}

}  // namespace tram::population
