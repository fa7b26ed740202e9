#include "app/demo/map.h"

#include <cmath>
#include <cstdio>

#include "app/demo/records.h"

namespace tram::demo {
namespace {

// In the sea off the south, where nobody can take it for a real place.
constexpr double kWest = 108.2, kSouth = 8.2, kStep = 0.06;
constexpr int kDetail = 4;  // points on a border between two corners

struct Point {
    double x = 0, y = 0;
};

// Corners and borders of a grid, each moved a little once, so that neighbours agree on them.
class Grid {
  public:
    Grid(Dice& dice, int columns, int rows) : columns_(columns) {
        const auto jitter = [&](double by) { return (dice.Unit() - 0.5) * by * kStep; };
        for (int y = 0; y <= rows; ++y) {
            for (int x = 0; x <= columns; ++x) {
                corners_.push_back(
                    {kWest + x * kStep + jitter(0.45), kSouth + y * kStep + jitter(0.45)});
            }
        }
        for (std::size_t i = 0; i < corners_.size() * 2 * kDetail; ++i)
            bends_.push_back({jitter(0.12), jitter(0.12)});
    }

    std::string Polygon(int x, int y) const {
        std::string text;
        Side(text, Corner(x, y), Corner(x + 1, y), 0, false);
        Side(text, Corner(x + 1, y), Corner(x + 1, y + 1), 1, false);
        Side(text, Corner(x, y + 1), Corner(x + 1, y + 1), 0, true);
        Side(text, Corner(x, y), Corner(x, y + 1), 1, true);
        const std::string first = text.substr(0, text.find(']') + 1);
        return "{\"type\":\"Polygon\",\"coordinates\":[[" + text + first + "]]}";
    }

  private:
    std::size_t Corner(int x, int y) const {
        return static_cast<std::size_t>(y * (columns_ + 1) + x);
    }

    // The border from `from` to `to`, named by its first corner and direction; backwards when
    // asked.
    void Side(std::string& text, std::size_t from, std::size_t to, std::size_t direction,
              bool backwards) const {
        for (int i = 0; i < kDetail; ++i) {
            const int step = backwards ? kDetail - i : i;
            const double part = static_cast<double>(step) / kDetail;
            const Point a = corners_[from], b = corners_[to];
            const bool corner = step == 0 || step == kDetail;
            const Point bend =
                corner ? Point{}
                       : bends_[(from * 2 + direction) * kDetail + static_cast<std::size_t>(step)];
            char point[64];
            std::snprintf(point, sizeof(point), "[%.5f,%.5f],", a.x + (b.x - a.x) * part + bend.x,
                          a.y + (b.y - a.y) * part + bend.y);
            text += point;
        }
    }

    int columns_;
    std::vector<Point> corners_, bends_;
};

}  // namespace

std::vector<std::string> MapRecords(const District& district, Dice& dice) {
    const int count = static_cast<int>(district.olds.size());
    const int columns = static_cast<int>(std::ceil(std::sqrt(count)));
    const Grid grid(dice, columns, (count + columns - 1) / columns);
    std::vector<std::string> records;
    for (int i = 0; i < count; ++i) {
        const OldCommune& commune = district.olds[static_cast<std::size_t>(i)];
        Resource place("Location", dice.Uuid(10957));
        place.Text("status", "active").Text("name", commune.name);
        place.Reference("managingOrganization", "Organization", commune.id);
        // Rows of the grid turn about, so that communes that merge lie side by side.
        const int row = i / columns;
        const int column = row % 2 == 0 ? i % columns : columns - 1 - i % columns;
        place.Extension("boundary", "valueString", json::Quote(grid.Polygon(column, row)));
        records.push_back(place.Finish());
    }
    return records;
}

}  // namespace tram::demo
