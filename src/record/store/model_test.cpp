// Random wishes against a model of a few lines: what the store answers, what it holds afterwards in
// every version, and what Check says must all agree.
#include <map>
#include <optional>
#include <set>

#include "record/store/store_test.h"

namespace tram::record {
namespace {

// A resource in the model: its versions, oldest first; nullopt: a delete.
using Versions = std::vector<std::optional<std::string>>;
using Model = std::map<std::string, Versions>;  // by Type/id

class ModelTest : public StoreTestBase {
  protected:
    std::uint64_t Pick(std::uint64_t below) { return dice_.Next() % below; }

    static std::string Name(const Change& change) { return change.type + "/" + change.id; }
    static bool Lives(const Model& model, const std::string& name) {
        const auto found = model.find(name);
        return found != model.end() && found->second.back().has_value();
    }
    static std::int64_t VersionOf(const Model& model, const std::string& name) {
        const auto found = model.find(name);
        return found == model.end() ? 0 : static_cast<std::int64_t>(found->second.size());
    }

    std::string PatientBody() {
        std::string body =
            R"({"resourceType":"Patient","identifier":[{"system":"urn:n","value":")" +
            std::to_string(Pick(6)) + R"("}])";
        if (Pick(3) == 0) body += R"(,"name":[{"family":"Trần","given":["Ân"]}])";
        if (Pick(3) == 0) {
            body += R"(,"link":[{"other":{"reference":"Patient/)" + std::to_string(Pick(8)) +
                    R"("},"type":"replaced-by"}])";
        }
        return body + "}";
    }
    std::string ObservationBody() {
        return R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c",)"
               R"("code":")" +
               std::to_string(Pick(4)) + R"("}]},"subject":{"reference":"Patient/)" +
               std::to_string(Pick(8)) + R"("},"effectiveDateTime":"2026-0)" +
               std::to_string(1 + Pick(9)) + R"(","valueQuantity":{"value":)" +
               std::to_string(Pick(50)) + ".0" + R"(,"unit":"mmHg"}})";
    }

    Change RandomChange(const Model& model) {
        const bool patient = Pick(2) == 0;
        Change change;
        change.type = patient ? "Patient" : "Observation";
        change.id = std::to_string(Pick(8));
        switch (Pick(8)) {
            case 0:
                change.method = Method::kDelete;
                break;
            case 1:
                change.method = Method::kPatch;
                change.resource =
                    Json(patient ? R"([{"op":"add","path":"/active","value":true}])"
                                 : R"([{"op":"replace","path":"/status","value":"amended"}])");
                break;
            case 2:
                if (patient) {
                    change.method = Method::kCreate;
                    change.resource = Json(PatientBody());
                    change.condition =
                        "identifier=urn:n|" +
                        std::string(change.resource->root()["identifier"].At(0)["value"].text());
                    break;
                }
                [[fallthrough]];
            default:
                change.method = Method::kUpdate;
                change.resource = Json(patient ? PatientBody() : ObservationBody());
        }
        if (!change.condition && Pick(5) == 0) {
            change.if_match = VersionOf(model, Name(change)) - static_cast<std::int64_t>(Pick(2));
        }
        return change;
    }

    // What the model makes of a change; nullopt: it is refused.
    static std::optional<Outcome> Apply(Model& model, Change& change) {
        if (change.condition) {
            const auto number = change.condition->substr(change.condition->find('|') + 1);
            const std::string mark = R"("system":"urn:n","value":")" + number + "\"";
            std::vector<std::string> found;
            for (const auto& [name, versions] : model) {
                const auto& body = versions.back();
                if (name.starts_with("Patient/") && body && body->find(mark) != body->npos) {
                    found.push_back(name);
                }
            }
            if (found.size() > 1) return std::nullopt;
            if (found.size() == 1) {
                change.id = found[0].substr(found[0].find('/') + 1);
                return Outcome::kFoundExisting;
            }
        }
        const auto name = Name(change);
        const bool lives = Lives(model, name);
        if (change.if_match && *change.if_match != VersionOf(model, name)) return std::nullopt;
        switch (change.method) {
            case Method::kCreate:
                if (lives) return std::nullopt;
                model[name].push_back(change.resource->text());
                return Outcome::kCreated;
            case Method::kDelete:
                if (!lives) return Outcome::kUnchanged;
                model[name].push_back(std::nullopt);
                return Outcome::kDeleted;
            case Method::kPatch: {
                if (!lives) return std::nullopt;
                std::string body = *model[name].back();
                if (change.type == "Patient") {
                    if (body.find("\"active\"") == body.npos) {
                        body.insert(body.size() - 1, ",\"active\":true");
                    }
                } else if (const auto at = body.find("\"final\""); at != body.npos) {
                    body.replace(at, 7, "\"amended\"");
                }
                if (body == *model[name].back()) return Outcome::kUnchanged;
                model[name].push_back(body);
                return Outcome::kUpdated;
            }
            case Method::kUpdate:
                if (lives && *model[name].back() == change.resource->text())
                    return Outcome::kUnchanged;
                model[name].push_back(change.resource->text());
                return lives ? Outcome::kUpdated : Outcome::kCreated;
        }
        return std::nullopt;
    }

    void ExpectSame(const Model& model) {
        const auto reader = *store_->Read();
        for (const auto& [name, versions] : model) {
            const auto type = name.substr(0, name.find('/'));
            const auto id = name.substr(name.find('/') + 1);
            const auto present = reader->Read(actor_, type, id);
            ASSERT_EQ(present.ok(), versions.back().has_value()) << name;
            if (present) {
                EXPECT_EQ(present->body, *versions.back()) << name;
            }
            for (std::size_t i = 0; i < versions.size(); ++i) {
                const auto old =
                    reader->ReadVersion(actor_, type, id, static_cast<std::int64_t>(i) + 1);
                ASSERT_EQ(old.ok(), versions[i].has_value()) << name << "/" << i + 1;
                if (old) {
                    EXPECT_EQ(old->body, *versions[i]) << name << "/" << i + 1;
                }
            }
        }
    }

    SeededRandom dice_{20'261'122};
};
TRAM_ON_EACH_DATABASE(ModelTest);

TEST_P(ModelTest, RandomTransactionsDoWhatTheModelSays) {
    Model model;
    for (int round = 0; round < 300; ++round) {
        std::vector<Change> changes;
        std::set<std::string> named;
        const auto count = 1 + Pick(4);
        while (changes.size() < count) {
            auto change = RandomChange(model);
            // A condition may find what another entry names: that is another test's affair.
            const auto mark = change.condition ? "Patient" : Name(change);
            const bool clash = std::any_of(named.begin(), named.end(), [&](const auto& other) {
                return other == mark || (change.condition && other.starts_with("Patient")) ||
                       (other == "Patient" && change.type == "Patient");
            });
            if (clash) break;
            named.insert(mark);
            changes.push_back(std::move(change));
        }
        Model after = model;
        std::vector<std::optional<Outcome>> expected;
        bool refused = false;
        auto told = changes;
        for (auto& change : told) {
            expected.push_back(Apply(after, change));
            refused = refused || !expected.back();
        }
        const auto receipt = Commit(changes);
        ASSERT_EQ(receipt.ok(), !refused)
            << "round " << round << ": " << (receipt ? "" : receipt.error().message);
        if (refused) continue;
        for (std::size_t i = 0; i < told.size(); ++i) {
            const auto name = Name(told[i]);
            EXPECT_EQ(receipt->applied[i].outcome, *expected[i])
                << "round " << round << " " << name;
            EXPECT_EQ(receipt->applied[i].version.version, VersionOf(after, name)) << name;
        }
        model = std::move(after);
        if (round % 100 == 99) {
            ExpectSame(model);
            ExpectNoProblems();
        }
    }
    Reopen();
    ExpectSame(model);
    ExpectNoProblems();
}

}  // namespace
}  // namespace tram::record
