# Tỷ lệ người dân được kiểm tra sức khỏe định kỳ (mục II.4, "hướng tới").
chỉ tiêu: periodic-check

bối cảnh
đơn vị   | loại | thuộc
Xã Sen   | xã   |
Khu Một  | khu  | Xã Sen
Trạm Sen | trạm | Xã Sen

tình huống: Khám theo mẫu của tuổi trong 12 tháng là đạt; khám bệnh, tiêm chủng, đợt khám không có mẫu thì không
cho
người | sinh       | ở       | từ
An    | 1980-01-01 | Khu Một | 2015-01-01
Bình  | 1981-01-01 | Khu Một | 2015-01-01
Chi   | 1982-01-01 | Khu Một | 2015-01-01
Dũng  | 1983-01-01 | Khu Một | 2015-01-01
Giang | 1984-01-01 | Khu Một | 2015-01-01

lần khám | ngày       | loại         | tại      | mẫu
An       | 2026-01-05 | khám định kỳ | Trạm Sen | người lớn
Bình     | 2026-01-05 | khám bệnh    | Trạm Sen |
Chi      | 2026-01-05 | tiêm chủng   | Trạm Sen |
Dũng     | 2026-01-05 | sàng lọc     | Trạm Sen |
Giang    | 2025-03-31 | khám định kỳ | Trạm Sen | người lớn
khi 2026-03-31
thì
thành viên | đạt   | lý do                             | đến hạn
An         | có    |                                   | 2027-01-05
Bình       | không | Chưa kiểm tra lần nào             |
Chi        | không | Chưa kiểm tra lần nào             |
Dũng       | không | Kiểm tra không theo mẫu của tuổi  |
Giang      | không | Quá 12 tháng                      | 2026-03-31

tình huống: Mẫu phải hợp tuổi của ngày khám
cho
người | sinh       | ở       | từ
Nụ    | 2020-06-15 | Khu Một | 2020-06-15
Oanh  | 2020-06-15 | Khu Một | 2020-06-15
Phú   | 2008-01-10 | Khu Một | 2010-01-01

lần khám | ngày       | loại         | tại      | mẫu
Nụ       | 2026-06-14 | khám định kỳ | Trạm Sen | dưới 6 tuổi
Oanh     | 2026-06-15 | khám định kỳ | Trạm Sen | dưới 6 tuổi
Phú      | 2026-01-09 | khám định kỳ | Trạm Sen | 6-17 tuổi
khi 2026-06-30
thì
thành viên | đạt   | lý do
Nụ         | có    |
Oanh       | không | Kiểm tra không theo mẫu của tuổi
Phú        | có    |

tình huống: Khám ở trường và nơi làm việc được tính; trẻ sinh trong năm ở trong mẫu số
cho
người | sinh       | ở       | từ
Tí    | 2015-01-01 | Khu Một | 2015-01-01
Sửu   | 1990-01-01 | Khu Một | 2015-01-01
Bé    | 2026-02-01 | Khu Một | 2026-02-01

lần khám | ngày       | loại
Tí       | 2025-10-01 | khám học sinh
Sửu      | 2025-10-01 | khám người lao động
khi 2026-03-31
thì
thành viên | đạt   | lý do
Tí         | có    |
Sửu        | có    |
Bé         | không | Chưa kiểm tra lần nào
