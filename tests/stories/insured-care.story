# Tỷ lệ người dân sử dụng dịch vụ chăm sóc ban đầu tại y tế cơ sở được BHYT chi trả (mục II.4).
chỉ tiêu: insured-care

bối cảnh
đơn vị     | loại           | thuộc
Xã Sen     | xã             |
Khu Một    | khu            | Xã Sen
Trạm Sen   | trạm           | Xã Sen
Quân y Sen | trạm quân dân y | Xã Sen
Tư Sen     | phòng khám tư  | Xã Sen
Bệnh viện  | bệnh viện      |

quyết định | loại          | từ
Trạm Sen   | hợp đồng BHYT | 2020-01-01

người | sinh       | ở       | từ
An    | 1980-01-01 | Khu Một | 2015-01-01
Bình  | 1981-01-01 | Khu Một | 2015-01-01
Chi   | 1982-01-01 | Khu Một | 2015-01-01
Dũng  | 1983-01-01 | Khu Một | 2015-01-01

tình huống: Chỉ người có sử dụng ở cấp ban đầu mới ở trong mẫu số; phải được trả ở mọi lượt
cho
lần khám | ngày       | loại      | tại        | chi trả
An       | 2026-01-10 | khám bệnh | Trạm Sen   | BHYT
An       | 2026-02-10 | tái khám  | Quân y Sen | BHYT
Bình     | 2026-01-10 | khám bệnh | Trạm Sen   | BHYT
Bình     | 2026-02-10 | khám bệnh | Trạm Sen   | tự trả
Chi      | 2026-01-10 | khám bệnh | Bệnh viện  | tự trả
Chi      | 2026-01-11 | khám bệnh | Tư Sen     | tự trả
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | có    |
Bình       | không | Không có thẻ
Chi        | ngoài |
Dũng       | ngoài |

chỉ số phụ         | đơn vị | tử số | mẫu số
visits-paid        | Xã Sen | 3     | 4
users              | Xã Sen | 2     | 4
visits-by-facility | Xã Sen | 3     | 4

tình huống: Tiêm chủng, khám miễn phí, tư vấn, giấy tờ không phải lượt được xét
cho
lần khám | ngày       | loại          | tại      | chi trả
An       | 2026-01-10 | tiêm chủng    | Trạm Sen | miễn phí
Bình     | 2026-01-10 | khám định kỳ  | Trạm Sen | miễn phí
Chi      | 2026-01-10 | khám bệnh     | Trạm Sen | miễn phí
Dũng     | 2026-01-10 | tư vấn        | Trạm Sen |
khi 2026-03-31
thì
đơn vị | tử số | mẫu số
Xã Sen | 0     | 0

tình huống: Đã gửi, chờ giám định tính là được trả và ghi riêng; bị từ chối cả lượt là không
cho
lần khám | ngày       | loại      | tại      | chi trả
An       | 2026-03-10 | khám bệnh | Trạm Sen | chờ giám định
Bình     | 2026-03-10 | khám bệnh | Trạm Sen | từ chối
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | có    |
Bình       | không | Bị từ chối thanh toán

chỉ số phụ | đơn vị | tử số | mẫu số
pending    | Xã Sen | 1     | 2

tình huống: Lý do không được trả nói theo thẻ của ngày khám
cho
thẻ BHYT | nhóm | từ         | đến
An       | GD   | 2025-01-01 | 2026-12-31
Bình     | GD   | 2024-01-01 | 2025-12-31

lần khám | ngày       | loại      | tại        | chi trả
An       | 2026-01-10 | khám bệnh | Trạm Sen   | tự trả
Bình     | 2026-01-10 | khám bệnh | Trạm Sen   | tự trả
Chi      | 2026-01-10 | khám bệnh | Trạm Sen   | tự trả
Dũng     | 2026-01-10 | khám bệnh | Trạm Sen   |
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Có thẻ không xuất trình
Bình       | không | Thẻ hết hạn
Chi        | không | Không có thẻ
Dũng       | không | Chưa có dữ liệu

tình huống: Trạm chưa có hợp đồng BHYT; dịch vụ ngoài phạm vi
cho
đơn vị   | loại | thuộc
Trạm Phụ | trạm | Xã Sen

thẻ BHYT | nhóm | từ         | đến
An       | GD   | 2025-01-01 | 2026-12-31
Bình     | GD   | 2025-01-01 | 2026-12-31

lần khám | ngày       | loại      | tại      | chi trả | vì sao
An       | 2026-01-10 | khám bệnh | Trạm Phụ | tự trả  |
Bình     | 2026-01-10 | khám bệnh | Trạm Sen | tự trả  | ngoài phạm vi
Chi      | 2026-01-10 | khám bệnh | Trạm Sen | tự trả  | lỗi hệ thống
khi 2026-03-31
thì
thành viên | đạt   | lý do
An         | không | Trạm chưa có hợp đồng BHYT
Bình       | không | Dịch vụ, thuốc ngoài phạm vi
Chi        | không | Lỗi hệ thống khi khám

tình huống: Chỉ tính lượt trong 12 tháng; đúng ngày này năm trước là đã ngoài
cho
lần khám | ngày       | loại      | tại      | chi trả
An       | 2025-03-31 | khám bệnh | Trạm Sen | tự trả
Bình     | 2025-04-01 | khám bệnh | Trạm Sen | BHYT
khi 2026-03-31
thì
thành viên | đạt
Bình       | có
An         | ngoài

tình huống: Hỏi về một kỳ thì chỉ xét lượt khám trong kỳ; hỏi về một ngày thì xét 12 tháng
cho
lần khám | ngày       | loại      | tại      | chi trả
An       | 2025-12-14 | khám bệnh | Trạm Sen | tự trả
An       | 2025-12-15 | khám bệnh | Trạm Sen | BHYT
Bình     | 2026-06-14 | khám bệnh | Trạm Sen | tự trả
Chi      | 2025-12-14 | khám bệnh | Trạm Sen | BHYT
Dũng     | 2026-06-15 | khám bệnh | Trạm Sen | BHYT
khi 2025-12-15 đến 2026-06-14
thì
thành viên | đạt   | lý do
An         | có    |
Bình       | không | Không có thẻ
Chi        | ngoài |
Dũng       | ngoài |

chỉ số phụ         | đơn vị | tử số | mẫu số
visits-paid        | Xã Sen | 1     | 2
users              | Xã Sen | 2     | 4
visits-by-facility | Xã Sen | 1     | 2
khi 2026-06-14
thì
thành viên | đạt   | lý do
An         | không | Không có thẻ
Bình       | không | Không có thẻ
Chi        | có    |
Dũng       | ngoài |
