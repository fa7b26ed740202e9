# Tỷ lệ dân số được quản lý sức khỏe (mục II.4).
chỉ tiêu: health-managed

bối cảnh
đơn vị   | loại | thuộc
Xã Sen   | xã   |
Khu Một  | khu  | Xã Sen
Trạm Sen | trạm | Xã Sen

nhân viên | văn bằng
BS Hoàng  | bác sĩ

tình huống: Bốn bước: chưa có hồ sơ, hồ sơ trống, có nội dung quá 12 tháng, đang được quản lý
cho
người | sinh       | ở       | từ
An    | 1980-01-01 | Khu Một | 2015-01-01
Bình  | 1981-01-01 | Khu Một | 2015-01-01
Chi   | 1982-01-01 | Khu Một | 2015-01-01
Dũng  | 1983-01-01 | Khu Một | 2015-01-01

lần khám | ngày       | loại         | tại
Bình     | 2026-01-05 | kiểm tra thẻ | Trạm Sen
Chi      | 2025-03-31 | khám bệnh    | Trạm Sen
Dũng     | 2025-04-01 | khám bệnh    | Trạm Sen
khi 2026-03-31
thì
thành viên | đạt   | lý do                     | đến hạn
An         | không | Chưa có hồ sơ             |
Bình       | không | Hồ sơ trống               |
Chi        | không | Có nội dung, quá 12 tháng | 2026-03-31
Dũng       | có    |                           | 2026-04-01

chỉ số phụ          | đơn vị | tử số | mẫu số
step-no-record      | Xã Sen | 1     | 4
step-empty-record   | Xã Sen | 1     | 4
step-over-12-months | Xã Sen | 1     | 4
comprehensive       | Xã Sen | 0     | 4

tình huống: Mở tài khoản, giấy tờ, tư vấn, hẹn khám, người dân tự nhập không phải nội dung
cho
người | sinh       | ở       | từ
An    | 1980-01-01 | Khu Một | 2015-01-01
Bình  | 1981-01-01 | Khu Một | 2015-01-01
Chi   | 1982-01-01 | Khu Một | 2015-01-01
Dũng  | 1983-01-01 | Khu Một | 2015-01-01
Giang | 1984-01-01 | Khu Một | 2015-01-01

lần khám | ngày       | loại      | tại      | tình trạng
An       | 2026-01-05 | giấy tờ   | Trạm Sen | xong
Bình     | 2026-01-05 | tư vấn    | Trạm Sen | xong
Chi      | 2026-01-05 | khám bệnh | Trạm Sen | hẹn

đo    | ngày       | chỉ số   | giá trị | ghi chú
Dũng  | 2026-01-05 | cân nặng | 61      | người dân tự nhập
Giang | 2026-01-05 | cân nặng | 58      |
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Hồ sơ trống
Bình       | không | Hồ sơ trống
Chi        | không | Hồ sơ trống
Dũng       | không | Hồ sơ trống
Giang      | có    |

tình huống: Nhập vào mà không có ngày của sự việc thì không tính
cho
người | sinh       | ở       | từ
An    | 1980-01-01 | Khu Một | 2015-01-01

lần khám | ngày | loại      | tại
An       |      | khám bệnh | Trạm Sen
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Hồ sơ trống

tình huống: Mũi tiêm, khám thai, thăm nhà có đo, lần sinh của trẻ mới sinh đều là nội dung
cho
người | sinh       | ở       | từ
Nụ    | 2026-03-01 | Khu Một | 2026-03-01
An    | 1990-01-01 | Khu Một | 2015-01-01
Bình  | 1950-01-01 | Khu Một | 2015-01-01
Chi   | 1951-01-01 | Khu Một | 2015-01-01
Dũng  | 2023-01-01 | Khu Một | 2023-01-01

lần khám | ngày       | loại      | tại
Nụ       | 2026-03-01 | sinh con  | Trạm Sen
An       | 2026-02-01 | khám thai | Trạm Sen
Bình     | 2026-02-01 | thăm nhà  | Trạm Sen
Chi      | 2026-02-01 | thăm nhà  | Trạm Sen

đo   | ngày       | chỉ số   | ghi chú
Bình | 2026-02-01 | huyết áp | sàng lọc trước

mũi tiêm | ngày
Dũng     | 2025-12-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
Nụ         | có    |
An         | có    |
Bình       | có    |
Chi        | không | Hồ sơ trống
Dũng       | có    |

tình huống: Nội dung làm ở nơi khác, trước khi chuyển đến, vẫn được tính
cho
đơn vị | loại
Xã Xa  | xã

người | sinh       | ở       | từ         | đến
An    | 1980-01-01 | Xã Xa   | 2015-01-01 | 2026-02-28
An    | 1980-01-01 | Khu Một | 2026-03-01 |

lần khám | ngày       | loại
An       | 2026-01-05 | khám bệnh
khi 2026-03-31
thì
đơn vị | tử số | mẫu số
Xã Sen | 1     | 1

tình huống: Từ chối là một lý do và vẫn ở trong mẫu số
cho
người | sinh       | ở       | từ
An    | 1980-01-01 | Khu Một | 2015-01-01

kết quả liên hệ | ngày       | kết quả
An              | 2026-03-01 | từ chối
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Từ chối

tình huống: Nội dung ghi trên hồ sơ trùng được tính sau khi gộp, và không còn khi bỏ gộp
cho
người  | sinh       | ở       | từ
Tâm    | 1980-01-01 | Khu Một | 2015-01-01
Tâm hai | 1980       |         |

lần khám | ngày       | loại      | tại
Tâm hai  | 2026-01-05 | khám bệnh | Trạm Sen
khi 2026-03-31
thì
thành viên | đạt   | lý do
Tâm        | không | Chưa có hồ sơ
cho
người   | sinh | trùng với
Tâm hai | 1980 | Tâm
thì
thành viên | đạt | lý do
Tâm        | có  |
cho
người   | sinh
Tâm hai | 1980
thì
thành viên | đạt   | lý do
Tâm        | không | Chưa có hồ sơ

tình huống: Toàn diện là được quản lý, có bác sĩ phụ trách, đã hỏi nguy cơ, không có việc quá hạn
cho
người | sinh       | ở       | từ         | bác sĩ gia đình
An    | 1980-01-01 | Khu Một | 2015-01-01 | BS Hoàng
Bình  | 1981-01-01 | Khu Một | 2015-01-01 |

đo   | ngày       | chỉ số   | giá trị
An   | 2026-01-05 | thuốc lá | không hút
Bình | 2026-01-05 | thuốc lá | không hút
khi 2026-03-31
thì
chỉ số phụ    | đơn vị | tử số | mẫu số
comprehensive | Xã Sen | 1     | 2
