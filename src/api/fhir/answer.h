// Answers of the FHIR door: resources with their version and time, outcomes, bundles.
//
// Thread safety: plain functions; a BundleWriter belongs to one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/fhir/subset.h"
#include "api/fhir/wishes.h"
#include "api/router.h"
#include "fhir/json/writer.h"
#include "record/store/store.h"

namespace tram::api::fhir {

// Any FHIR JSON, pretty if wished.
http::Response JsonAnswer(int status, std::string json, const Wishes& wishes);
// A version with ETag and Last-Modified.
http::Response ResourceAnswer(int status, const record::Version& version, const Wishes& wishes,
                              const SubsetRule& subset = {});
// What a write gives back, by Prefer: return. 201 has the Location of the version.
http::Response WriteAnswer(const Context& context, const record::Applied& applied,
                           const Wishes& wishes);

// The resource as it leaves, cut down by `subset`.
std::string Render(const record::Version& version, const SubsetRule& subset);

// "https://host/fhir/Patient/1"
std::string FullUrl(const Context& context, std::string_view type, std::string_view id);

// Writes a searchset or history bundle piece by piece, in the order of the members of Bundle.
class BundleWriter {
  public:
    explicit BundleWriter(std::string_view type);
    void Total(std::int64_t total);
    void Link(std::string_view relation, std::string_view url);
    // Opens the next entry; the caller writes its members into entry() and closes it.
    json::Writer& BeginEntry();
    void EndEntry() { out_.EndObject(); }
    std::string Finish();

  private:
    enum class Part { kHead, kLinks, kEntries };
    void Reach(Part part);

    json::Writer out_;
    Part part_ = Part::kHead;
};

// `path?query&_cursor=…` for a next link.
std::string PageUrl(const Context& context, std::string_view path, std::string_view query,
                    std::string_view cursor, const Wishes& wishes);

// Name=value pairs as a query string, without those of `without`.
std::string Encode(const search::Parameters& parameters, std::string_view without = {});

}  // namespace tram::api::fhir
