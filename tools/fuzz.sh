#!/usr/bin/env bash
# Feeds every parser of outside bytes with what nobody would send on purpose.
#
#     tools/fuzz.sh [SECONDS] [TARGET…]     SECONDS for each target, 60 unless said; all targets unless named
#
# Needs clang 14 (apt-get install clang-14 libclang-rt-14-dev). What was found interesting is kept in
# build-fuzz/corpus/ and serves the next run. Ends with 1 when a target fell, and says which input did it.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true

command -v clang++-14 >/dev/null || {
    echo "clang 14 is missing: apt-get install --no-install-recommends clang-14 libclang-rt-14-dev" >&2
    exit 1
}
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
    mapfile -t targets < <(find src -name '*_fuzz.cpp' -exec basename {} .cpp \; | sort)
fi
cmake --preset fuzz >/dev/null
cmake --build build-fuzz --target "${targets[@]}"

# What begins with something true goes deeper.
seed() {
    local corpus=build-fuzz/corpus/$1
    mkdir -p "$corpus"
    case $1 in
    view_fuzz) cp content/registers/*.json "$corpus" ;;
    validate_fuzz) split -l 1 tests/registers/samples.ndjson "$corpus/sample-" ;;
    fhirpath_fuzz)
        grep -ho '"path": "[^"]*"' content/registers/*.json | sed 's/^"path": "//; s/"$//' | sort -u |
            split -l 1 - "$corpus/path-" ;;
    search_query_fuzz)
        local n=0 query
        for query in 'name=nguyen+thi&birthdate=ge1957-03' 'code=http://loinc.org|1-2&date=lt2026-01-01T00:00:00%2B07:00' \
            '_has:Observation:patient:code=1-2&_include=*&_sort=-date' 'subject:Patient.name=an&_total=accurate&_count=5'; do
            printf 'A%s' "$query" >"$corpus/query-$((n += 1))"
        done ;;
    csv_fuzz) printf 'AHọ và tên,Ngày sinh,Giới tính\n"Nguyễn Văn A",01/03/1957,Nam\n' >"$corpus/list" ;;
    xlsx_fuzz)
        printf '%s' "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>An</t></is></c>" \
            "<c r='C1' s='1'><v>20830</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>" >"$corpus/sheet" ;;
    zip_reader_fuzz)
        python3 - "$corpus" <<'PYTHON'
import sys, zipfile
for name, method in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
    with zipfile.ZipFile(f"{sys.argv[1]}/{name}", "w", method) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 20)
        archive.writestr("xl/đường.xml", "")
PYTHON
        ;;
    esac
}

failed=0
for target in "${targets[@]}"; do
    seed "$target"
    echo "== $target, $seconds s"
    if ! build-fuzz/"$target" -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="build-fuzz/$target-" "build-fuzz/corpus/$target" >"build-fuzz/$target.log" 2>&1; then
        failed=1
        echo "fell: see build-fuzz/$target.log"
    fi
    grep -hE 'SUMMARY|Test unit written|stat::number_of_executed_units|^#[0-9]+.*DONE' "build-fuzz/$target.log" || true
done
exit $failed
