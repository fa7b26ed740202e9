# Tỷ lệ trạm y tế được đầu tư cơ sở vật chất và trang thiết bị phục vụ tốt cho công tác chuyên môn (mục II.1).
chỉ tiêu: station-investment

bối cảnh
đơn vị   | loại      | thuộc    | từ
Xã Sen   | xã        |          | 2000-01-01
Trạm Sen | trạm      | Xã Sen   | 2000-01-01
Điểm Sen | điểm trạm | Trạm Sen | 2025-07-01

tình huống: Nhà tốt, đủ thiết bị, khảo sát và kiểm kê trong 12 tháng là đạt; quá 12 tháng là chưa có dữ liệu
cho
khảo sát nhà | ngày       | tình trạng
Trạm Sen     | 2025-04-15 | tốt
Điểm Sen     | 2025-07-15 | xuống cấp

máy      | loại        | kiểm kê
Trạm Sen | cả danh mục | 2025-10-01
khi 2026-03-31
thì
thành viên | đạt
Trạm Sen   | có
khi 2026-04-15
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Chưa kiểm kê trong 12 tháng

còn thiếu | mục      | lý do
Trạm Sen  | Trạm Sen | Chưa kiểm kê trong 12 tháng

tình huống: Một điểm trạm xuống cấp nặng làm cả trạm không đạt, nêu tên điểm; điểm chưa khảo sát cũng vậy
cho
khảo sát nhà | ngày       | tình trạng
Trạm Sen     | 2026-01-15 | tốt
Điểm Sen     | 2026-01-15 | nguy hiểm

máy      | loại        | kiểm kê
Trạm Sen | cả danh mục | 2025-10-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Nhà xuống cấp

còn thiếu | mục      | lý do
Trạm Sen  | Điểm Sen | Nhà xuống cấp
khi 2026-01-14
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Chưa kiểm kê trong 12 tháng

tình huống: Đang xây dựng, thiếu phòng chức năng là lý do riêng; trạm vẫn ở trong mẫu số
cho
đơn vị   | loại | thuộc  | từ
Xã Sim   | xã   |        | 2000-01-01
Trạm Sim | trạm | Xã Sim | 2000-01-01

khảo sát nhà | ngày       | tình trạng    | thiếu
Trạm Sen     | 2026-01-15 | đang xây dựng |
Điểm Sen     | 2026-01-15 | tốt           |
Trạm Sim     | 2026-01-15 | tốt           | rác thải

máy      | loại        | kiểm kê
Trạm Sen | cả danh mục | 2025-10-01
Trạm Sim | cả danh mục | 2025-10-01
khi 2026-03-31
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Đang xây dựng, sửa chữa
Trạm Sim   | không | Thiếu phòng chức năng

còn thiếu | mục             | lý do
Trạm Sim  | Xử lý chất thải y tế | Thiếu phòng chức năng

tình huống: Hỏng quá 30 ngày là không hoạt động, đúng 30 ngày thì chưa; thiếu thứ bắt buộc là không đạt
cho
khảo sát nhà | ngày       | tình trạng
Trạm Sen     | 2026-01-15 | tốt
Điểm Sen     | 2026-01-15 | tốt

máy      | loại        | kiểm kê
Trạm Sen | cả danh mục | 2025-10-01

máy      | loại      | số lượng | kiểm kê    | hỏng từ
Trạm Sen | autoclave | 2        | 2026-02-15 | 2026-03-01
khi 2026-03-31
thì
thành viên | đạt
Trạm Sen   | có
khi 2026-04-01
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Thiết bị hỏng

còn thiếu | mục       | lý do
Trạm Sen  | autoclave | Thiết bị hỏng

chỉ số phụ        | đơn vị | tử số | mẫu số
equipment-working | Xã Sen | 19    | 20

tình huống: Đúng 80% số loại là đủ; máy ở điểm trạm tính cho trạm; máy chưa bàn giao không tính
cho
khảo sát nhà | ngày       | tình trạng
Trạm Sen     | 2026-01-15 | tốt
Điểm Sen     | 2026-01-15 | tốt

máy      | loại        | kiểm kê
Điểm Sen | cả danh mục | 2025-10-01

máy      | loại         | số lượng | kiểm kê    | tình trạng
Điểm Sen | nebulizer    | 2        | 2025-10-01 | chưa bàn giao
Điểm Sen | suction-pump | 2        | 2025-10-01 | chưa bàn giao
Điểm Sen | doppler      | 2        | 2025-10-01 | chưa dùng được
Điểm Sen | ultrasound   | 2        | 2025-10-01 | chưa dùng được
khi 2026-03-31
thì
thành viên | đạt
Trạm Sen   | có

chỉ số phụ        | đơn vị | tử số | mẫu số
equipment-working | Xã Sen | 16    | 20
cho
máy      | loại         | số lượng | kiểm kê    | tình trạng
Điểm Sen | delivery-bed | 2        | 2025-10-01 | chưa dùng được
thì
thành viên | đạt   | lý do
Trạm Sen   | không | Có thiết bị nhưng chưa sử dụng được (người, vật tư)
