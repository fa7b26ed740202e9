# Tỷ lệ người có nguy cơ cao mắc bệnh được kiểm tra sức khỏe ít nhất mỗi năm một lần (mục II.4).
chỉ tiêu: high-risk-checked

bối cảnh
đơn vị  | loại | thuộc
Xã Sen  | xã   |
Khu Một | khu  | Xã Sen

tình huống: Từ 60 tuổi là có nguy cơ; mới đủ 60 dưới 90 ngày thì chưa đến hạn, ghi riêng
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1966-02-01 | Khu Một | 2015-01-01
Chi   | nữ   | 1970-01-01 | Khu Một | 2015-01-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Chưa khám lần nào
Bình       | ngoài |
Chi        | ngoài |

chỉ số phụ  | đơn vị | tử số
newly-found | Xã Sen | 1
khi 2026-06-30
thì
thành viên | đạt   | lý do
An         | không | Chưa khám lần nào
Bình       | không | Chưa khám lần nào

tình huống: Khám đủ nội dung trong 12 tháng là đạt; thiếu thì nói rõ thiếu gì
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1960-01-01 | Khu Một | 2015-01-01
Chi   | nữ   | 1960-01-01 | Khu Một | 2015-01-01

đo   | ngày       | chỉ số
An   | 2026-01-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá
Bình | 2026-01-10 | huyết áp, cân nặng, chiều cao
Chi  | 2025-03-31 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá
khi 2026-03-31
thì
thành viên | đạt   | lý do              | đến hạn
An         | có    |                    | 2027-01-10
Bình       | không | Khám thiếu nội dung |
Chi        | không | Quá 12 tháng       | 2026-03-31

còn thiếu | mục       | lý do
Bình      | Vòng bụng | Khám thiếu nội dung
Bình      | Hút thuốc | Khám thiếu nội dung

tình huống: Nội dung gom trong các lần cách nhau quá 60 ngày không phải một lần kiểm tra
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1960-01-01 | Khu Một | 2015-01-01

đo   | ngày       | chỉ số
An   | 2026-01-01 | huyết áp, cân nặng
An   | 2026-03-02 | chiều cao, vòng eo, thuốc lá
Bình | 2026-01-01 | huyết áp, cân nặng
Bình | 2026-03-03 | chiều cao, vòng eo, thuốc lá
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | có    |
Bình       | không | Khám thiếu nội dung

tình huống: Người có bệnh cần thêm nội dung của nhóm bệnh; số đo của y tế thôn chỉ là sàng lọc trước
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1980-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1980-01-01 | Khu Một | 2015-01-01
Chi   | nữ   | 1980-01-01 | Khu Một | 2015-01-01

bệnh | mã  | từ
An   | E11 | 2024-01-01
Bình | E11 | 2024-01-01
Chi  | I10 | 2024-01-01

đo   | ngày       | chỉ số                                           | ghi chú
An   | 2026-01-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá, đường huyết |
Bình | 2026-01-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá |
Chi  | 2026-01-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá | sàng lọc trước
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | có    |
Bình       | không | Khám thiếu nội dung
Chi        | không | Đã đo sàng lọc, chờ trạm khám

còn thiếu | mục         | lý do
Bình      | Đường huyết | Khám thiếu nội dung
Chi       | Huyết áp    | mới đo sàng lọc
Chi       | Cân nặng    | mới đo sàng lọc
Chi       | Chiều cao   | mới đo sàng lọc
Chi       | Vòng bụng   | mới đo sàng lọc
Chi       | Hút thuốc   | mới đo sàng lọc

tình huống: Đo sàng lọc tại nhà được nói rõ cho đến khi trạm khám, hoặc quá 12 tháng; lần trạm khám dở vẫn là khám thiếu
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1960-01-01 | Khu Một | 2015-01-01
Chi   | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Dung  | nữ   | 1960-01-01 | Khu Một | 2015-01-01

đo   | ngày       | chỉ số                                           | ghi chú
An   | 2026-01-10 | huyết áp, cân nặng                               | sàng lọc trước
An   | 2026-02-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá |
Bình | 2024-06-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá |
Bình | 2025-04-10 | huyết áp                                         | sàng lọc trước
Chi  | 2026-01-10 | huyết áp                                         |
Chi  | 2026-02-10 | cân nặng, chiều cao, vòng eo, thuốc lá           | sàng lọc trước
Dung | 2025-03-31 | huyết áp                                         | sàng lọc trước
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | có    |
Bình       | không | Đã đo sàng lọc, chờ trạm khám
Chi        | không | Khám thiếu nội dung
Dung       | không | Chưa khám lần nào
khi 2026-04-10
thì
thành viên | đạt   | lý do
An         | có    |
Bình       | không | Quá 12 tháng
Chi        | không | Khám thiếu nội dung
Dung       | không | Chưa khám lần nào

tình huống: Nhóm A (chưa mắc) và nhóm B (đang mắc) luôn tách được
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1960-01-01 | Khu Một | 2015-01-01
Chi   | nam  | 1980-01-01 | Khu Một | 2015-01-01

bệnh | mã  | từ
Bình | I10 | 2024-01-01

đo   | ngày       | chỉ số
Bình | 2026-01-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá

đo  | ngày       | chỉ số   | giá trị
Chi | 2024-05-01 | thuốc lá | đang hút
khi 2026-03-31
thì
đơn vị | tử số | mẫu số
Xã Sen | 1     | 3

chỉ số phụ | đơn vị | tử số | mẫu số
group-a    | Xã Sen | 0     | 2
group-b    | Xã Sen | 1     | 1

tình huống: Bỏ thuốc thì hết nguy cơ; bệnh đã khỏi thì hết nhóm
cho
người | giới | sinh       | ở       | từ
An    | nam  | 1980-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1980-01-01 | Khu Một | 2015-01-01

đo | ngày       | chỉ số   | giá trị
An | 2024-05-01 | thuốc lá | đang hút
An | 2025-05-01 | thuốc lá | đã bỏ

bệnh | mã    | từ         | đến
Bình | Z20.1 | 2024-01-01 | 2025-06-30
khi 2026-03-31
thì
thành viên | đạt
An         | ngoài
Bình       | ngoài
khi 2025-04-30
thì
thành viên | đạt   | lý do
An         | không | Khám thiếu nội dung
Bình       | không | Chưa khám lần nào

tình huống: Từ chối, không gặp, không đi lại được là lý do của người chưa khám, vẫn ở trong mẫu số
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1960-01-01 | Khu Một | 2015-01-01
Chi   | nữ   | 1940-01-01 | Khu Một | 2015-01-01
Dũng  | nam  | 1941-01-01 | Khu Một | 2015-01-01

bệnh | mã    | từ
Chi  | Z74.0 | 2024-01-01

kết quả liên hệ | ngày       | kết quả   | lý do
An              | 2026-03-01 | từ chối   |
Bình            | 2026-03-01 | không gặp |
Dũng            | 2026-03-01 | sẽ đến    | không đi lại được
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Từ chối
Bình       | không | Vắng dài ngày, chưa xác nhận
Chi        | không | Không đi lại được (cần kiểm tra tại nhà)
Dũng       | không | Không đi lại được (cần kiểm tra tại nhà)

tình huống: Hai cách đọc "mỗi năm một lần": 12 tháng gần nhất và năm dương lịch
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Bình  | nữ   | 1960-01-01 | Khu Một | 2015-01-01

đo   | ngày       | chỉ số
An   | 2025-10-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá
Bình | 2026-01-10 | huyết áp, cân nặng, chiều cao, vòng eo, thuốc lá
khi 2026-03-31
thì
đơn vị | tử số | mẫu số
Xã Sen | 2     | 2

chỉ số phụ    | đơn vị | tử số | mẫu số
calendar-year | Xã Sen | 1     | 2

tình huống: Trẻ em mắc hen chỉ cần nội dung của trẻ
cho
người | giới | sinh       | ở       | từ
Tí    | nam  | 2016-01-01 | Khu Một | 2016-01-01

bệnh | mã  | từ
Tí   | J45 | 2024-01-01

đo | ngày       | chỉ số
Tí | 2026-01-10 | cân nặng, chiều cao
khi 2026-03-31
thì
thành viên | đạt
Tí         | có

tình huống: Chỉ số khối cơ thể tính từ cân nặng và chiều cao mới nhất; từ 23, từ 40 tuổi là có nguy cơ
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1980-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1980-01-01 | Khu Một | 2015-01-01
Chi   | nữ   | 1980-01-01 | Khu Một | 2015-01-01
Dũng  | nam  | 1990-01-01 | Khu Một | 2015-01-01
Em    | nữ   | 1980-01-01 | Khu Một | 2015-01-01
Giang | nữ   | 1980-01-01 | Khu Một | 2015-01-01

đo    | ngày       | chỉ số    | giá trị
An    | 2019-05-01 | chiều cao | 160
An    | 2025-06-01 | cân nặng  | 58.88
Bình  | 2025-06-01 | chiều cao | 160
Bình  | 2025-06-01 | cân nặng  | 58.87
Chi   | 2025-06-01 | cân nặng  | 90
Dũng  | 2025-06-01 | chiều cao | 160
Dũng  | 2025-06-01 | cân nặng  | 90
Em    | 2024-06-01 | chiều cao | 160
Em    | 2024-06-01 | cân nặng  | 65
Em    | 2025-06-01 | cân nặng  | 50
Giang | 2025-06-01 | chiều cao | 16
Giang | 2025-06-01 | cân nặng  | 65
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Khám thiếu nội dung
Bình       | ngoài |
Chi        | ngoài |
Dũng       | ngoài |
Em         | ngoài |
Giang      | ngoài |

còn thiếu | mục         | lý do
An        | Huyết áp    | Khám thiếu nội dung
An        | Chiều cao   | Khám thiếu nội dung
An        | Vòng bụng   | Khám thiếu nội dung
An        | Hút thuốc   | Khám thiếu nội dung
An        | Đường huyết | Khám thiếu nội dung

tình huống: Có cân nặng mà chưa có chiều cao thì chưa tính được; nguy cơ kể từ ngày đo được cả hai
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1980-01-01 | Khu Một | 2015-01-01
Bình  | nam  | 1980-01-01 | Khu Một | 2015-01-01

đo   | ngày       | chỉ số    | giá trị
An   | 2024-06-01 | cân nặng  | 70
An   | 2026-02-01 | chiều cao | 160
Bình | 1996-06-01 | chiều cao | 130
Bình | 2025-06-01 | cân nặng  | 70
khi 2026-03-31
thì
thành viên | đạt
An         | ngoài
Bình       | ngoài

chỉ số phụ  | đơn vị | tử số
newly-found | Xã Sen | 1
khi 2026-05-31
thì
thành viên | đạt   | lý do
An         | không | Khám thiếu nội dung
Bình       | ngoài |

tình huống: Hạn là ngày một cán bộ chờ đợi: 12 tháng sau lần khám trước; chưa khám lần nào thì từ khi biết có nguy cơ, và không sớm hơn ngày của Kế hoạch
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1930-01-01 | Khu Một | 1990-01-01
Bình  | nam  | 1980-01-01 | Khu Một | 2015-01-01
Chi   | nữ   | 1960-01-01 | Khu Một | 2015-01-01
Dũng  | nam  | 1960-01-01 | Khu Một | 2015-01-01
Em    | nữ   | 1960-01-01 | Khu Một | 2015-01-01

bệnh | mã  | từ         | ghi nhận
Bình | I10 | 2001-01-01 | 2025-11-01

đo   | ngày       | chỉ số
Chi  | 2010-01-10 | huyết áp, cân nặng
Dũng | 2024-12-10 | huyết áp, cân nặng
Em   | 2026-03-10 | huyết áp, cân nặng
khi 2026-03-31
thì
thành viên | đạt   | lý do               | đến hạn
An         | không | Chưa khám lần nào   | 2024-01-11
Bình       | không | Chưa khám lần nào   | 2026-01-30
Chi        | không | Quá 12 tháng        | 2024-01-11
Dũng       | không | Quá 12 tháng        | 2025-12-10
Em         | không | Khám thiếu nội dung | 2026-05-09
