# Tỷ lệ xã, thị trấn có bác sĩ công tác (mục II.2).
chỉ tiêu: doctor

bối cảnh
đơn vị    | loại      | thuộc    | từ         | đến
Xã Sen    | xã        |          | 2000-01-01 |
Xã Sim    | xã        |          | 2000-01-01 |
Trạm Sen  | trạm      | Xã Sen   | 2000-01-01 |
Trạm Sim  | trạm      | Xã Sim   | 2000-01-01 |
Điểm Sen  | điểm trạm | Trạm Sen | 2025-07-01 |
Tư Sen    | phòng khám tư | Xã Sen | 2000-01-01 |
Quân y Sen | trạm quân dân y | Xã Sen | 2000-01-01 |

tình huống: Có bác sĩ cơ hữu tại trạm hoặc điểm trạm là đạt; cơ sở tư, quân dân y bên cạnh trạm không tính
cho
nhân viên | văn bằng
A         | bác sĩ
B         | bác sĩ
C         | bác sĩ

vị trí | tại        | loại   | từ
A      | Điểm Sen   | cơ hữu | 2025-07-01
B      | Tư Sen     | cơ hữu | 2020-01-01
C      | Quân y Sen | cơ hữu | 2020-01-01
khi 2025-06-30
thì
thành viên | đạt   | lý do
Xã Sen     | không | Khuyết vị trí
Xã Sim     | không | Khuyết vị trí
khi 2025-07-01
thì
thành viên | đạt   | lý do
Xã Sen     | có    |
Xã Sim     | không | Khuyết vị trí

tình huống: Luân phiên đến phải đủ 1 tháng và 2 ngày mỗi tuần; thiếu thì nói rõ
cho
nhân viên | văn bằng
A         | bác sĩ
B         | bác sĩ

vị trí | tại      | loại       | ngày mỗi tuần | từ         | đến
A      | Trạm Sen | luân phiên | 2             | 2026-01-01 | 2026-12-31
B      | Trạm Sim | luân phiên | 1             | 2026-01-01 | 2026-12-31
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Sen     | có    |
Xã Sim     | không | Luân phiên đến chưa đủ số ngày

tình huống: Một người ở hai xã được tính ở từng xã khi xã đó đủ số ngày
cho
nhân viên | văn bằng
A         | bác sĩ

vị trí | tại      | loại       | ngày mỗi tuần | từ         | đến
A      | Trạm Sen | cơ hữu     | 5             | 2020-01-01 |
A      | Trạm Sim | luân phiên | 2             | 2026-01-01 | 2026-12-31
khi 2026-03-31
thì
thành viên | đạt
Xã Sen     | có
Xã Sim     | có

tình huống: Người được cử đi cả tuần được tính ở nơi đến, không ở nơi đi
cho
nhân viên | văn bằng
A         | bác sĩ

vị trí | tại      | loại      | ngày mỗi tuần | từ         | đến
A      | Trạm Sen | cơ hữu    | 5             | 2020-01-01 |
A      | Trạm Sim | biệt phái | 5             | 2026-01-01 | 2026-12-31
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Sen     | không | Đi biệt phái, luân phiên nơi khác
Xã Sim     | có    |

tình huống: Nghỉ quá 30 ngày thì gián đoạn, 30 ngày thì không; có người thay thì vẫn đạt
cho
nhân viên | văn bằng
A         | bác sĩ
B         | bác sĩ

vị trí | tại      | loại   | từ         | vắng từ    | vắng đến
A      | Trạm Sen | cơ hữu | 2020-01-01 | 2026-03-01 | 2026-03-31
B      | Trạm Sim | cơ hữu | 2020-01-01 | 2026-03-01 | 2026-03-30
khi 2026-03-15
thì
thành viên | đạt   | lý do
Xã Sen     | không | Nghỉ dài ngày
Xã Sim     | có    |
cho
nhân viên | văn bằng
C         | bác sĩ

vị trí | tại      | loại     | từ
C      | Trạm Sen | hợp đồng | 2026-03-01
thì
thành viên | đạt
Xã Sen     | có
Xã Sim     | có

tình huống: Nghỉ việc hôm nay là hết hôm nay; ngày mai trống. Số ngày trống và khoảng trống dài nhất trong kỳ
cho
nhân viên | văn bằng
A         | bác sĩ
B         | bác sĩ

vị trí | tại      | loại   | từ         | đến
A      | Trạm Sen | cơ hữu | 2020-01-01 | 2026-01-31
B      | Trạm Sen | cơ hữu | 2026-03-01 | 2026-03-31
khi 2026-01-31
thì
thành viên | đạt   | lý do
Xã Sen     | có    |
Xã Sim     | không | Khuyết vị trí

chỉ số phụ   | đơn vị | tử số | mẫu số
days-without | Xã Sen | 0     | 365
longest-gap  | Xã Sim | 365   |
khi 2026-04-10
thì
thành viên | đạt   | lý do
Xã Sen     | không | Đã nghỉ hưu, thôi việc
Xã Sim     | không | Khuyết vị trí

chỉ số phụ   | đơn vị | tử số | mẫu số
days-without | Xã Sen | 38    | 365
longest-gap  | Xã Sen | 28    |
interrupted  | Xã Sen | 0     |
khi 2026-03-15
thì
chỉ số phụ       | đơn vị | tử số | mẫu số
days-without     | Xã Sen | 28    | 365
interrupted      | Xã Sen | 1     |
leaving-6-months | Xã Sen | 1     |

tình huống: Xã mới sáp nhập tính từ ngày thành lập
cho
đơn vị   | loại | thuộc  | từ         | đến
Xã Cũ    | xã   |        | 2000-01-01 | 2025-06-30
Xã Mới   | xã   |        | 2025-07-01 |
Trạm Mới | trạm | Xã Mới | 2025-07-01 |

nhân viên | văn bằng
A         | bác sĩ

vị trí | tại      | loại   | từ
A      | Trạm Mới | cơ hữu | 2025-07-11
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Mới     | có    |
Xã Sen     | không | Khuyết vị trí
Xã Sim     | không | Khuyết vị trí

chỉ số phụ   | đơn vị | tử số | mẫu số
days-without | Xã Mới | 10    | 274

tình huống: Dòng nghiêm: có giấy phép hành nghề; dòng thứ hai: bác sĩ cơ hữu
cho
nhân viên | văn bằng              | từ         | đến
A         | bác sĩ                | 2010-01-01 |
A         | giấy phép hành nghề   | 2020-01-01 | 2025-12-31
B         | bác sĩ                | 2010-01-01 |
B         | giấy phép hành nghề   | 2020-01-01 |
C         | y sĩ                  | 2010-01-01 |

vị trí | tại      | loại       | ngày mỗi tuần | từ         | đến
A      | Trạm Sen | cơ hữu     | 5             | 2020-01-01 |
B      | Trạm Sim | luân phiên | 3             | 2026-01-01 | 2026-12-31
C      | Trạm Sim | cơ hữu     | 5             | 2020-01-01 |
khi 2026-03-31
thì
thành viên | đạt
Xã Sen     | có
Xã Sim     | có

chỉ số phụ | đơn vị | tử số | mẫu số
licensed   | Xã Sen | 0     | 1
licensed   | Xã Sim | 1     | 1
own-staff  | Xã Sen | 1     | 1
own-staff  | Xã Sim | 0     | 1

tình huống: Trạm quân dân y được tính khi xã không có trạm nào khác
cho
đơn vị     | loại            | thuộc  | từ
Xã Đảo     | xã              |        | 2000-01-01
Quân y Đảo | trạm quân dân y | Xã Đảo | 2000-01-01

nhân viên | văn bằng
A         | bác sĩ

vị trí | tại        | loại   | từ
A      | Quân y Đảo | cơ hữu | 2020-01-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Đảo     | có    |
Xã Sen     | không | Khuyết vị trí
Xã Sim     | không | Khuyết vị trí

tình huống: Ngày không có bác sĩ đếm trong kỳ được hỏi, không đếm ngoài kỳ
cho
nhân viên | văn bằng
A         | bác sĩ
B         | bác sĩ

vị trí | tại      | loại   | từ         | đến
A      | Trạm Sen | cơ hữu | 2020-01-01 | 2025-12-31
A      | Trạm Sen | cơ hữu | 2026-01-11 |
B      | Trạm Sim | cơ hữu | 2026-03-21 |
khi 2026-01-01 đến 2026-03-31
thì
thành viên | đạt
Xã Sen     | có
Xã Sim     | có

chỉ số phụ   | đơn vị | tử số | mẫu số
days-without | Xã Sen | 10    | 90
longest-gap  | Xã Sen | 10    |
days-without | Xã Sim | 79    | 90
khi 2026-02-01 đến 2026-03-31
thì
chỉ số phụ   | đơn vị | tử số | mẫu số
days-without | Xã Sen | 0     | 59
