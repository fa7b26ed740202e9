# Trung tâm Y tế thực hiện được từ 90% danh mục dịch vụ kỹ thuật của tuyến huyện (mục II.3).
chỉ tiêu: centre-services

bối cảnh
đơn vị        | loại               | từ         | đến
Trung tâm cũ  | trung tâm huyện    | 2000-01-01 | 2025-06-30
Trung tâm mới | trung tâm khu vực  | 2025-07-01 |
Trung tâm lạ  | trung tâm khu vực  | 2025-07-01 |
Bệnh viện     | bệnh viện          | 2000-01-01 |

danh mục | kỹ thuật  | từ
huyện    | DH01-DH10 | 2024-01-01

tình huống: Trước sắp xếp là trung tâm huyện; sau đó là đơn vị kế tục theo liên kết đã ghi
cho
liên kết     | với           | loại   | từ
Trung tâm cũ | Trung tâm mới | kế tục | 2025-07-01

dịch vụ       | kỹ thuật  | duyệt từ   | sẵn sàng
Trung tâm cũ  | DH01-DH08 | 2024-01-01 | 2025-01-10
Trung tâm mới | DH01-DH09 | 2025-07-01 | 2026-01-10
khi 2025-06-30
thì
thành viên    | đạt   | lý do
Trung tâm cũ  | không | Dưới 90% danh mục
Trung tâm mới | ngoài |
khi 2026-03-31
thì
thành viên    | đạt | lý do
Trung tâm mới | có  |
Trung tâm cũ  | ngoài |
Trung tâm lạ  | ngoài |

chỉ số phụ | đơn vị        | tử số | mẫu số
can-do     | Trung tâm mới | 9     | 10

còn thiếu     | mục  | lý do
Trung tâm mới | DH10 | Chưa được phê duyệt

tình huống: Bệnh viện tiếp nhận trung tâm là đơn vị kế tục
cho
liên kết     | với       | loại   | từ
Trung tâm cũ | Bệnh viện | kế tục | 2025-07-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
Bệnh viện  | không | Dưới 90% danh mục
