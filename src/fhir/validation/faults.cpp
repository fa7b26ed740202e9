#include "fhir/validation/faults.h"

#include <algorithm>

namespace tram::validation {
namespace {

using definitions::Primitive;

// A key is shown only if it has the form of an element's name: anything else may hold what must not
// stand in a message.
bool LooksLikeName(std::string_view key) {
    return !key.empty() && key.size() <= 64 && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

std::string Join(std::span<const std::string_view> names) {
    std::string all;
    for (const auto name : names) {
        if (!all.empty()) all += ", ";
        all += name;
    }
    return all;
}

struct Advice {
    std::string_view english, vietnamese;
};

// How each primitive is written. https://hl7.org/fhir/R4/datatypes.html#primitive
Advice FormOf(Primitive type) {
    switch (type) {
        case Primitive::kBase64Binary:
            return {"base64 in groups of four characters", "base64, từng nhóm bốn ký tự"};
        case Primitive::kBoolean:
            return {"true or false, without quotes", "true hoặc false, không có dấu nháy"};
        case Primitive::kCode:
            return {
                "a code without spaces at its ends and with single spaces inside",
                "mã không có khoảng trắng ở đầu, ở cuối, và không có hai khoảng trắng liền nhau"};
        case Primitive::kDate:
            return {"YYYY, YYYY-MM or YYYY-MM-DD", "YYYY, YYYY-MM hoặc YYYY-MM-DD"};
        case Primitive::kDateTime:
            return {"YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+zz:zz",
                    "YYYY, YYYY-MM, YYYY-MM-DD hoặc YYYY-MM-DDThh:mm:ss+zz:zz"};
        case Primitive::kDecimal:
            return {"a number, without quotes", "số, không có dấu nháy"};
        case Primitive::kId:
            return {"1 to 64 letters, digits, '-' or '.'",
                    "từ 1 đến 64 ký tự gồm chữ cái không dấu, chữ số, '-' hoặc '.'"};
        case Primitive::kInstant:
            return {"YYYY-MM-DDThh:mm:ss+zz:zz with a time zone",
                    "YYYY-MM-DDThh:mm:ss+zz:zz có múi giờ"};
        case Primitive::kInteger:
            return {"a whole number of 32 bits, without quotes",
                    "số nguyên 32 bit, không có dấu nháy"};
        case Primitive::kOid:
            return {"urn:oid: and numbers with dots", "urn:oid: và các số cách nhau bằng dấu chấm"};
        case Primitive::kPositiveInt:
            return {"a whole number from 1, without quotes",
                    "số nguyên từ 1 trở lên, không có dấu nháy"};
        case Primitive::kTime:
            return {"hh:mm:ss without a time zone", "hh:mm:ss không có múi giờ"};
        case Primitive::kUnsignedInt:
            return {"a whole number from 0, without quotes",
                    "số nguyên từ 0 trở lên, không có dấu nháy"};
        case Primitive::kUri:
        case Primitive::kUrl:
        case Primitive::kCanonical:
            return {"an address without spaces", "địa chỉ không có khoảng trắng"};
        case Primitive::kUuid:
            return {"urn:uuid: and a UUID in lower case", "urn:uuid: và một UUID viết thường"};
        case Primitive::kMarkdown:
        case Primitive::kString:
        case Primitive::kXhtml:
        case Primitive::kNone:
            break;
    }
    return {"text", "chuỗi ký tự"};
}

Advice ReasonOf(NarrativeFault fault) {
    switch (fault) {
        case NarrativeFault::kNotADiv:
            return {"it must be one <div> element", "phải là đúng một phần tử <div>"};
        case NarrativeFault::kMalformed:
            return {"its tags or attributes are not well formed",
                    "thẻ hoặc thuộc tính không đúng cú pháp XHTML"};
        case NarrativeFault::kElement:
            return {"it has an element outside basic formatting",
                    "có phần tử ngoài nhóm định dạng cơ bản"};
        case NarrativeFault::kAttribute:
            return {"it has an attribute that is not allowed", "có thuộc tính không được phép"};
        case NarrativeFault::kAddress:
            return {"a link or image has an address that is not allowed",
                    "liên kết hoặc hình ảnh có địa chỉ không được phép"};
        case NarrativeFault::kStyle:
            return {"a style has content that is not allowed",
                    "thuộc tính style có nội dung không được phép"};
        case NarrativeFault::kTooDeep:
            return {"it is nested too deep", "lồng quá nhiều tầng"};
        case NarrativeFault::kNone:
            break;
    }
    return {"", ""};
}

}  // namespace

std::string PathOf(const Place& place) {
    std::string path = place.parent ? PathOf(*place.parent) : std::string();
    if (!place.name.empty()) {
        if (!path.empty()) path += '.';
        // div is an operator of FHIRPath, so that a name spelt like it stands in back quotes.
        if (place.name == "div") {
            path += "`div`";
        } else {
            path += place.name;
        }
    }
    if (place.index >= 0) path += '[' + std::to_string(place.index) + ']';
    return path;
}

Result<void> Faults::Outcome() && {
    if (found_.empty()) return {};
    Error first = std::move(found_.front());
    first.others.assign(std::make_move_iterator(found_.begin() + 1),
                        std::make_move_iterator(found_.end()));
    return first;
}

void Faults::Add(ErrorCode code, const Place& place, std::string message, std::string message_vi) {
    if (full()) return;
    found_.push_back({.code = code,
                      .message = std::move(message),
                      .message_vi = std::move(message_vi),
                      .path = PathOf(place)});
}

void Faults::WrongJson(const Place& place, std::string_view type) {
    const std::string name(type);
    Add(ErrorCode::kBadValue, place, "must be a JSON object, as " + name + " is written",
        "Phải là đối tượng JSON { } theo kiểu " + name + ".");
}

void Faults::NotAnArray(const Place& place) {
    Add(ErrorCode::kBadValue, place, "may repeat, so it must be a JSON array even for one value",
        "Phần tử này có thể lặp lại nên phải viết trong mảng [ ], kể cả khi chỉ có một giá trị.");
}

void Faults::UnexpectedArray(const Place& place) {
    Add(ErrorCode::kBadValue, place, "does not repeat, so it must not be a JSON array",
        "Phần tử này chỉ có một giá trị nên không viết trong mảng [ ].");
}

void Faults::EmptyArray(const Place& place) {
    Add(ErrorCode::kInvalid, place, "an array must not be empty; leave the element out instead",
        "Mảng không được để trống. Nếu không có giá trị, bỏ hẳn phần tử này.");
}

void Faults::EmptyObject(const Place& place) {
    Add(ErrorCode::kInvalid, place, "an object must not be empty; leave the element out instead",
        "Đối tượng không được để trống. Nếu không có nội dung, bỏ hẳn phần tử này.");
}

void Faults::UnexpectedNull(const Place& place) {
    Add(ErrorCode::kInvalid, place,
        "null may stand only in an array of primitives whose '_' sibling has content at that place",
        "Chỉ được dùng null trong mảng giá trị đơn giản khi phần tử '_' cùng tên có nội dung ở vị "
        "trí đó. Nếu không có giá trị, bỏ hẳn phần tử này.");
}

void Faults::UnknownElement(const Place& parent, std::string_view key, std::string_view type) {
    const std::string name(type);
    if (!LooksLikeName(key)) {
        Add(ErrorCode::kUnknownElement, parent, "has an element that " + name + " does not define",
            "Có phần tử không thuộc " + name + ". Xóa hoặc sửa tên phần tử đó.");
        return;
    }
    Add(ErrorCode::kUnknownElement, {&parent, key},
        name + " has no element '" + std::string(key) + "'",
        name + " không có phần tử '" + std::string(key) + "'. Xóa hoặc sửa tên phần tử này.");
}

void Faults::Missing(const Place& parent, std::string_view element) {
    Add(ErrorCode::kRequired, {&parent, element}, "is required",
        "Bắt buộc phải có phần tử này. Bổ sung rồi gửi lại.");
}

void Faults::SecondChoice(const Place& place) {
    Add(ErrorCode::kInvalid, place, "has values of two types; only one is allowed",
        "Có giá trị thuộc hai kiểu. Chỉ giữ lại một kiểu.");
}

void Faults::BadPrimitive(const Place& place, Primitive type, std::string_view type_name,
                          PrimitiveFault fault) {
    const std::string name(type_name);
    const auto form = FormOf(type);
    const auto written = std::string(form.english), written_vi = std::string(form.vietnamese);
    switch (fault) {
        case PrimitiveFault::kWrongJson:
            return Add(ErrorCode::kBadValue, place,
                       "has the wrong kind of JSON value; " + name + " is written as " + written,
                       "Sai loại giá trị JSON. Kiểu " + name + " viết là: " + written_vi + ".");
        case PrimitiveFault::kEmpty:
            return Add(ErrorCode::kInvalid, place,
                       "must not be empty; leave the element out instead",
                       "Không được để chuỗi trống. Nếu không có giá trị, bỏ hẳn phần tử này.");
        case PrimitiveFault::kFormat:
            return Add(ErrorCode::kBadValue, place,
                       "is not written as " + name + " must be: " + written,
                       "Không đúng dạng của kiểu " + name + ". Viết là: " + written_vi + ".");
        case PrimitiveFault::kImpossible:
            return Add(ErrorCode::kBadValue, place, "is a date that does not exist",
                       "Ngày này không có trong lịch. Kiểm tra lại năm, tháng, ngày.");
        case PrimitiveFault::kControl:
            return Add(ErrorCode::kBadValue, place, "holds control characters",
                       "Có ký tự điều khiển không được phép. Xóa các ký tự đó.");
        case PrimitiveFault::kTooLong:
            return Add(ErrorCode::kTooLarge, place, "is longer than 1,048,576 characters",
                       "Dài quá 1.048.576 ký tự. Rút ngắn nội dung.");
        case PrimitiveFault::kNone:
            return;
    }
}

void Faults::BadCode(const Place& place, std::string_view value_set) {
    const std::string set(value_set);
    Add(ErrorCode::kBadCode, place, "has a code that is not in the required value set " + set,
        "Mã không thuộc danh mục bắt buộc " + set + ". Chọn một mã trong danh mục.");
}

void Faults::BadNarrative(const Place& place, NarrativeFault fault) {
    const auto reason = ReasonOf(fault);
    Add(ErrorCode::kInvalid, place,
        "is not a narrative that FHIR allows: " + std::string(reason.english),
        "Phần mô tả XHTML không hợp lệ: " + std::string(reason.vietnamese) + ".");
}

void Faults::ExtensionContent(const Place& place) {
    Add(ErrorCode::kInvalid, place, "an extension must have either a value or extensions, not both",
        "Phần mở rộng phải có giá trị hoặc các phần mở rộng con, và không có cả hai.");
}

void Faults::SiblingLength(const Place& place) {
    Add(ErrorCode::kInvalid, place,
        "must have as many entries as the array without '_', null where there is none",
        "Số mục phải bằng số mục của mảng không có dấu '_'. Vị trí nào không có thì ghi null.");
}

void Faults::SiblingWithoutContent(const Place& place) {
    Add(ErrorCode::kInvalid, place, "must have a value or an extension",
        "Phải có giá trị hoặc phần mở rộng.");
}

void Faults::BadReference(const Place& place) {
    Add(ErrorCode::kBadValue, place,
        "is not a reference: write Type/id, an absolute URL, urn:uuid:… or #id",
        "Tham chiếu không đúng dạng. Viết là Loại/id, địa chỉ URL đầy đủ, urn:uuid:… hoặc #id.");
}

void Faults::WrongTarget(const Place& place, std::string_view type,
                         std::span<const std::string_view> targets) {
    const auto allowed = Join(targets);
    Add(ErrorCode::kInvalid, place, "refers to " + std::string(type) + "; allowed here: " + allowed,
        "Không được tham chiếu tới " + std::string(type) + ". Ở đây chỉ cho phép: " + allowed +
            ".");
}

void Faults::MissingContained(const Place& place) {
    Add(ErrorCode::kInvalid, place, "refers to a contained resource that is not there",
        "Tham chiếu tới tài nguyên chứa bên trong nhưng không có tài nguyên đó.");
}

void Faults::ReferenceTypeDiffers(const Place& place) {
    Add(ErrorCode::kInvalid, place, "names another type than the reference, or no resource type",
        "Khác với loại tài nguyên ghi trong tham chiếu, hoặc không phải là loại tài nguyên.");
}

void Faults::NoResourceType(const Place& place) {
    Add(ErrorCode::kRequired, place, "has no resourceType",
        "Thiếu resourceType. Ghi rõ loại tài nguyên.");
}

void Faults::UnknownResourceType(const Place& place) {
    Add(ErrorCode::kInvalid, place, "its resourceType is not a resource type of FHIR R4",
        "resourceType không phải là loại tài nguyên của FHIR R4.");
}

void Faults::OtherResourceType(const Place& place, std::string_view expected) {
    const std::string name(expected);
    Add(ErrorCode::kInvalid, place, "its resourceType must be " + name + " here",
        "Ở đây resourceType phải là " + name + ".");
}

void Faults::NestedContained(const Place& place) {
    Add(ErrorCode::kInvalid, place, "a contained resource must not contain others",
        "Tài nguyên chứa bên trong không được chứa thêm tài nguyên khác.");
}

}  // namespace tram::validation
