#include <fmt/format.h>
#include <zstd.h>

#include <map>

#include "record/storage/dictionary.h"

// The dictionary that tools/train_codec.py made, as it stands in the folder of this file.
asm(R"(
    .section .rodata
    .balign 16
    .hidden tram_codec_begin
    .hidden tram_codec_end
    .global tram_codec_begin
    .global tram_codec_end
tram_codec_begin:
    .incbin ")" TRAM_CODEC_FILE R"("
tram_codec_end:
    .byte 0
    .previous
)");

extern "C" const char tram_codec_begin[];
extern "C" const char tram_codec_end[];

namespace tram::storage {
namespace {

constexpr std::string_view kKind = "zstd";
constexpr std::int64_t kPlain = 0;
// Level 9 gains 2 % on the shapes we store and takes five times as long.
constexpr int kLevel = 3;
constexpr std::size_t kMostBytes = std::size_t{512} << 20;

struct Free {
    void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
    void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// Contexts hold work space that is costly to make and safe to use again, by one thread at a time.
ZSTD_CCtx* Compressor() {
    thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
    return context.get();
}
ZSTD_DCtx* Decompressor() {
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    return context.get();
}

std::string_view BuiltIn() {
    return {tram_codec_begin, static_cast<std::size_t>(tram_codec_end - tram_codec_begin)};
}

Error Damaged(std::string detail) {
    return {
        .code = ErrorCode::kInternal,
        .message = "A stored record cannot be read. Run `tram check` on the store.",
        .message_vi = "Không đọc được một bản ghi đã lưu. Xin chạy `tram check` trên kho dữ liệu.",
        .detail = std::move(detail)};
}

}  // namespace

struct BodyCodec::State {
    std::map<std::int64_t, std::unique_ptr<ZSTD_DDict, Free>> readers;
    std::unique_ptr<ZSTD_CDict, Free> writer;
    std::int64_t current = kPlain;
};

BodyCodec::BodyCodec() : state_(new State) {}
BodyCodec::~BodyCodec() = default;

Result<std::unique_ptr<BodyCodec>> BodyCodec::Load(database::Connection& connection) {
    std::unique_ptr<BodyCodec> codec(new BodyCodec);
    State& state = *codec->state_;
    const std::string_view built_in = BuiltIn();
    std::int64_t highest = kPlain;
    auto* query = TRY(connection.Prepare("SELECT codec, kind, dictionary FROM codec"));
    while (TRY(query->Step())) {
        const std::int64_t number = query->Int(0);
        highest = std::max(highest, number);
        // A kind of a later program: its bodies cannot be read here, all others can.
        if (query->Text(1) != kKind) continue;
        const auto bytes = query->Blob(2);
        state.readers[number].reset(ZSTD_createDDict(bytes.data(), bytes.size()));
        if (bytes == built_in) state.current = number;
    }
    if (state.current == kPlain) {
        state.current = highest + 1;
        state.readers[state.current].reset(ZSTD_createDDict(built_in.data(), built_in.size()));
        auto* insert = TRY(
            connection.Prepare("INSERT INTO codec (codec, kind, dictionary) VALUES ($1, $2, $3)"));
        insert->Bind(1, state.current);
        insert->BindText(2, kKind);
        insert->BindBlob(3, built_in);
        TRY(insert->Run());
    }
    state.writer.reset(ZSTD_createCDict(built_in.data(), built_in.size(), kLevel));
    return codec;
}

std::int64_t BodyCodec::current() const {
    return state_->current;
}

std::string BodyCodec::Encode(std::string_view body) const {
    auto* context = Compressor();
    // The number beside each body names the dictionary already.
    ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0);
    TRAM_CHECK(!ZSTD_isError(ZSTD_CCtx_refCDict(context, state_->writer.get())));
    std::string bytes(ZSTD_compressBound(body.size()), '\0');
    const auto size = ZSTD_compress2(context, bytes.data(), bytes.size(), body.data(), body.size());
    TRAM_CHECK(!ZSTD_isError(size));
    // Not merely resized: most bodies shrink to a sixth, and many are kept until their group
    // commits.
    return std::string(bytes.data(), size);
}

Result<std::string> BodyCodec::Decode(std::int64_t codec, std::string_view bytes) const {
    if (codec == kPlain) return std::string(bytes);
    const auto reader = state_->readers.find(codec);
    if (reader == state_->readers.end())
        return Damaged(fmt::format("codec {} is not known", codec));
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size > kMostBytes) return Damaged(fmt::format("codec {}: no frame", codec));
    std::string body(size, '\0');
    const auto done = ZSTD_decompress_usingDDict(Decompressor(), body.data(), body.size(),
                                                 bytes.data(), bytes.size(), reader->second.get());
    if (ZSTD_isError(done))
        return Damaged(fmt::format("codec {}: {}", codec, ZSTD_getErrorName(done)));
    body.resize(done);
    return body;
}

}  // namespace tram::storage
