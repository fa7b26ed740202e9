#include "insight/columns/columns.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "base/result.h"

namespace tram::columns {
namespace {

using database::Statement;

constexpr std::size_t kPage = 1'000;  // of records whose rows are read again

// Reads rows of one table, cell by cell. Texts are looked up among those met before in this table:
// codes repeat.
class RowReader {
  public:
    RowReader(Table& table, Texts& texts, std::mutex* texts_mutex)
        : table_(table), texts_(texts), texts_mutex_(texts_mutex) {}

    // The rows a SELECT of the table's columns gives.
    Result<void> Read(Statement& rows) {
        while (TRY(rows.Step())) {
            for (std::size_t i = 0; i < table_.names().size(); ++i) {
                Column& column = table_.column(i);
                const int place = static_cast<int>(i);
                if (rows.IsNull(place)) {
                    column.AddNull();
                } else if (column.type() == Column::Type::kInteger) {
                    column.AddInteger(rows.Int(place));
                } else if (column.type() == Column::Type::kReal) {
                    column.AddReal(rows.Real(place));
                } else {
                    column.AddText(NumberOf(rows.Text(place)));
                }
            }
            table_.EndRow();
        }
        return {};
    }

  private:
    std::uint32_t NumberOf(std::string_view text) {
        if (const auto met = met_.find(text); met != met_.end()) return met->second;
        std::unique_lock<std::mutex> lock;
        if (texts_mutex_) lock = std::unique_lock(*texts_mutex_);
        const auto number = texts_.Number(text);
        met_.emplace(texts_.View(number), number);
        return number;
    }

    Table& table_;
    Texts& texts_;
    std::mutex* texts_mutex_;  // nullptr: nobody else is there
    std::unordered_map<std::string_view, std::uint32_t> met_;
};

std::string SelectFrom(const Table& table) {
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < table.names().size(); ++i)
        sql += (i ? ", " : "") + ("\"" + table.names()[i].name + "\"");
    return sql + " FROM reg_" + table.name();
}

// The column whose rows lie together: most questions come with a person.
std::size_t SortedBy(const Table& table) {
    for (const char* name : {"person", "rid"}) {
        if (const auto column = table.Find(name)) return *column;
    }
    return 0;
}

// Rows are found by these two to be kept in step, and by what questions find them by.
void AskForIndexes(Table& table, const Shape& shape) {
    for (const char* name : {"rid", "person"}) {
        if (const auto column = table.Find(name)) table.NeedIndex(*column);
    }
    for (const auto& name : shape.indexed) {
        const auto column = table.Find(name);
        TRAM_CHECK(column.has_value());
        table.NeedIndex(*column);
    }
}

}  // namespace

std::optional<Shape> ShapeOf(const registers::Registers& registers, std::string_view name) {
    const auto* of = registers.Find(name);
    if (!of) return std::nullopt;
    Shape shape{.register_name = of->name, .columns = {{"rid"}, {"row"}, {"patient"}, {"person"}}};
    for (const auto& column : of->columns) {
        const auto type = column.type == Statement::Type::kText   ? Column::Type::kText
                          : column.type == Statement::Type::kReal ? Column::Type::kReal
                                                                  : Column::Type::kInteger;
        shape.columns.push_back({column.name, type});
    }
    return shape;
}

Columns::Columns(record::Store& store, Feed& feed, Texts& texts, std::vector<Shape> shapes,
                 std::string kept_in, std::size_t worth_keeping)
    : store_(store),
      feed_(feed),
      texts_(texts),
      shapes_(std::move(shapes)),
      kept_in_(std::move(kept_in)),
      worth_keeping_(worth_keeping) {
    if (!kept_in_.empty()) OpenKept();
}

bool Columns::Stands() const {
    return position_ == store_.position() && generation_ == store_.registers().generation() &&
           !tables_.empty();
}

Result<Columns::Standing> Columns::Stand() {
    Standing standing;
    // What is written between the two locks is brought up once and then left for the next question.
    for (bool brought = false;; brought = true) {
        standing.lock_ = std::shared_lock(mutex_);
        if (Stands() || (brought && !tables_.empty())) break;
        standing.lock_.unlock();
        ++waiting_;
        const std::unique_lock lock(mutex_);
        --waiting_;
        if (!Stands()) TRY(BringUp());
    }
    standing.tables_ = &tables_;
    standing.position_ = position_;
    standing.generation_ = generation_;
    return standing;
}

Result<void> Columns::BringUp() {
    const auto generation = store_.registers().generation();
    if (generation != generation_) {
        tables_.clear();
        positions_.clear();
        generation_ = generation;
    }
    {
        // The feed begins before any table does, so that it knows what came after each.
        const auto reader = TRY(store_.Read());
        TRY(feed_.CatchUp(*reader));
        if (tables_.empty() && may_read_ && LoadKept(reader->connection()))
            kept_at_ = may_read_->position;
        may_read_.reset();
    }
    if (tables_.empty()) TRY(LoadAll());
    const auto reader = TRY(store_.Read());
    const auto upto = TRY(feed_.CatchUp(*reader));
    position_ = upto;
    for (auto& [name, table] : tables_) {
        auto followed = Follow(reader->connection(), table, upto);
        if (followed) continue;
        // Some rows are gone and not read again: all is read anew by the next who asks.
        tables_.clear();
        positions_.clear();
        return followed;
    }
    return {};
}

Result<void> Columns::LoadAll() {
    std::vector<std::unique_ptr<Table>> loaded(shapes_.size());
    std::vector<std::int64_t> positions(shapes_.size());
    std::atomic<std::size_t> next = 0;
    std::mutex texts_mutex;
    std::optional<Error> fault;
    const auto load = [&](std::size_t place) -> Result<void> {
        const auto reader = TRY(store_.Read());
        positions[place] = reader->position();
        loaded[place] = TRY(ReadAll(reader->connection(), shapes_[place], &texts_mutex));
        return {};
    };
    const auto work = [&] {
        for (std::size_t i = next++; i < shapes_.size(); i = next++) {
            auto done = load(i);
            if (done) continue;
            const std::lock_guard lock(texts_mutex);
            if (!fault) fault = std::move(done).error();
        }
    };
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> helpers;
    for (std::size_t i = 1; i < std::min(cores, shapes_.size()); ++i) helpers.emplace_back(work);
    work();
    for (auto& helper : helpers) helper.join();
    if (fault) return *std::move(fault);
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        positions_[shapes_[i].register_name] = positions[i];
        tables_[shapes_[i].register_name] = std::move(loaded[i]);
    }
    return {};
}

Result<std::unique_ptr<Table>> Columns::ReadAll(database::Connection& connection,
                                                const Shape& shape, std::mutex* texts_mutex) {
    auto table = std::make_unique<Table>(shape.register_name, shape.columns);
    RowReader rows(*table, texts_, texts_mutex);
    TRY(rows.Read(*TRY(connection.Prepare(SelectFrom(*table)))));
    table->SortBy(SortedBy(*table));
    AskForIndexes(*table, shape);
    return table;
}

Result<void> Columns::Follow(database::Connection& connection, std::unique_ptr<Table>& followed,
                             std::int64_t upto) {
    Table& table = *followed;
    auto& position = positions_[table.name()];
    if (position >= upto) return {};
    const auto* of = store_.registers().Find(table.name());
    TRAM_CHECK(of != nullptr);
    const auto moved = feed_.MovedSince(position, upto, of->resource_type);
    // Many rows are read quicker from end to end than by their numbers.
    const std::size_t many = kPage + table.rows() / 8;
    if (!moved || moved->records.size() + moved->persons.size() > many) {
        const auto shape = std::find_if(shapes_.begin(), shapes_.end(), [&](const Shape& one) {
            return one.register_name == table.name();
        });
        followed = TRY(ReadAll(connection, *shape, nullptr));
    } else {
        RowReader reader(table, texts_, nullptr);
        const auto replace = [&](std::string_view name,
                                 std::span<const std::int64_t> keys) -> Result<void> {
            const auto column = table.Find(name);
            TRAM_CHECK(column.has_value());
            const Index& index = *table.IndexOf(*column);
            for (const auto key : keys) {
                index.Find(key).ForEach([&](std::uint32_t row) { table.Kill(row); });
            }
            const std::string sql =
                SelectFrom(table) + " WHERE " + connection.InSet(std::string(name), 1);
            for (std::size_t i = 0; i < keys.size(); i += kPage) {
                auto& rows = *TRY(connection.Prepare(sql));
                rows.BindSet(1, keys.subspan(i, std::min(kPage, keys.size() - i)));
                TRY(reader.Read(rows));
            }
            return {};
        };
        TRY(replace("person", moved->persons));
        // A record that came with its person comes once more: links are made rarely.
        TRY(replace("rid", moved->records));
        if (table.worn()) table.SortBy(SortedBy(table));
    }
    position = upto;
    return {};
}

// --- the file between two runs ---

Result<std::string> Columns::ShapesAsOf(database::Connection& connection) const {
    std::map<std::string, std::string, std::less<>> views;
    auto& rows = *TRY(connection.Prepare("SELECT name, hash FROM register"));
    while (TRY(rows.Step())) views[std::string(rows.Text(0))] = rows.Text(1);
    std::string told;
    for (const Shape& shape : shapes_) {
        told += shape.register_name + " " + views[shape.register_name];
        for (const auto& column : shape.columns)
            told += " " + column.name + ":" + std::to_string(static_cast<int>(column.type));
        told += "\n";
    }
    return told;
}

namespace {

// The link of the log at a position; empty: no such position.
Result<std::string> ChainAt(database::Connection& connection, std::int64_t position) {
    auto& rows = *TRY(connection.Prepare("SELECT chain FROM log WHERE pos = $1"));
    rows.Bind(1, position);
    std::string chain;
    while (TRY(rows.Step())) chain = rows.Blob(0);
    return chain;
}

}  // namespace

// The feed begins where the file ends, so this comes before anybody asks it.
void Columns::OpenKept() {
    auto of = ReadKeptOf(kept_in_);
    if (!of) return;
    const auto reader = store_.Read();
    if (!reader) return;
    auto& connection = (*reader)->connection();
    const auto behind = (*reader)->position() - of->position;
    if (behind < 0 || behind > Feed::kMostBehind) return;
    const auto chain = ChainAt(connection, of->position);
    const auto shapes = ShapesAsOf(connection);
    if (!chain || chain->empty() || *chain != of->chain || !shapes || *shapes != of->shapes) return;
    feed_.BeginAt(of->position, std::move(of->survivors));
    may_read_ = std::move(of);
}

bool Columns::LoadKept(database::Connection& connection) {
    Tables tables;
    std::vector<Table*> each;
    for (const Shape& shape : shapes_) {
        auto& table = tables[shape.register_name];
        table = std::make_unique<Table>(shape.register_name, shape.columns);
        each.push_back(table.get());
    }
    // Registers made anew in the meantime are other ones.
    const auto shapes = ShapesAsOf(connection);
    if (!shapes || *shapes != may_read_->shapes) return false;
    if (!ReadKeptTables(kept_in_, each, texts_)) return false;
    for (std::size_t i = 0; i < each.size(); ++i) AskForIndexes(*each[i], shapes_[i]);
    tables_ = std::move(tables);
    for (const Shape& shape : shapes_) positions_[shape.register_name] = may_read_->position;
    return true;
}

void Columns::Keep(Moment moment) {
    constexpr std::int64_t kMuch = 20'000, kWorthALook = 500;
    if (kept_in_.empty()) return;
    const std::lock_guard keeping(keeping_);
    const std::shared_lock lock(mutex_);
    const auto since = position_ - kept_at_;
    if (tables_.empty() || since == 0) return;
    if (kept_at_ >= 0 && since < (moment == Moment::kEnd ? kWorthALook : kMuch)) return;
    std::size_t bytes = 0;
    for (const auto& [name, table] : tables_) bytes += table->bytes();
    if (bytes < worth_keeping_) return;
    KeptOf of{.position = position_};
    auto survivors = feed_.SurvivorsAt(position_);
    const auto reader = store_.Read();
    if (!survivors || !reader) return;
    auto chain = ChainAt((*reader)->connection(), position_);
    auto shapes = ShapesAsOf((*reader)->connection());
    if (!chain || chain->empty() || !shapes) return;
    of.chain = std::move(*chain);
    of.shapes = std::move(*shapes);
    of.survivors = std::move(*survivors);
    std::vector<const Table*> each;
    for (const Shape& shape : shapes_) each.push_back(tables_[shape.register_name].get());
    if (WriteKept(kept_in_, of, each, texts_)) kept_at_ = position_;
}

std::int64_t Columns::kept_at() const {
    return kept_at_;
}

std::size_t Columns::bytes() const {
    const std::shared_lock lock(mutex_);
    std::size_t bytes = 0;
    for (const auto& [name, table] : tables_) bytes += table->bytes();
    return bytes;
}

}  // namespace tram::columns
