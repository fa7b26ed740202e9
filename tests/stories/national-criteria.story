# Tỷ lệ xã đạt Bộ tiêu chí quốc gia về y tế xã (mục II.2).
chỉ tiêu: national-criteria

bối cảnh
đơn vị | loại | từ
Xã Sen | xã   | 2000-01-01

tình huống: Chỉ quyết định công nhận còn hiệu lực là đạt; tự chấm là dự báo, đứng ở cột riêng
cho
chấm điểm | ngày       | tổng
Xã Sen    | 2026-01-10 | 92
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Sen     | không | Chưa được công nhận (tự chấm đạt)

chỉ số phụ       | đơn vị | tử số | mẫu số
own-score-passes | Xã Sen | 1     | 1
appraised        | Xã Sen | 0     | 1
cho
quyết định | loại      | từ         | đến
Xã Sen     | công nhận | 2026-04-01 | 2028-12-31
khi 2026-04-01
thì
thành viên | đạt
Xã Sen     | có
khi 2028-12-31
thì
thành viên | đạt
Xã Sen     | có
khi 2029-01-01
thì
thành viên | đạt   | lý do
Xã Sen     | không | Công nhận hết hiệu lực

tình huống: Đúng 80% tổng điểm là qua; dưới thì chưa
cho
đơn vị | loại | từ
Xã Sim | xã   | 2000-01-01

chấm điểm | ngày       | tổng
Xã Sen    | 2026-01-10 | 80
Xã Sim    | 2026-01-10 | 79.5
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Sen     | không | Chưa được công nhận (tự chấm đạt)
Xã Sim     | không | Tự chấm chưa đạt tổng điểm

tình huống: Tiêu chí dưới 50% và điểm liệt là lý do riêng; đúng 50% là qua
cho
đơn vị | loại | từ
Xã Sim | xã   | 2000-01-01
Xã Súng | xã  | 2000-01-01
Xã Na  | xã   | 2000-01-01

chấm điểm | ngày       | tổng | điểm liệt | tiêu chí
Xã Sen    | 2026-01-10 | 90   |           | 3: 4/10
Xã Sim    | 2026-01-10 | 90   | có        |
Xã Súng   | 2026-01-10 | 90   |           | 3: 5/10
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Sen     | không | Có tiêu chí dưới 50%
Xã Sim     | không | Có điểm liệt
Xã Súng    | không | Chưa được công nhận (tự chấm đạt)
Xã Na      | không | Chưa chấm

còn thiếu | mục        | lý do
Xã Sen    | Tiêu chí 3 | Có tiêu chí dưới 50%

chỉ số phụ       | đơn vị  | tử số | mẫu số
own-score-passes | Xã Sen  | 0     | 1
own-score-passes | Xã Súng | 1     | 1

tình huống: Xã mới sáp nhập chưa được công nhận cho tới khi đánh giá; kết quả của xã cũ ghi là kế thừa
cho
đơn vị | loại | từ         | đến
Xã Cũ A | xã  | 2000-01-01 | 2025-06-30
Xã Cũ B | xã  | 2000-01-01 | 2025-06-30
Xã Mới | xã   | 2025-07-01 |

liên kết | với    | loại   | từ
Xã Cũ A  | Xã Mới | kế tục | 2025-07-01
Xã Cũ B  | Xã Mới | kế tục | 2025-07-01

quyết định | loại      | từ         | đến
Xã Cũ A    | công nhận | 2024-01-01 | 2025-06-30
khi 2025-06-30
thì
thành viên | đạt   | lý do
Xã Cũ A    | có    |
Xã Cũ B    | không | Chưa chấm
Xã Sen     | không | Chưa chấm
khi 2026-03-31
thì
thành viên | đạt   | lý do
Xã Mới     | không | Chưa chấm
Xã Sen     | không | Chưa chấm

chỉ số phụ | đơn vị | tử số | mẫu số
inherited  | Xã Mới | 1     | 2
