#include "app/demo/names.h"

#include <array>

namespace tram::demo {
namespace {

struct Share {
    std::string_view name;
    double percent;
};

constexpr Share kFamilies[] = {
    {"Nguyễn", 34}, {"Trần", 11}, {"Lê", 9.2},    {"Phạm", 6.7},   {"Huỳnh", 4.0}, {"Võ", 3.6},
    {"Phan", 3.4},  {"Bùi", 2.5}, {"Hoàng", 2.0}, {"Trương", 2.1}, {"Đỗ", 1.8},    {"Đặng", 2.0},
    {"Hồ", 1.6},    {"Ngô", 1.4}, {"Dương", 1.3}, {"Đoàn", 1.2},   {"Đinh", 1.0},  {"Trịnh", 1.0},
    {"Cao", 0.9},   {"Đào", 0.8}, {"Mai", 0.8},   {"Lương", 0.7},  {"Lưu", 0.7},   {"Lâm", 0.6}};
constexpr Share kKhmerFamilies[] = {{"Thạch", 30}, {"Kim", 20}, {"Sơn", 15},
                                    {"Danh", 15},  {"Lâm", 10}, {"Châu", 10}};
constexpr Share kHoaFamilies[] = {{"Trần", 22}, {"Lâm", 18},   {"Lý", 16}, {"Quách", 12},
                                  {"Châu", 12}, {"Vương", 10}, {"Mã", 10}};

constexpr std::string_view kGirls[] = {
    "Dung",  "Thảo",  "Ngân",  "Trang", "Hương", "Nga",  "Hà",   "Huyền", "Phương", "Mai",
    "Loan",  "Ngọc",  "Thúy",  "Linh",  "Hằng",  "Yến",  "Nhi",  "Hiền",  "Thương", "Anh",
    "Hường", "Nhung", "Thanh", "Vân",   "Hạnh",  "Thư",  "Trâm", "My",    "Vy",     "Như",
    "Quyên", "Diễm",  "Tuyết", "Lan",   "Cúc",   "Bích", "Oanh", "Kiều"};
constexpr std::string_view kBoys[] = {
    "Tuấn",  "Dũng", "Thành", "Hiếu",  "Nam",   "Cường", "Hùng", "Tùng",  "Huy",   "Tiến",
    "Hoàng", "Duy",  "Đức",   "Mạnh",  "Quang", "Phúc",  "Tài",  "Khánh", "Thịnh", "Toàn",
    "Hải",   "Lâm",  "Thái",  "Thuận", "Sơn",   "Phát",  "Lộc",  "Nghĩa", "Trung", "Bảo",
    "Khoa",  "Đạt",  "Long",  "Vinh",  "Tâm",   "Bình",  "Minh", "Hậu"};
constexpr std::string_view kGirlMiddles[] = {"Ngọc", "Thanh", "Kim", "Minh", "Bích",
                                             "Hồng", "Mỹ",    "Thu", "Cẩm",  "Tuyết"};
constexpr std::string_view kBoyMiddles[] = {"Minh",  "Thanh", "Hoàng", "Ngọc",  "Quốc", "Đức",
                                            "Quang", "Hữu",   "Xuân",  "Thành", "Công", "Anh"};
constexpr std::string_view kElderGirls[] = {"Lan", "Cúc", "Mai", "Sáu", "Bảy",  "Tư", "Hai",
                                            "Năm", "Út",  "Hoa", "Đẹp", "Lành", "Nở", "Bông"};
constexpr std::string_view kElderBoys[] = {"Ba", "Tư",   "Năm",  "Sáu", "Bảy",  "Tám",  "Hai",
                                           "Út", "Hiền", "Lành", "Đực", "Rạng", "Sang", "Bền"};

constexpr std::string_view kPlaceFirst[] = {"Sen",   "Lộc",   "Khê",  "Thới", "Mỹ",   "Điền",
                                            "Phong", "Khánh", "Hưng", "Lạc",  "Quới", "Thạnh"};
constexpr std::string_view kPlaceSecond[] = {"Vĩnh", "An",  "Tân",   "Bình", "Phú",
                                             "Long", "Hòa", "Thuận", "Đông"};

template <std::size_t N>
std::string PickShare(Dice& dice, const Share (&shares)[N]) {
    std::array<double, N> weights;
    for (std::size_t i = 0; i < N; ++i) weights[i] = shares[i].percent;
    return std::string(shares[dice.Weighted(weights)].name);
}

template <std::size_t N>
std::string PickName(Dice& dice, const std::string_view (&names)[N]) {
    return std::string(names[static_cast<std::size_t>(dice.Range(0, N - 1))]);
}

}  // namespace

std::string PersonName::Text() const {
    std::string text = family;
    for (const auto& word : given) text += " " + word;
    return text;
}

PersonName MakeName(Dice& dice, bool female, int birth_year, std::string_view ethnicity,
                    std::string_view family) {
    PersonName name;
    name.family = !family.empty()     ? std::string(family)
                  : ethnicity == "05" ? PickShare(dice, kKhmerFamilies)
                  : ethnicity == "04" ? PickShare(dice, kHoaFamilies)
                                      : PickShare(dice, kFamilies);
    const bool elder = birth_year < 1965;
    const double old_middle = elder ? 0.75 : birth_year < 1990 ? 0.5 : 0.15;
    if (dice.Chance(old_middle)) {
        name.given.push_back(female ? "Thị" : "Văn");
        if (dice.Chance(0.16))
            name.given.push_back(female ? PickName(dice, kGirlMiddles)
                                        : PickName(dice, kBoyMiddles));
    } else if (!dice.Chance(0.02)) {  // two-syllable names are rare
        name.given.push_back(female ? PickName(dice, kGirlMiddles) : PickName(dice, kBoyMiddles));
    }
    if (elder && dice.Chance(0.3)) {
        name.given.push_back(female ? PickName(dice, kElderGirls) : PickName(dice, kElderBoys));
    } else {
        name.given.push_back(female ? PickName(dice, kGirls) : PickName(dice, kBoys));
    }
    return name;
}

std::string CommuneName(std::size_t index) {
    const std::size_t first = index % std::size(kPlaceSecond);
    const std::size_t second =
        (index * 5 + index / std::size(kPlaceSecond)) % std::size(kPlaceFirst);
    return std::string(kPlaceSecond[first]) + " " + std::string(kPlaceFirst[second]);
}

std::string HamletName(Dice& dice, std::size_t index, bool town) {
    if (town) return "Khu " + std::to_string(index + 1);
    if (dice.Chance(0.5)) return "Ấp " + std::to_string(index + 1);
    return "Ấp " + PickName(dice, kPlaceSecond) + " " + PickName(dice, kPlaceFirst);
}

}  // namespace tram::demo
