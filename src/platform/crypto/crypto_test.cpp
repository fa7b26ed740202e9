#include "platform/crypto/crypto.h"

#include <gtest/gtest.h>

namespace tram::crypto {
namespace {

TEST(CryptoTest, HashesAsBlake2b256Does) {
    // `printf abc | b2sum -l 256`
    EXPECT_EQ(ToHex(HashOf("abc")),
              "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    EXPECT_EQ(HashOf("abc"), Hash().Add("a").Add("").Add("bc").Finish());
}

TEST(CryptoTest, FieldsCannotSlideIntoOneAnother) {
    EXPECT_NE(Hash().AddField("ab").AddField("c").Finish(),
              Hash().AddField("a").AddField("bc").Finish());
    EXPECT_EQ(Hash().AddNumber(-2).Finish(), HashOf("\xfe\xff\xff\xff\xff\xff\xff\xff"));
}

TEST(CryptoTest, ShortHashesTellTextsApart) {
    EXPECT_EQ(ShortHashOf("abc"), ShortHashOf("abc"));
    EXPECT_NE(ShortHashOf("abc"), ShortHashOf("abd"));
    EXPECT_NE(ShortHashOf(""), ShortHashOf(std::string_view("\0", 1)));
}

TEST(CryptoTest, OpensWhatItSealed) {
    const Key key = NewKey();
    const std::string sealed = Seal(key, "cursor of an", "after 17");
    EXPECT_EQ(sealed.size(), 8u + 40u);
    EXPECT_EQ(sealed.find("after"), sealed.npos);
    EXPECT_EQ(Open(key, "cursor of an", sealed), "after 17");
    EXPECT_NE(Seal(key, "cursor of an", "after 17"), sealed);
    EXPECT_EQ(Open(key, "", Seal(key, "", "")), "");
}

TEST(CryptoTest, OpensNothingThatWasChanged) {
    const Key key = NewKey();
    const std::string sealed = Seal(key, "cursor", "after 17");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(Open(key, "cursor", changed)) << i;
        EXPECT_FALSE(Open(key, "cursor", sealed.substr(0, i))) << i;
    }
    EXPECT_FALSE(Open(key, "session", sealed));
    EXPECT_FALSE(Open(NewKey(), "cursor", sealed));
    EXPECT_FALSE(Open(key, "cursor", sealed + '\0'));
}

TEST(CryptoTest, DerivesOneKeyForEachPurpose) {
    const Key master = NewKey();
    EXPECT_EQ(DeriveKey(master, "cursors").bytes, DeriveKey(master, "cursors").bytes);
    EXPECT_NE(DeriveKey(master, "cursors").bytes, DeriveKey(master, "sessions").bytes);
    EXPECT_NE(DeriveKey(master, "cursors").bytes, master.bytes);
    EXPECT_FALSE(KeyFrom("short"));
    EXPECT_TRUE(KeyFrom(RandomBytes(32)));
}

TEST(CryptoTest, KnowsAPasswordAgain) {
    const auto hash = HashPassword("mật khẩu của trạm");
    ASSERT_TRUE(hash);
    EXPECT_EQ(hash->substr(0, 10), "$argon2id$");
    EXPECT_TRUE(VerifyPassword(*hash, "mật khẩu của trạm"));
    EXPECT_FALSE(VerifyPassword(*hash, "mật khẩu của trậm"));
    EXPECT_FALSE(VerifyPassword("", ""));
    EXPECT_FALSE(VerifyPassword("$argon2id$v=19$broken", "x"));
}

TEST(CryptoTest, WritesBytesSoThatAUrlMayCarryThem) {
    EXPECT_EQ(ToBase64Url("\xfb\xff"), "-_8");
    EXPECT_EQ(ToBase64Url(""), "");
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string bytes = RandomBytes(size);
        EXPECT_EQ(FromBase64Url(ToBase64Url(bytes)), bytes);
    }
    EXPECT_EQ(ToBase64("\xfb\xff"), "+/8=");
    EXPECT_EQ(FromBase64("+/8="), "\xfb\xff");
    EXPECT_FALSE(FromBase64("-_8="));
    for (const auto* wrong : {"-_8=", "a", "a b", "+/8", "-_9\n", "-_9"})
        EXPECT_FALSE(FromBase64Url(wrong)) << wrong;
    EXPECT_TRUE(SameSecret("abc", "abc"));
    EXPECT_FALSE(SameSecret("abc", "abd"));
    EXPECT_FALSE(SameSecret("abc", "ab"));
}

}  // namespace
}  // namespace tram::crypto
