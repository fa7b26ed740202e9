// Writer: builds JSON text by appending. Commas are its own business; raw slices of documents are
// copied as they are, so what was stored leaves with the same bytes.
//
//     Writer out;
//     out.BeginObject().Key("total").Number(3).Key("resource").Raw(body).EndObject();
//
// Thread safety: none; one writer, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/json/document.h"

namespace tram::json {

class Writer {
  public:
    Writer& BeginObject() { return Open('{'); }
    Writer& EndObject() { return Close('}'); }
    Writer& BeginArray() { return Open('['); }
    Writer& EndArray() { return Close(']'); }

    // REQUIRES: inside an object, before a value.
    Writer& Key(std::string_view name) {
        Separate();
        text_ += Quote(name);
        text_ += ':';
        first_ = true;  // the value follows without a comma
        return *this;
    }
    Writer& String(std::string_view value) { return Put(Quote(value)); }
    Writer& Number(std::int64_t value) { return Put(std::to_string(value)); }
    Writer& Boolean(bool value) { return Put(value ? "true" : "false"); }
    Writer& Null() { return Put("null"); }
    // REQUIRES: `json` is one whole JSON value.
    Writer& Raw(std::string_view json) { return Put(json); }

    const std::string& text() const { return text_; }
    std::string Take() { return std::move(text_); }

  private:
    void Separate() {
        if (!first_) text_ += ',';
        first_ = false;
    }
    Writer& Put(std::string_view value) {
        Separate();
        text_ += value;
        return *this;
    }
    Writer& Open(char bracket) {
        Separate();
        text_ += bracket;
        first_ = true;
        return *this;
    }
    Writer& Close(char bracket) {
        text_ += bracket;
        first_ = false;
        return *this;
    }

    std::string text_;
    bool first_ = true;
};

}  // namespace tram::json
