// For tests alone: the FHIR door before a TestingStore, asked without sockets.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/application.h"
#include "api/fhir/routes.h"
#include "api/fhir/testing_store.h"

namespace tram::api::fhir {

// Lets everybody in, by the proof it is told.
class OpenDoor : public Authenticator {
  public:
    Result<Caller> Authenticate(const http::Request&) override {
        return Caller{.actor = access::SystemActor(), .proof = proof};
    }
    Proof proof = Proof::kBearer;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

class DoorTest : public testing::Test {
  protected:
    DoorTest() : application_(MakeParts()) {}

    http::Response Ask(std::string method, std::string_view target, std::string body = {},
                       Headers headers = {}) {
        http::Request request{
            .method = std::move(method), .headers = std::move(headers), .body = std::move(body)};
        const auto question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string_view::npos) request.query = target.substr(question + 1);
        if (request.header("host").empty()) request.headers.emplace_back("host", "test:8080");
        return application_.Handle(request);
    }
    http::Response Get(std::string_view target, Headers headers = {}) {
        return Ask("GET", target, {}, std::move(headers));
    }
    // As JSON, unless `headers` name another type.
    http::Response Send(std::string method, std::string_view target, std::string body,
                        Headers headers = {}) {
        const bool typed = std::any_of(headers.begin(), headers.end(), [](const auto& header) {
            return header.first == "content-type";
        });
        if (!typed) headers.emplace_back("content-type", "application/fhir+json");
        return Ask(std::move(method), target, std::move(body), std::move(headers));
    }
    http::Response PutPatient(const std::string& id, const std::string& more = "") {
        return Send("PUT", "/fhir/Patient/" + id,
                    R"({"resourceType":"Patient","id":")" + id + '"' + more + "}");
    }

    static std::string Header(const http::Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return "";
    }
    // The body as JSON, kept until the test ends; a test fails where it is none.
    json::DocumentPtr Parse(const http::Response& response) {
        auto document = json::Document::Parse(response.body);
        EXPECT_TRUE(document.ok()) << response.body.substr(0, 200);
        return parsed_.emplace_back(document ? *document : *json::Document::Parse("{}"));
    }
    // The answer must be an OperationOutcome in both languages with this code.
    void ExpectOutcome(const http::Response& response, int status, std::string_view code) {
        EXPECT_EQ(response.status, status) << response.body;
        EXPECT_THAT(Header(response, "Content-Type"), testing::StartsWith("application/fhir+json"));
        const auto document = Parse(response);
        const auto issue = document->root()["issue"].At(0);
        EXPECT_EQ(document->root()["resourceType"].text(), "OperationOutcome");
        EXPECT_EQ(issue["code"].text(), code) << response.body;
        EXPECT_FALSE(issue["diagnostics"].text().empty());
    }

    TestingStore store_;
    OpenDoor open_door_;
    Metrics metrics_;
    std::vector<std::string> faults_;
    Application application_;
    std::vector<json::DocumentPtr> parsed_;

  private:
    ApplicationParts MakeParts() {
        Parts parts{.store = &store_, .version = "1.2.3", .most_entries = 100};
        return {.routes = Routes(parts),
                .authenticator = &open_door_,
                .clock = &store_.clock(),
                .metrics = &metrics_,
                .report_fault = [this](std::string_view fault) { faults_.emplace_back(fault); }};
    }
};

}  // namespace tram::api::fhir
