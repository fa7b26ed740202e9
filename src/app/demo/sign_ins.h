// Sign-ins by which the synthetic district is looked at. Their password stands in the manual, so
// they open no door that others than this machine can knock at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/users/users.h"

namespace tram::demo {

struct SignIn {
    std::string_view name, role;
    std::string_view hint_vi, hint_en;  // what to try first
};
inline constexpr SignIn kSignIns[] = {
    {"phongyte", "health_office", "bảng điều hành toàn địa bàn: bấm một ô, mở danh sách, giao việc",
     "the whole scorecard: click a cell, open its list, give out work"},
    {"cap_uy", "figures_only", "số liệu, kế hoạch, báo cáo; không thấy tên người dân",
     "figures, the plan, the report; no names of people"},
    {"tramtruong", "station_head", "một xã: ai chưa đạt, ai làm gì, in danh sách từng khu, ấp",
     "one commune: who is missing, who does what, lists on paper"},
    {"bacsi", "station_doctor", "tìm người bằng tên không dấu, mở hồ sơ, xem diễn biến",
     "find somebody by name, open the record, see its timeline"},
    {"yte_ap", "village_worker", "Việc cần làm: nhập kết quả bằng phím 1–6, ghi thăm khám tại nhà",
     "my work: outcomes by keys 1–6, a home check"}};

// Of every one of them; they exist only beside invented people.
inline constexpr std::string_view kPassword = "tram-gia-lap";

// Those that can be signed in to with that password today.
std::vector<const SignIn*> OpenSignIns(const users::Accounts& accounts);

// A line for each of them, with what to try.
std::string Describe(const std::vector<const SignIn*>& sign_ins, const users::Accounts& accounts);

// True for 127.0.0.0/8 and ::1.
bool IsLoopback(std::string_view address);

}  // namespace tram::demo
