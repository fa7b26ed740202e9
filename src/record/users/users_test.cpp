#include "record/users/users.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "platform/database/testing.h"
#include "record/users/password.h"

namespace tram::users {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::string_view kPassword = "mat khau rat dai";

class UsersTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        database_ = Open();
        auto connection = database_->Connect(database::Connection::Mode::kWrite);
        ASSERT_TRUE(connection);
        connection_ = std::move(*connection);
        Reopen();
    }
    void TearDown() override {
        users_.reset();
        connection_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }

    Write Writing() {
        return [this](const Work& work) -> Result<void> {
            const std::lock_guard lock(mutex_);
            TRY(connection_->Begin(database::Connection::Mode::kWrite));
            if (auto done = work(*connection_); !done) {
                connection_->Rollback();
                return done;
            }
            return connection_->Commit();
        };
    }
    void Reopen() {
        users_.reset();
        auto users =
            Users::Open(Writing(), *access::Roles::Load(*content::Library::Open({})), clock_);
        ASSERT_TRUE(users) << users.error().message;
        users_ = std::move(*users);
    }
    Result<void> Add(std::string name, std::string role = "administrator") {
        return users_->accounts().Add({.name = std::move(name),
                                       .role = std::move(role),
                                       .units = {"CHS-A"},
                                       .password = std::string(kPassword)});
    }
    void Later(std::int64_t seconds) { clock_.Set({clock_.Now().micros + seconds * kSecond}); }

    std::unique_ptr<database::Database> database_;
    std::unique_ptr<database::Connection> connection_;
    std::mutex mutex_;
    SimulatedClock clock_{{1'800'000'000 * kSecond}};
    std::unique_ptr<Users> users_;
};

TRAM_ON_EACH_DATABASE(UsersTest);

ErrorCode CodeOf(const auto& result) {
    return result.ok() ? ErrorCode::kInternal : result.error().code;
}

TEST_P(UsersTest, SignsInWithTheRightPasswordOnly) {
    ASSERT_TRUE(Add("lan"));
    const auto signed_in = users_->SignIn("Lan", kPassword, "10.0.0.1");
    ASSERT_TRUE(signed_in);
    const auto account = users_->OfSession(signed_in->secret);
    ASSERT_TRUE(account);
    EXPECT_EQ(account->name, "lan");
    EXPECT_EQ(account->role->id, "administrator");
    EXPECT_EQ(account->units, std::vector<std::string>{"CHS-A"});

    const auto wrong = users_->SignIn("lan", "mat khau rat ngan", "10.0.0.1");
    const auto unknown = users_->SignIn("hoa", kPassword, "10.0.0.1");
    EXPECT_EQ(CodeOf(wrong), ErrorCode::kUnauthenticated);
    EXPECT_EQ(CodeOf(unknown), ErrorCode::kUnauthenticated);
    EXPECT_EQ(wrong.error().message, unknown.error().message);
    EXPECT_EQ(CodeOf(users_->OfSession("made-up")), ErrorCode::kUnauthenticated);
}

TEST_P(UsersTest, EverythingSurvivesARestart) {
    ASSERT_TRUE(Add("lan"));
    const auto session = users_->SignIn("lan", kPassword, "r")->secret;
    const auto token = users_->tokens().Create("lan", "máy xét nghiệm", std::nullopt);
    ASSERT_TRUE(token);
    Reopen();
    EXPECT_TRUE(users_->OfSession(session));
    EXPECT_EQ(users_->OfToken(*token)->name, "lan");
    EXPECT_EQ(users_->tokens().List().at(0).label, "máy xét nghiệm");
    EXPECT_TRUE(users_->SignIn("lan", kPassword, "r"));
}

TEST_P(UsersTest, NoSecretIsFoundInTheTables) {
    ASSERT_TRUE(Add("lan"));
    const auto session = users_->SignIn("lan", kPassword, "r")->secret;
    const auto token = *users_->tokens().Create("lan", "", std::nullopt);
    for (const auto* table : {"user_account", "user_session", "user_token"}) {
        auto& query = **connection_->Prepare(std::string("SELECT * FROM ") + table);
        while (*query.Step()) {
            for (int column = 0; column < query.columns(); ++column) {
                const std::string text(query.Blob(column));
                EXPECT_EQ(text.find(kPassword), std::string::npos);
                EXPECT_EQ(text.find(session), std::string::npos);
                EXPECT_EQ(text.find(token), std::string::npos);
            }
        }
    }
}

TEST_P(UsersTest, ASessionEndsWhenItIsLeftAlone) {
    ASSERT_TRUE(Add("lan"));
    const auto session = users_->SignIn("lan", kPassword, "r")->secret;
    for (int click = 0; click < 10; ++click) {
        Later(29 * 60);
        ASSERT_TRUE(users_->OfSession(session)) << click;
    }
    Later(30 * 60);
    EXPECT_EQ(CodeOf(users_->OfSession(session)), ErrorCode::kUnauthenticated);
}

TEST_P(UsersTest, ASessionEndsAfterTwelveHoursHoweverBusy) {
    ASSERT_TRUE(Add("lan"));
    const auto session = users_->SignIn("lan", kPassword, "r")->secret;
    for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
        Later(20 * 60);
        ASSERT_TRUE(users_->OfSession(session));
    }
    Later(20 * 60);
    EXPECT_FALSE(users_->OfSession(session));
}

TEST_P(UsersTest, SigningOutEndsTheSessionForGood) {
    ASSERT_TRUE(Add("lan"));
    const auto session = users_->SignIn("lan", kPassword, "r")->secret;
    ASSERT_TRUE(users_->sessions().End(session));
    EXPECT_FALSE(users_->OfSession(session));
    Reopen();
    EXPECT_FALSE(users_->OfSession(session));
}

TEST_P(UsersTest, ANewPasswordOrADisabledAccountEndsItsSessions) {
    ASSERT_TRUE(Add("lan"));
    ASSERT_TRUE(Add("hoa"));
    const auto lan = users_->SignIn("lan", kPassword, "r")->secret;
    const auto hoa = users_->SignIn("hoa", kPassword, "r")->secret;
    const auto token = *users_->tokens().Create("hoa", "", std::nullopt);
    ASSERT_TRUE(users_->SetPassword("lan", "mot mat khau khac"));
    EXPECT_FALSE(users_->OfSession(lan));
    EXPECT_FALSE(users_->SignIn("lan", kPassword, "r"));
    EXPECT_TRUE(users_->SignIn("lan", "mot mat khau khac", "r"));
    EXPECT_TRUE(users_->OfSession(hoa));
    ASSERT_TRUE(users_->Disable("hoa"));
    EXPECT_FALSE(users_->OfSession(hoa));
    EXPECT_EQ(CodeOf(users_->OfToken(token)), ErrorCode::kForbidden);
    EXPECT_EQ(CodeOf(users_->SignIn("hoa", kPassword, "r")), ErrorCode::kUnauthenticated);
}

TEST_P(UsersTest, UsersChangeTheirPasswordThemselvesAndGoOnInANewSession) {
    constexpr std::string_view kOther = "mot mat khau khac";
    ASSERT_TRUE(Add("lan"));
    const auto here = users_->SignIn("lan", kPassword, "r")->secret;
    const auto elsewhere = users_->SignIn("lan", kPassword, "q")->secret;
    const auto token = *users_->tokens().Create("lan", "", std::nullopt);

    const auto change = [&](std::string_view current, std::string_view next) {
        return users_->ChangePassword({.name = "lan",
                                       .current = std::string(current),
                                       .next = std::string(next),
                                       .remote = "r"});
    };
    using Try = std::tuple<std::string_view, std::string_view, std::string_view>;
    for (const auto& [current, next, path] :
         {Try("mat khau sai bet", kOther, "current"), Try(kPassword, "ngan", "password"),
          Try(kPassword, kPassword, "next")}) {
        const auto refused = change(current, next);
        EXPECT_EQ(CodeOf(refused), ErrorCode::kInvalid) << path;
        EXPECT_EQ(refused.error().path, path);
    }
    EXPECT_TRUE(users_->OfSession(here)) << "a refusal ends nothing";
    EXPECT_TRUE(users_->OfSession(elsewhere));

    Later(1);
    const auto anew = change(kPassword, kOther);
    ASSERT_TRUE(anew) << anew.error().message;
    EXPECT_EQ(users_->OfSession(*anew)->name, "lan");
    EXPECT_FALSE(users_->OfSession(here));
    EXPECT_FALSE(users_->OfSession(elsewhere));
    EXPECT_TRUE(users_->OfToken(token));
    Reopen();
    EXPECT_TRUE(users_->OfSession(*anew));
    EXPECT_EQ(CodeOf(users_->SignIn("lan", kPassword, "r")), ErrorCode::kUnauthenticated);
    EXPECT_TRUE(users_->SignIn("lan", kOther, "r"));
}

TEST_P(UsersTest, GuessingInASessionIsHeldUpLikeGuessingAtSigningIn) {
    ASSERT_TRUE(Add("lan"));
    const PasswordChange guess{
        .name = "lan", .current = "wrong wrong", .next = "mot mat khau khac", .remote = "r"};
    for (int n = 0; n < 5; ++n)
        EXPECT_EQ(CodeOf(users_->ChangePassword(guess)), ErrorCode::kInvalid);
    std::int64_t wait = 0;
    EXPECT_EQ(CodeOf(users_->ChangePassword(guess, &wait)), ErrorCode::kBusy);
    EXPECT_EQ(wait, 1);
    EXPECT_EQ(CodeOf(users_->SignIn("lan", kPassword, "r")), ErrorCode::kBusy);
}

TEST_P(UsersTest, APasswordSetMeanwhileIsNotOverwritten) {
    ASSERT_TRUE(Add("lan"));
    const auto seen = users_->accounts().Find("lan")->password_at;
    Later(1);
    ASSERT_TRUE(users_->SetPassword("lan", "cua nguoi quan tri"));
    EXPECT_EQ(CodeOf(users_->accounts().SetPassword("lan", "cua chinh toi day", seen)),
              ErrorCode::kConflict);
    EXPECT_TRUE(users_->SignIn("lan", "cua nguoi quan tri", "r"));
}

TEST_P(UsersTest, TheLastAdministratorCannotBeDisabled) {
    ASSERT_TRUE(Add("lan"));
    EXPECT_EQ(CodeOf(users_->Disable("lan")), ErrorCode::kConflict);
    ASSERT_TRUE(Add("hoa"));
    EXPECT_TRUE(users_->Disable("lan"));
    EXPECT_EQ(CodeOf(users_->Disable("hoa")), ErrorCode::kConflict);
}

TEST_P(UsersTest, RefusesBadNamesRolesUnitsAndPasswords) {
    const auto add = [&](NewAccount account) {
        const auto added = users_->accounts().Add(account);
        return added ? std::string("added") : added.error().path;
    };
    const std::string good(kPassword);
    EXPECT_EQ(add({"a", "administrator", {}, good}), "name");
    EXPECT_EQ(add({"system", "administrator", {}, good}), "name");
    EXPECT_EQ(add({"lan lan", "administrator", {}, good}), "name");
    EXPECT_EQ(add({"lan' OR 1=1", "administrator", {}, good}), "name");
    EXPECT_EQ(add({"lan", "chief", {}, good}), "role");
    EXPECT_EQ(add({"lan", "station_nurse", {}, good}), "unit");
    EXPECT_EQ(add({"lan", "station_nurse", {"a b"}, good}), "unit");
    EXPECT_EQ(add({"lan", "administrator", {}, "short"}), "password");
    EXPECT_EQ(add({"administrator", "administrator", {}, "Administrator"}), "password");
    EXPECT_EQ(add({"lan", "administrator", {}, "aaaaaaaaaaaa"}), "password");
    EXPECT_EQ(add({"lan", "figures_only", {}, good}), "added");
    EXPECT_EQ(CodeOf(users_->accounts().Add({"LAN", "administrator", {}, good})),
              ErrorCode::kConflict);
}

TEST_P(UsersTest, GuessingAtANameGetsSlowerAndSlower) {
    ASSERT_TRUE(Add("lan"));
    for (int guess = 0; guess < 5; ++guess) {
        EXPECT_EQ(CodeOf(users_->SignIn("lan", "wrong wrong", "r")), ErrorCode::kUnauthenticated);
    }
    std::int64_t wait = 0;
    EXPECT_EQ(CodeOf(users_->SignIn("lan", kPassword, "r", &wait)), ErrorCode::kBusy);
    EXPECT_EQ(wait, 1);
    Later(1);
    EXPECT_EQ(CodeOf(users_->SignIn("lan", "wrong wrong", "r")), ErrorCode::kUnauthenticated);
    EXPECT_EQ(CodeOf(users_->SignIn("lan", kPassword, "r", &wait)), ErrorCode::kBusy);
    EXPECT_EQ(wait, 2);
    Later(2);
    EXPECT_TRUE(users_->SignIn("lan", kPassword, "r"));
    EXPECT_EQ(CodeOf(users_->SignIn("lan", "wrong wrong", "r")), ErrorCode::kUnauthenticated);
}

TEST(ThrottleTest, AnAddressThatTriesManyNamesIsHeldUpWhileOthersGoOn) {
    SimulatedClock clock({1'800'000'000 * kSecond});
    Throttle throttle(clock);
    for (int guess = 0; guess < 40; ++guess)
        throttle.Failed("user" + std::to_string(guess), "10.0.0.9");
    EXPECT_GT(throttle.SecondsToWait("lan", "10.0.0.9"), 0);
    EXPECT_EQ(throttle.SecondsToWait("lan", "10.0.0.1"), 0);
    clock.Set({clock.Now().micros + 901 * kSecond});
    EXPECT_EQ(throttle.SecondsToWait("lan", "10.0.0.9"), 0);
}

TEST(ThrottleTest, TheWaitForANameHasABoundSoThatNobodyIsShutOut) {
    SimulatedClock clock({1'800'000'000 * kSecond});
    Throttle throttle(clock);
    for (int guess = 0; guess < 1000; ++guess) throttle.Failed("lan", "r" + std::to_string(guess));
    EXPECT_LE(throttle.SecondsToWait("lan", "10.0.0.1"), 60);
}

TEST_P(UsersTest, ATokenWorksUntilItIsRevokedOrExpires) {
    ASSERT_TRUE(Add("lan"));
    const auto forever = *users_->tokens().Create("lan", "a", std::nullopt);
    const auto hour =
        *users_->tokens().Create("lan", "b", Instant{clock_.Now().micros + 3600 * kSecond});
    EXPECT_THAT(forever, testing::StartsWith("tram_"));
    EXPECT_EQ(forever.size(), 48u);
    EXPECT_TRUE(users_->OfToken(hour));
    Later(3600);
    EXPECT_EQ(CodeOf(users_->OfToken(hour)), ErrorCode::kUnauthenticated);
    EXPECT_TRUE(users_->OfToken(forever));

    const auto id = users_->tokens().List().at(0).label == "a" ? users_->tokens().List()[0].id
                                                               : users_->tokens().List()[1].id;
    ASSERT_TRUE(users_->tokens().Revoke(id));
    EXPECT_EQ(CodeOf(users_->OfToken(forever)), ErrorCode::kUnauthenticated);
    EXPECT_EQ(CodeOf(users_->tokens().Revoke(id)), ErrorCode::kConflict);
    EXPECT_EQ(CodeOf(users_->tokens().Revoke("000000000000")), ErrorCode::kNotFound);
    Reopen();
    EXPECT_FALSE(users_->OfToken(forever));
    EXPECT_FALSE(users_->tokens().Create("lan", "c", Instant{clock_.Now().micros - 1}));
}

TEST(PasswordTest, MadeOnesAreAcceptedAndDiffer) {
    const auto first = NewPassword();
    EXPECT_NE(first, NewPassword());
    EXPECT_EQ(first.size(), 24u);
    EXPECT_TRUE(CheckPassword(first, "lan"));
    EXPECT_TRUE(CheckPassword("mười ký tự", "lan")) << "letters are counted, not bytes";
    EXPECT_FALSE(CheckPassword("chín kýtự", "lan"));
}

}  // namespace
}  // namespace tram::users
