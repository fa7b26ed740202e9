// For tests alone: small districts filled by chance, as tables of a story.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "insight/indicators/story_test.h"

namespace tram::indicators {

using stories::Row;
using stories::Table;

// Tables as a story has them, filled by chance.
class RandomDistrict {
  public:
    explicit RandomDistrict(std::uint64_t seed) : random_(seed) {}

    std::vector<Table> Units() {
        Table units = Head("đơn vị", {"loại", "thuộc", "từ", "đến", "vùng", "dân số"});
        Table links = Head("liên kết", {"với", "loại", "từ", "đến"});
        Table decisions = Head("quyết định", {"loại", "từ", "đến"});
        Add(units, "Huyện", {"huyện"});
        for (int c = 0; c < 4; ++c) {
            const std::string n = std::to_string(c), commune = "Xã " + n;
            // The first two merge into the fourth on 2025-07-01.
            const bool old = c < 2, fresh = c == 3;
            const std::string from = fresh ? "2025-07-01" : "2000-01-01",
                              to = old ? "2025-06-30" : "";
            Add(units, commune, {"xã", "Huyện", from, to, Pick({"remote", "rural", ""}), "20"});
            Add(units, "Trạm " + n, {"trạm", commune, from, to});
            for (int h = 0; h < 2; ++h) {
                hamlets_.push_back("Khu " + n + std::to_string(h));
                Add(units, hamlets_.back(), {"khu", commune, from, to});
            }
            if (old) {
                Add(links, commune, {"Xã 3", "kế tục", "2025-07-01"});
                Add(links, "Trạm " + n, {"Trạm 3", "kế tục", "2025-07-01"});
                Add(links, "Khu " + n + "0", {"Khu 3" + n, "kế tục", "2025-07-01"});
            }
            communes_.push_back(commune);
            stations_.push_back("Trạm " + n);
            if (Chance(70)) Add(decisions, commune, {"công nhận", Day(), Maybe(40)});
            Add(decisions, "Trạm " + n, {"giấy phép hoạt động", "2020-01-01", Maybe(20)});
            if (Chance(70)) Add(decisions, "Trạm " + n, {"hợp đồng BHYT", Day()});
        }
        Add(units, "Điểm", {"điểm trạm", "Trạm 3", "2025-07-01"});
        Add(units, "Trung tâm", {"trung tâm huyện", "Huyện", "2000-01-01"});
        stations_.push_back("Điểm");
        stations_.push_back("Trung tâm");
        return {units,      links,      decisions, Staff(),   Posts(),
                Premises(), Machines(), Lists(),   Services()};
    }

    std::vector<Table> People(int count) {
        Table people = Head("người", {"giới", "sinh", "mất", "dân tộc", "ở", "cư trú", "từ", "đến",
                                      "xác nhận", "trùng với"});
        for (int i = 0; i < count; ++i) {
            const std::string name = "Người " + std::to_string(people_.size());
            const std::string sex = Pick({"nam", "nữ"}),
                              born = Pick({"1950", "1961-03-02", "1966-01-10", "1984-07-07",
                                           "2010-05-05", "2020-02-02", "2025-12-12", "2026-02-03"});
            const std::string died = Chance(5) ? Day() : "";
            const std::string same = !people_.empty() && Chance(8) ? Pick(people_) : "";
            for (int homes = 1 + (Chance(25) ? 1 : 0); homes > 0; --homes) {
                Add(people, name,
                    {sex, born, died, Pick({"01", "08", ""}), Pick(hamlets_),
                     Pick({"thường trú", "thường trú", "tạm trú ổn định", "không rõ",
                           "vắng từ 6 tháng", "tạm trú ngắn hạn", ""}),
                     Maybe(60), Maybe(20), Maybe(60), same});
            }
            people_.push_back(name);
        }
        return {people};
    }

    std::vector<Table> Care(int count) {
        Table cards = Head("thẻ BHYT", {"nhóm", "từ", "đến", "kiểm tra", "tình trạng"});
        Table contacts = Head("lần khám", {"ngày", "loại", "tại", "chi trả", "mẫu", "tình trạng"});
        Table measures = Head("đo", {"ngày", "chỉ số", "giá trị", "ghi chú"});
        Table diseases = Head("bệnh", {"mã", "từ", "đến"});
        Table doses = Head("mũi tiêm", {"ngày"});
        Table outcomes = Head("kết quả liên hệ", {"ngày", "kết quả"});
        Table procedures = Head("kỹ thuật đã làm", {"kỹ thuật", "ngày", "tại"});
        for (int i = 0; i < count; ++i) {
            const std::string& who = Pick(people_);
            switch (Roll(8)) {
                case 0:
                    Add(cards, who,
                        {Pick({"GD", "HN", "HS", "tư nhân"}), Day(), Maybe(80), Maybe(40),
                         Pick({"còn dùng", "còn dùng", "thu hồi"})});
                    break;
                case 1:
                case 2:
                    Add(contacts, who,
                        {Maybe(95),
                         Pick({"khám bệnh", "khám định kỳ", "sàng lọc", "thăm nhà", "tư vấn",
                               "kiểm tra thẻ", "khám học sinh", "tái khám"}),
                         Pick(stations_),
                         Pick({"BHYT", "chờ giám định", "từ chối", "tự trả", "miễn phí", ""}),
                         Pick({"người lớn", "6-17 tuổi", "dưới 6 tuổi", ""}),
                         Pick({"xong", "xong", "hẹn"})});
                    break;
                case 3:
                    Add(measures, who,
                        {Day(), "huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá", "",
                         Pick({"", "", "sàng lọc trước", "người dân tự nhập"})});
                    break;
                case 4:
                    Add(measures, who,
                        {Day(), Pick({"đường huyết", "vòng eo"}), Pick({"6", "95"})});
                    break;
                case 5:
                    Add(diseases, who,
                        {Pick({"I10", "E11.9", "R73", "J45", "Z74.0"}), Day(), Maybe(20)});
                    break;
                case 6:
                    Chance(50)
                        ? Add(doses, who, {Day()})
                        : Add(outcomes, who, {Day(), Pick({"từ chối", "không gặp", "đã làm"})});
                    break;
                default:
                    Add(procedures, who, {Technique(), Day(), Pick(stations_)});
            }
        }
        return {cards, contacts, measures, diseases, doses, outcomes, procedures};
    }

    std::vector<Table> MoreOfUnits() { return {Posts(), Premises(), Machines(), Services()}; }

  private:
    static Table Head(std::string kind, std::vector<std::string> columns) {
        return {.line = 1, .kind = std::move(kind), .columns = std::move(columns)};
    }
    void Add(Table& table, const std::string& name, const std::vector<std::string>& cells) {
        Row row{.line = ++line_, .name = name};
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!cells[i].empty()) row.cells[table.columns[i]] = cells[i];
        }
        table.rows.push_back(std::move(row));
    }
    int Roll(int sides) {
        return static_cast<int>(random_.Next() % static_cast<std::uint64_t>(sides));
    }
    bool Chance(int percent) { return Roll(100) < percent; }
    const std::string& Pick(const std::vector<std::string>& of) {
        return of[static_cast<std::size_t>(Roll(static_cast<int>(of.size())))];
    }
    std::string Pick(std::initializer_list<const char*> of) {
        return *(of.begin() + Roll(static_cast<int>(of.size())));
    }
    std::string Day() {
        return Date::FromDays(19'800 + Roll(760)).ToString();
    }  // 2024-03 to 2026-04
    std::string Maybe(int percent) { return Chance(percent) ? Day() : std::string(); }
    std::string Technique() { return "KT0" + std::to_string(1 + Roll(9)); }

    Table Staff() {
        Table staff = Head("nhân viên", {"văn bằng", "từ", "đến"});
        for (int i = 0; i < 8; ++i) {
            workers_.push_back("NV " + std::to_string(i));
            Add(staff, workers_.back(),
                {Pick({"bác sĩ", "hộ sinh", "y sĩ sản nhi"}), "2010-01-01"});
            if (Chance(60)) Add(staff, workers_.back(), {"giấy phép hành nghề", Day(), Maybe(30)});
        }
        return staff;
    }
    Table Posts() {
        Table posts =
            Head("vị trí", {"tại", "loại", "ngày mỗi tuần", "từ", "đến", "vắng từ", "vắng đến"});
        for (int i = 0; i < 12; ++i) {
            const bool away = Chance(30);
            Add(posts, Pick(workers_),
                {Pick(stations_), Pick({"cơ hữu", "hợp đồng", "luân phiên", "biệt phái"}),
                 Pick({"1", "2", "5", ""}), Day(), Maybe(40), away ? Day() : "",
                 away ? Day() : ""});
        }
        return posts;
    }
    Table Premises() {
        Table surveys = Head("khảo sát nhà", {"ngày", "tình trạng", "thiếu"});
        for (int i = 0; i < 8; ++i)
            Add(surveys, Pick(stations_),
                {Day(), Pick({"tốt", "tốt", "nguy hiểm", "đang xây dựng"}),
                 Pick({"", "", "nước"})});
        return surveys;
    }
    Table Machines() {
        Table machines = Head("máy", {"loại", "số lượng", "kiểm kê", "hỏng từ", "tình trạng"});
        for (int i = 0; i < 3; ++i)
            Add(machines, Pick(stations_),
                {"cả danh mục", "", Day(), Chance(20) ? Day() : "",
                 Pick({"dùng được", "dùng được", "chưa dùng được"})});
        return machines;
    }
    Table Lists() {
        Table lists = Head("danh mục", {"kỹ thuật", "từ", "đến"});
        Add(lists, "xã", {"KT01-KT09", "2024-01-01"});
        Add(lists, "huyện", {"KT05-KT09", "2024-01-01"});
        return lists;
    }
    Table Services() {
        Table services =
            Head("dịch vụ", {"kỹ thuật", "duyệt từ", "duyệt đến", "sẵn sàng", "lý do"});
        for (int i = 0; i < 10; ++i)
            Add(services, Pick(stations_),
                {Pick({"KT01-KT09", "KT01-KT05", "KT07"}), Day(), Maybe(20), Maybe(60),
                 Pick({"", "thiếu người"})});
        return services;
    }

    SeededRandom random_;
    int line_ = 0;
    std::vector<std::string> hamlets_, communes_, stations_, people_, workers_;
};

}  // namespace tram::indicators
