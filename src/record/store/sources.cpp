#include "record/store/sources.h"

#include "fhir/definitions/definitions.h"

namespace tram::record {

registers::NextSources SourcesOf(database::Connection& connection, const ContentMaker& maker) {
    return [&](std::string_view type, storage::Rid after,
               std::size_t most) -> Result<std::vector<registers::Source>> {
        std::vector<registers::Source> sources;
        auto* query = TRY(connection.Prepare(
            "SELECT rid, id, home, person, bucket, codec, body FROM res "
            "WHERE type = $1 AND rid > $2 AND version > 0 AND flags = 0 ORDER BY rid LIMIT $3"));
        query->Bind(1, definitions::ResourceTypeNumber(type));
        query->Bind(2, after);
        query->Bind(3, static_cast<std::int64_t>(most));
        while (TRY(query->Step())) {
            auto& source = sources.emplace_back();
            source.rid = query->Int(0);
            source.id = query->Text(1);
            const auto person = query->Int(3);
            source.place = {person != 0 ? query->Int(2) : 0, person, query->Int(4)};
            source.resource = TRY(maker.Unpack(query->Int(5), query->Blob(6)));
        }
        return sources;
    };
}

}  // namespace tram::record
