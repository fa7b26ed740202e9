# Tỷ lệ trạm y tế thực hiện được từ 90% danh mục dịch vụ kỹ thuật của tuyến xã (mục II.3).
chỉ tiêu: station-services

bối cảnh
đơn vị   | loại      | thuộc    | từ
Xã Sen   | xã        |          | 2000-01-01
Xã Sim   | xã        |          | 2000-01-01
Khu Một  | khu       | Xã Sen   | 2000-01-01
Trạm Sen | trạm      | Xã Sen   | 2000-01-01
Trạm Sim | trạm      | Xã Sim   | 2000-01-01
Điểm Sen | điểm trạm | Trạm Sen | 2025-07-01

danh mục | kỹ thuật  | từ
xã       | KT01-KT10 | 2024-01-01

người | sinh       | ở       | từ
An    | 1980-01-01 | Khu Một | 2015-01-01

tình huống: Phải có giấy phép hoạt động và có hợp đồng BHYT hoặc lượt khám; trạm khác kể riêng, ngoài mẫu số
cho
quyết định | loại                | từ         | đến
Trạm Sen   | giấy phép hoạt động | 2020-01-01 |
Trạm Sim   | giấy phép hoạt động | 2020-01-01 | 2025-12-31
Trạm Sim   | hợp đồng BHYT       | 2020-01-01 |
khi 2026-03-31
thì
thành viên | đạt
Trạm Sen   | ngoài
Trạm Sim   | ngoài

chỉ số phụ     | đơn vị | tử số
not-organizing | Xã Sen | 1
not-organizing | Xã Sim | 1
cho
lần khám | ngày       | loại      | tại      | chi trả
An       | 2026-02-01 | khám bệnh | Điểm Sen | BHYT
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Dưới 90% danh mục
Trạm Sim   | ngoài |

tình huống: Đúng 90% danh mục của cấp là đạt; danh mục ngắn của riêng trạm không làm tỷ lệ cao lên
cho
quyết định | loại                | từ
Trạm Sen   | giấy phép hoạt động | 2020-01-01
Trạm Sen   | hợp đồng BHYT       | 2020-01-01
Trạm Sim   | giấy phép hoạt động | 2020-01-01
Trạm Sim   | hợp đồng BHYT       | 2020-01-01

dịch vụ  | kỹ thuật  | duyệt từ   | sẵn sàng
Trạm Sen | KT01-KT09 | 2024-01-01 | 2026-01-10
Trạm Sim | KT01-KT08 | 2024-01-01 | 2026-01-10
khi 2026-03-31
thì
thành viên | đạt   | lý do
Trạm Sen   | có    |
Trạm Sim   | không | Dưới 90% danh mục

chỉ số phụ | đơn vị | tử số | mẫu số
can-do     | Xã Sen | 9     | 10
can-do     | Xã Sim | 8     | 10
done-90    | Xã Sen | 0     | 1

tình huống: Bốn phần: đã làm, sẵn sàng chưa có ca, được duyệt chưa làm được, chưa được duyệt; kỹ thuật ở điểm trạm tính cho trạm
cho
quyết định | loại                | từ
Trạm Sen   | giấy phép hoạt động | 2020-01-01
Trạm Sen   | hợp đồng BHYT       | 2020-01-01

dịch vụ  | kỹ thuật  | duyệt từ   | sẵn sàng   | lý do
Trạm Sen | KT01-KT04 | 2024-01-01 |            |
Trạm Sen | KT05-KT06 | 2024-01-01 | 2026-01-10 |
Trạm Sen | KT07      | 2024-01-01 | 2025-01-10 | thiếu thiết bị
Trạm Sen | KT08      | 2024-01-01 |            |
Điểm Sen | KT01-KT02 | 2025-07-01 | 2026-01-10 |

kỹ thuật đã làm | kỹ thuật  | ngày       | tại
An              | KT01-KT02 | 2026-02-01 | Điểm Sen
An              | KT03      | 2026-02-01 | Trạm Sen
An              | KT04      | 2025-03-31 | Trạm Sen
An              | KT10      | 2026-02-01 | Trạm Sen
khi 2026-03-31
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Dưới 90% danh mục
Trạm Sim   | ngoài |

chỉ số phụ   | đơn vị | tử số | mẫu số
done         | Xã Sen | 3     | 10
ready        | Xã Sen | 2     | 10
not-able     | Xã Sen | 3     | 10
not-approved | Xã Sen | 2     | 10

còn thiếu | mục  | lý do
Trạm Sen  | KT04 | Chưa ghi lý do
Trạm Sen  | KT07 | Thiếu thiết bị
Trạm Sen  | KT08 | Chưa ghi lý do
Trạm Sen  | KT09 | Chưa được phê duyệt
Trạm Sen  | KT10 | Chưa được phê duyệt

tình huống: Phê duyệt hết hạn là chưa được phê duyệt
cho
quyết định | loại                | từ
Trạm Sen   | giấy phép hoạt động | 2020-01-01
Trạm Sen   | hợp đồng BHYT       | 2020-01-01

dịch vụ  | kỹ thuật  | duyệt từ   | duyệt đến  | sẵn sàng
Trạm Sen | KT01-KT08 | 2024-01-01 |            | 2026-01-10
Trạm Sen | KT09      | 2024-01-01 | 2026-03-31 | 2026-01-10
khi 2026-03-31
thì
thành viên | đạt
Trạm Sen   | có
khi 2026-04-01
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Dưới 90% danh mục
