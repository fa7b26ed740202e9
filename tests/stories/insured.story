# Tỷ lệ dân số tham gia bảo hiểm y tế (mục II.4).
chỉ tiêu: insured

bối cảnh
đơn vị  | loại | thuộc
Xã Sen  | xã   |
Khu Một | khu  | Xã Sen
Xã Sim  | xã   |
Khu Hai | khu  | Xã Sim

tình huống: Thẻ hết hạn hôm nay thì hôm nay vẫn được tính, ngày mai thì không
cho
người | giới | sinh       | ở       | từ
An    | nữ   | 1980-05-02 | Khu Một | 2015-01-01

thẻ BHYT | nhóm | từ         | đến
An       | GD   | 2025-04-01 | 2026-03-31
khi 2026-03-31
thì
thành viên | đạt | lý do
An         | có  |
khi 2026-04-01
thì
thành viên | đạt   | lý do                | đến hạn
An         | không | Hết hạn chưa gia hạn | 2026-04-01

đơn vị  | tử số | mẫu số
Xã Sen  | 0     | 1
Khu Một | 0     | 1

tình huống: Hai thẻ chồng nhau tính một lần; khoảng trống giữa hai thẻ là chưa tham gia
cho
người | sinh       | ở       | từ
Bình  | 1975-01-01 | Khu Một | 2015-01-01
Chi   | 1976-01-01 | Khu Một | 2015-01-01

thẻ BHYT | nhóm | từ         | đến
Bình     | DN   | 2025-01-01 | 2026-06-30
Bình     | GD   | 2026-01-01 | 2026-12-31
Chi      | GD   | 2025-01-01 | 2025-12-31
Chi      | GD   | 2026-05-01 | 2027-04-30
khi 2026-03-31
thì
thành viên | đạt   | lý do
Bình       | có    |
Chi        | không | Hết hạn chưa gia hạn
khi 2026-05-01
thì
thành viên | đạt
Bình       | có
Chi        | có

tình huống: Chỉ có bảo hiểm tư nhân là chưa tham gia; không biết gì thì là chưa có dữ liệu
cho
người | sinh       | ở       | từ
Dũng  | 1975-01-01 | Khu Một | 2015-01-01
Giang | 1976-01-01 | Khu Một | 2015-01-01
Hà    | 1977-01-01 | Khu Một | 2015-01-01
Khoa  | 1978-01-01 | Khu Một | 2015-01-01

thẻ BHYT | nhóm    | từ         | đến
Dũng     | tư nhân | 2025-06-01 | 2026-12-31

lần khám | ngày       | loại         | chi trả
Hà       | 2026-02-01 | kiểm tra thẻ |
Khoa     | 2026-02-01 | khám bệnh    | tự trả
khi 2026-03-31
thì
thành viên | đạt   | lý do
Dũng       | không | Chưa mua (lao động tự do)
Giang      | không | Chưa có dữ liệu
Hà         | không | Chưa mua (lao động tự do)
Khoa       | không | Chưa mua (lao động tự do)

tình huống: Thẻ không ghi ngày hết hạn chỉ được tính khi đã kiểm tra trong 6 tháng
cho
người | sinh       | ở       | từ
Lan   | 1975-01-01 | Khu Một | 2015-01-01
Minh  | 1976-01-01 | Khu Một | 2015-01-01

thẻ BHYT | nhóm | từ         | kiểm tra
Lan      | GD   | 2024-01-01 | 2026-01-15
Minh     | GD   | 2024-01-01 | 2025-08-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
Lan        | có    |
Minh       | không | Chưa có dữ liệu

tình huống: Trẻ dưới 6 tuổi được tính từ khi sinh ra, và đến 30/09 của năm đủ 72 tháng
cho
người | sinh       | ở       | từ
Nụ    | 2026-03-31 | Khu Một | 2026-03-31
Oanh  | 2020-02-10 | Khu Một | 2020-02-10
Phú   | 2020-12-20 | Khu Một | 2020-12-20
khi 2026-03-30
thì
thành viên | đạt    | lý do
Nụ         | ngoài  |
Oanh       | có     | Trẻ được hưởng, chưa có thẻ
Phú        | có     | Trẻ được hưởng, chưa có thẻ
khi 2026-03-31
thì
thành viên | đạt | lý do
Nụ         | có  | Trẻ được hưởng, chưa có thẻ
Oanh       | có  | Trẻ được hưởng, chưa có thẻ
Phú        | có  | Trẻ được hưởng, chưa có thẻ

chỉ số phụ         | đơn vị | tử số
child-without-card | Xã Sen | 3
khi 2026-09-30
thì
thành viên | đạt | lý do
Nụ         | có  |
Oanh       | có  |
Phú        | có  |
khi 2026-10-01
thì
thành viên | đạt   | lý do
Nụ         | có    |
Oanh       | không | Chưa có dữ liệu
Phú        | có    |

tình huống: Mất diện hỗ trợ, thẻ thu hồi, mã số sai là ba lý do khác nhau
cho
người | sinh       | ở       | từ
Quý   | 1975-01-01 | Khu Một | 2015-01-01
Sơn   | 1976-01-01 | Khu Một | 2015-01-01
Tú    | 1977-01-01 | Khu Một | 2015-01-01

thẻ BHYT | nhóm | từ         | đến        | tình trạng
Quý      | HN   | 2025-01-01 | 2025-12-31 | còn dùng
Sơn      | GD   | 2025-01-01 | 2026-12-31 | thu hồi
khi 2026-03-31
thì
thành viên | đạt   | lý do
Quý        | không | Mất diện được hỗ trợ
Sơn        | không | Thẻ bị thu hồi
Tú         | không | Chưa có dữ liệu

chỉ số phụ        | đơn vị | tử số
just-lost-support | Xã Sen | 1
not-insured       | Xã Sen | 3

tình huống: Danh sách sắp hết hạn không kể người đã có thẻ nối tiếp
cho
người | sinh       | ở       | từ
Uyên  | 1975-01-01 | Khu Một | 2015-01-01
Vân   | 1976-01-01 | Khu Một | 2015-01-01
Xuân  | 1977-01-01 | Khu Một | 2015-01-01

thẻ BHYT | nhóm | từ         | đến
Uyên     | GD   | 2025-05-01 | 2026-04-15
Vân      | GD   | 2025-05-01 | 2026-04-15
Vân      | GD   | 2026-04-16 | 2027-04-15
Xuân     | GD   | 2025-07-01 | 2026-06-20
khi 2026-03-31
thì
chỉ số phụ  | đơn vị | tử số
expiring-30 | Xã Sen | 1
expiring-90 | Xã Sen | 2

tình huống: Người chuyển xã được tính ở nơi đang ở; thẻ mua ở đâu cũng được tính
cho
người | sinh       | ở       | từ         | đến        | xác nhận
Yến   | 1990-01-01 | Khu Một | 2015-01-01 | 2026-02-28 | 2025-01-01
Yến   | 1990-01-01 | Khu Hai | 2026-03-01 |            | 2026-03-01

thẻ BHYT | nhóm | từ         | đến
Yến      | GD   | 2026-01-01 | 2026-12-31
khi 2026-02-28
thì
đơn vị | tử số | mẫu số
Xã Sen | 1     | 1
Xã Sim | 0     | 0
khi 2026-03-01
thì
đơn vị | tử số | mẫu số
Xã Sen | 0     | 0
Xã Sim | 1     | 1

tình huống: Hai xã cùng nhận một người thì nơi xác nhận sau được tính
cho
người | sinh       | ở       | từ         | xác nhận
Ánh   | 1990-01-01 | Khu Một | 2015-01-01 | 2026-01-10
Ánh   | 1990-01-01 | Khu Hai | 2025-06-01 | 2026-02-10
khi 2026-03-31
thì
đơn vị | tử số | mẫu số
Xã Sen | 0     | 0
Xã Sim | 0     | 1

tình huống: Người đã mất ra khỏi mẫu số từ ngày mất
cho
người | sinh       | mất           | ở       | từ
Bảo   | 1940-01-01 | 2026-03-20    | Khu Một | 2015-01-01
Cúc   | 1941-01-01 | không rõ ngày | Khu Một | 2015-01-01
khi 2026-03-19
thì
thành viên | đạt   | lý do
Bảo        | không | Chưa có dữ liệu
Cúc        | ngoài |
khi 2026-03-20
thì
thành viên | đạt
Bảo        | ngoài
Cúc        | ngoài

tình huống: Tạm trú ổn định và tạm vắng dưới 6 tháng được tính; tạm trú ngắn hạn, vắng từ 6 tháng thì không
cho
người | sinh       | ở       | cư trú                | từ
Đào   | 1980-01-01 | Khu Một | tạm trú ổn định       | 2025-01-01
Êm    | 1981-01-01 | Khu Một | tạm trú ngắn hạn      | 2026-03-01
Phúc  | 1982-01-01 | Khu Một | vắng từ 6 tháng       | 2025-01-01
Gấm   | 1983-01-01 | Khu Một | tạm vắng dưới 6 tháng | 2026-01-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
Đào        | không | Chưa có dữ liệu
Gấm        | không | Chưa có dữ liệu
Êm         | ngoài |
Phúc       | ngoài |

nền dân số | đơn vị | tử số | mẫu số
registered | Xã Sen | 0     | 4

tình huống: Đi làm xa ở xã khác từ 6 tháng thì tính ở nơi đang ở, dù nơi cũ xác nhận sau
cho
người | sinh       | ở       | cư trú          | từ         | xác nhận
Hiền  | 1990-01-01 | Khu Một | vắng từ 6 tháng | 2025-01-01 | 2026-03-01
Hiền  | 1990-01-01 | Khu Hai | tạm trú ổn định | 2025-01-01 | 2025-02-01
khi 2026-03-31
thì
đơn vị | tử số | mẫu số
Xã Sen | 0     | 0
Xã Sim | 0     | 1

nền dân số | đơn vị | tử số | mẫu số
registered | Xã Sen | 0     | 1
registered | Xã Sim | 0     | 0

tình huống: Không rõ nơi ở được giữ 12 tháng kể từ lần gặp cuối
cho
người | sinh       | ở       | cư trú   | từ         | xác nhận
Khánh | 1980-01-01 | Khu Một | không rõ | 2015-01-01 | 2025-04-10
Liên  | 1981-01-01 | Khu Một | không rõ | 2015-01-01 | 2024-01-01
Mận   | 1982-01-01 | Khu Một | không rõ | 2015-01-01 | 2024-01-01

lần khám | ngày       | loại
Mận      | 2025-12-01 | khám bệnh
khi 2026-03-31
thì
thành viên | đạt   | lý do
Khánh      | không | Chưa có dữ liệu
Mận        | không | Chưa có dữ liệu
Liên       | ngoài |
khi 2026-04-10
thì
thành viên | đạt   | lý do
Khánh      | ngoài |
Mận        | không | Chưa có dữ liệu

tình huống: Không gặp và từ chối không làm nhỏ mẫu số
cho
người | sinh       | ở       | từ
Năm   | 1980-01-01 | Khu Một | 2015-01-01
Sáu   | 1981-01-01 | Khu Một | 2015-01-01

kết quả liên hệ | ngày       | kết quả
Năm             | 2026-03-01 | không gặp
Sáu             | 2026-03-01 | từ chối
khi 2026-03-31
thì
đơn vị | tử số | mẫu số
Xã Sen | 0     | 2

tình huống: Hai hồ sơ của một người được tính một lần sau khi gộp, và như cũ khi bỏ gộp
cho
người    | sinh       | ở       | từ
Tâm      | 1980-01-01 | Khu Một | 2015-01-01
Tâm (cũ) | 1980       | Khu Một | 2015-01-01

thẻ BHYT | nhóm | từ         | đến
Tâm (cũ) | GD   | 2026-01-01 | 2026-12-31
khi 2026-03-31
thì
thành viên | đạt   | lý do
Tâm        | không | Chưa có dữ liệu
Tâm (cũ)   | có    |
cho
người    | sinh | ở       | từ         | trùng với
Tâm (cũ) | 1980 | Khu Một | 2015-01-01 | Tâm
thì
thành viên | đạt   | lý do
Tâm        | có    |
Tâm (cũ)   | ngoài |
cho
người    | sinh | ở       | từ
Tâm (cũ) | 1980 | Khu Một | 2015-01-01
thì
thành viên | đạt   | lý do
Tâm        | không | Chưa có dữ liệu
Tâm (cũ)   | có    |

tình huống: Người nước ngoài để riêng, ngoài mẫu số
cho
người | sinh       | quốc tịch | ở       | từ
John  | 1980-01-01 | US        | Khu Một | 2024-01-01
Việt  | 1980-01-01 | VN        | Khu Một | 2024-01-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
John       | ngoài |
Việt       | không | Chưa có dữ liệu

tình huống: Sau sáp nhập, người của xã cũ được tính ở xã mới
cho
đơn vị   | loại | thuộc    | từ         | đến
Xã Cũ    | xã   |          | 2000-01-01 | 2025-06-30
Xã Mới   | xã   |          | 2025-07-01 |
Khu Cũ   | khu  | Xã Cũ    | 2000-01-01 | 2025-06-30
Khu Mới  | khu  | Xã Mới   | 2025-07-01 |

liên kết | với     | loại   | từ
Xã Cũ    | Xã Mới  | kế tục | 2025-07-01
Khu Cũ   | Khu Mới | kế tục | 2025-07-01

người | sinh       | ở      | từ
Thơm  | 1980-01-01 | Khu Cũ | 2015-01-01
khi 2025-06-30
thì
đơn vị | tử số | mẫu số
Xã Cũ  | 0     | 1
Xã Mới | 0     | 0
khi 2025-07-01
thì
đơn vị  | tử số | mẫu số
Xã Mới  | 0     | 1
Khu Mới | 0     | 1
