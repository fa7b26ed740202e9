#include <fmt/format.h>

#include "app/bench/bench.h"
#include "fhir/json/writer.h"

namespace tram::bench {
namespace {

void PutReal(json::Writer& out, std::string_view key, double value) {
    out.Key(key).Raw(fmt::format("{:.3f}", value));
}

void PutTimes(json::Writer& out, const std::vector<std::uint32_t>& sorted) {
    PutReal(out, "p50_ms", PercentileMs(sorted, 0.5));
    PutReal(out, "p99_ms", PercentileMs(sorted, 0.99));
    PutReal(out, "max_ms", PercentileMs(sorted, 1));
}

void PutTexts(json::Writer& out, std::string_view key, const std::vector<std::string>& texts) {
    out.Key(key).BeginArray();
    for (const auto& text : texts) out.String(text);
    out.EndArray();
}

std::int64_t Count(const std::vector<std::uint32_t>& answers) {
    return static_cast<std::int64_t>(answers.size());
}

void PutWork(json::Writer& out, const Work& work) {
    const auto& figures = work.figures;
    out.BeginObject().Key("work").String(work.name).Key("user").String(work.user);
    out.Key("clients").Number(figures.clients);
    PutReal(out, "seconds", figures.seconds);
    out.Key("answers").Number(Count(figures.micros));
    PutReal(out, "per_second", figures.per_second());
    PutReal(out, "cpu_ms_each", figures.cpu_ms_each());
    PutTimes(out, figures.micros);
    out.Key("errors").Number(figures.errors).Key("faults").BeginObject();
    for (const auto& [fault, count] : figures.faults) out.Key(fault).Number(count);
    out.EndObject();
    out.Key("mean_bytes")
        .Number(figures.micros.empty() ? 0 : figures.bytes / Count(figures.micros));
    PutTexts(out, "values_missing", work.missing);
    out.Key("kinds").BeginArray();
    for (std::size_t kind = 0; kind < work.kinds.size() && kind < figures.kinds.size(); ++kind) {
        out.BeginObject().Key("name").String(work.kinds[kind]);
        out.Key("answers").Number(Count(figures.kinds[kind]));
        out.Key("with_entries").Number(figures.with_entries[kind]);
        PutTimes(out, figures.kinds[kind]);
        out.EndObject();
    }
    out.EndArray().EndObject();
}

}  // namespace

std::string JsonOf(const BenchResult& result) {
    json::Writer out;
    const auto& machine = result.machine;
    out.BeginObject().Key("hardware").BeginObject();
    out.Key("cpu").String(machine.cpu).Key("cores").Number(machine.cores);
    out.Key("memory_mb").Number(machine.memory_mb);
    PutReal(out, "load_average_before", machine.load_average);
    out.EndObject().Key("optimized_build").Boolean(machine.optimized);
    out.Key("database").String(result.database);
    out.Key("persons").Number(result.persons);
    const auto& import = result.import;
    out.Key("import").BeginObject().Key("resources").Number(import.resources);
    out.Key("refused").Number(import.refused);
    if (import.refused > 0) out.Key("first_refusal").String(import.first_refusal);
    out.Key("bytes").Number(import.bytes);
    PutReal(out, "seconds", import.seconds);
    PutReal(out, "per_second", import.per_second());
    out.EndObject().Key("works").BeginArray();
    for (const auto& work : result.works) PutWork(out, work);
    out.EndArray();
    PutTexts(out, "notes", result.notes);
    PutReal(out, "seconds", result.seconds);
    out.EndObject();
    return out.Take();
}

std::string TableOf(const BenchResult& result) {
    const auto& machine = result.machine;
    const auto& import = result.import;
    auto text = fmt::format("{}, {} × {}, load average {:.1f} before{}\n", result.database,
                            machine.cores, machine.cpu, machine.load_average,
                            machine.optimized ? "" : ", built WITHOUT optimization");
    text += fmt::format("import: {} resources in {:.1f} s, {:.0f}/s, refused {}\n\n",
                        import.resources, import.seconds, import.per_second(), import.refused);
    text += fmt::format("{:<24}{:<16}{:>8}{:>10}{:>10}{:>10}{:>8}\n", "work", "user", "clients",
                        "per s", "p50 ms", "p99 ms", "errors");
    for (const auto& work : result.works) {
        const auto& figures = work.figures;
        text +=
            fmt::format("{:<24}{:<16}{:>8}{:>10.0f}{:>10.2f}{:>10.2f}{:>8}\n", work.name, work.user,
                        figures.clients, figures.per_second(), PercentileMs(figures.micros, 0.5),
                        PercentileMs(figures.micros, 0.99), figures.errors);
    }
    for (const auto& note : result.notes) text += note + "\n";
    return text;
}

}  // namespace tram::bench
