#include "app/bench/values.h"

#include <algorithm>
#include <functional>
#include <set>

#include "api/router.h"
#include "base/vietnamese_text.h"
#include "platform/http/client.h"

namespace tram::bench {
namespace {

using Visit = std::function<void(json::Value resource)>;

std::string NextPage(json::Value bundle) {
    for (const auto link : bundle["link"]) {
        if (link["relation"].text() != "next") continue;
        const auto url = link["url"].text();
        const auto place = url.find("/fhir/");
        return place == std::string_view::npos ? "" : std::string(url.substr(place));
    }
    return {};
}

Result<void> VisitAll(http::Client& client, const std::string& token, std::string target,
                      std::size_t most, const Visit& visit) {
    std::size_t seen = 0;
    while (!target.empty() && seen < most) {
        http::Request request{.method = "GET"};
        const auto mark = target.find('?');
        request.path = target.substr(0, mark);
        if (mark != std::string::npos) request.query = target.substr(mark + 1);
        request.headers = {{"authorization", "Bearer " + token}};
        const auto response = TRY(client.Send(request));
        if (response.status != 200) {
            return Error{.code = ErrorCode::kUnavailable,
                         .message = "the door answered " + std::to_string(response.status) +
                                    " where values were to be drawn",
                         .message_vi = "máy chủ trả lời " + std::to_string(response.status) +
                                       " khi lấy giá trị để đo",
                         .path = request.path};
        }
        const auto document = TRY(json::Document::Parse(response.body));
        for (const auto entry : document->root()["entry"]) {
            visit(entry["resource"]);
            ++seen;
        }
        target = NextPage(document->root());
    }
    return {};
}

std::string TokenOf(json::Value resource) {
    for (const auto coding : resource["code"]["coding"]) {
        return std::string(coding["system"].text()) + "|" + std::string(coding["code"].text());
    }
    return {};
}

void TakeName(json::Value patient, Values& values) {
    for (const auto name : patient["name"]) {
        const std::string family(name["family"].text());
        if (family.empty()) continue;
        values["family"].push_back(family);
        std::string whole = family;
        for (const auto given : name["given"]) whole += " " + std::string(given.text());
        const auto words = Syllables(Fold(whole));
        std::string typed, last;
        for (std::size_t i = 0; i < words.size(); ++i) {
            typed += (i > 0 ? " " : "") + words[i];
            if (i + 2 >= words.size()) last += (last.empty() ? "" : " ") + words[i];
        }
        values["typed"].push_back(typed);
        values["typed"].push_back(last);
        return;
    }
}

}  // namespace

Result<Values> ReadValues(std::uint16_t port, const std::string& token, std::size_t most) {
    const auto client = TRY(http::Client::Connect({.port = port}));
    Values values;
    const auto read = [&](std::string_view type, const Visit& visit) {
        return VisitAll(*client, token, "/fhir/" + std::string(type) + "?_count=500", most, visit);
    };
    TRY(read("Patient", [&](json::Value patient) {
        values["patient"].emplace_back(patient["id"].text());
        TakeName(patient, values);
    }));
    TRY(read("Practitioner",
             [&](json::Value one) { values["practitioner"].emplace_back(one["id"].text()); }));
    TRY(read("Location",
             [&](json::Value one) { values["location"].emplace_back(one["id"].text()); }));
    for (const auto& [type, name] :
         {std::pair{"Condition", "condition"}, {"Procedure", "procedure"}}) {
        std::set<std::string> tokens;
        TRY(read(type, [&](json::Value one) {
            if (auto text = TokenOf(one); !text.empty()) tokens.insert(std::move(text));
        }));
        values[name].assign(tokens.begin(), tokens.end());
    }
    return values;
}

Result<std::vector<Shape>> ReadShapes(std::string_view text) {
    const auto document = TRY(json::Document::Parse(text));
    std::vector<Shape> shapes;
    for (const auto shape : document->root()["shapes"]) {
        shapes.push_back({std::string(shape.key()), std::string(shape.text())});
    }
    if (!shapes.empty()) return shapes;
    return Error{.code = ErrorCode::kRequired,
                 .message = "the mix has no shapes",
                 .message_vi = "tệp mẫu tìm kiếm không có mẫu nào",
                 .path = "shapes"};
}

std::string Fill(std::string_view shape, const Values& values, demo::Dice& dice) {
    std::string filled;
    while (true) {
        const auto open = shape.find('{');
        const auto close = open == std::string_view::npos ? open : shape.find('}', open);
        for (const char c : shape.substr(0, close == std::string_view::npos ? close : open)) {
            if (c == '|')
                filled += "%7C";
            else
                filled += c;
        }
        if (close == std::string_view::npos) return filled;
        const auto found = values.find(shape.substr(open + 1, close - open - 1));
        filled += found == values.end() || found->second.empty()
                      ? "nothing-of-this-kind"
                      : api::PercentEncode(dice.Pick(std::span<const std::string>(found->second)));
        shape.remove_prefix(close + 1);
    }
}

std::vector<std::string> Missing(const std::vector<Shape>& shapes, const Values& values) {
    std::set<std::string> missing;
    for (const auto& shape : shapes) {
        const auto& text = shape.text;
        for (std::size_t open = text.find('{'); open != std::string::npos;
             open = text.find('{', open + 1)) {
            const auto name = text.substr(open + 1, text.find('}', open) - open - 1);
            const auto found = values.find(name);
            if (found == values.end() || found->second.empty()) missing.insert(name);
        }
    }
    return {missing.begin(), missing.end()};
}

}  // namespace tram::bench
