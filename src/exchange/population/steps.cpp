#include "exchange/population/steps.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <span>
#include <thread>

#include "base/background.h"

namespace tram::population {
namespace {

// Changes that share a transaction: people wait while it is written.
constexpr std::size_t kTogether = 64;
constexpr int kWriters = 16;  // most of them wait for the disk

class Maker {
  public:
    Maker(const List& list, const std::vector<Rid>& matched, Book& book,
          const ChangeContext& context)
        : list_(list), matched_(matched), book_(book), context_(context) {}

    Steps Make() {
        made_.fates.assign(list_.entries.size(), Fate::kRefused);
        ids_.resize(list_.entries.size());
        ChooseHouseholds();
        for (std::size_t i = 0; i < list_.households.size(); ++i) MakeHousehold(i);
        for (std::size_t i = 0; i < list_.entries.size(); ++i) {
            if (!list_.entries[i].good || list_.entries[i].household) continue;
            Step step;
            MakePerson(i, step);
            Keep(std::move(step));
        }
        return std::move(made_);
    }

  private:
    // Which household of the book each of the list is, and whom others lose to it.
    void ChooseHouseholds() {
        targets_.assign(list_.households.size(), nullptr);
        std::set<Rid> taken;
        for (std::size_t i = 0; i < list_.households.size(); ++i) {
            const auto& household = list_.households[i];
            if (household.home == 0 || household.code.empty()) continue;
            targets_[i] = book_.FindHousehold(household.home, household.code);
            if (targets_[i]) taken.insert(targets_[i]->rid);
        }
        for (std::size_t i = 0; i < list_.households.size(); ++i) {
            if (!targets_[i]) targets_[i] = ByMembers(list_.households[i], taken);
            if (targets_[i]) taken.insert(targets_[i]->rid);
        }
        for (std::size_t i = 0; i < list_.households.size(); ++i) {
            for (const auto place : list_.households[i].members) {
                if (!list_.entries[place].good || matched_[place] == 0) continue;
                const auto& person = book_.person(matched_[place]);
                for (const auto other : person.households) {
                    if (!targets_[i] || other != targets_[i]->rid) leaves_[other].insert(person.id);
                }
            }
        }
    }

    // The household most of its members are in, if no other of the list is that one and it has no
    // number of another household.
    KnownHousehold* ByMembers(const Household& household, const std::set<Rid>& taken) {
        std::map<Rid, int> votes;
        for (const auto place : household.members) {
            if (!list_.entries[place].good || matched_[place] == 0) continue;
            for (const auto rid : book_.person(matched_[place]).households) ++votes[rid];
        }
        KnownHousehold* best = nullptr;
        int most = 0;
        for (const auto& [rid, count] : votes) {
            auto* known = book_.household(rid);
            if (!known || taken.contains(rid) || count <= most) continue;
            if (!household.code.empty() && known->body->root()["identifier"].size() > 0) continue;
            best = known;
            most = count;
        }
        return best;
    }

    void MakePerson(std::size_t place, Step& step) {
        const auto& entry = list_.entries[place];
        auto made = matched_[place] == 0
                        ? NewPerson(entry, context_)
                        : ChangedPerson(entry, book_.person(matched_[place]), context_);
        ids_[place] = made.id;
        made_.fates[place] = matched_[place] == 0   ? Fate::kNew
                             : made.changes.empty() ? Fate::kSame
                                                    : Fate::kChanged;
        step.entries.push_back(place);
        for (auto& change : made.changes) step.changes.push_back(std::move(change));
    }

    void MakeHousehold(std::size_t number) {
        const auto& household = list_.households[number];
        Step step;
        std::vector<Member> members;
        for (const auto place : household.members) {
            const auto& entry = list_.entries[place];
            if (!entry.good) continue;
            MakePerson(place, step);
            members.push_back({.patient = ids_[place],
                               .relation = entry.relation,
                               .head = entry.relation == "head",
                               .name = entry.name});
        }
        if (members.empty()) return;
        auto* target = targets_[number];
        const auto leaves = target ? std::move(leaves_[target->rid]) : std::set<std::string>();
        if (target) leaves_.erase(target->rid);
        if (auto change = ChangeHousehold(household, members, leaves, target, context_)) {
            step.changes.push_back(std::move(*change));
            Touch(step);
        }
        LeaveOthers(household, step);
        Keep(std::move(step));
    }

    // What members leave behind, where no household of the list is that one.
    void LeaveOthers(const Household& household, Step& step) {
        for (const auto place : household.members) {
            if (!list_.entries[place].good || matched_[place] == 0) continue;
            for (const auto rid : book_.person(matched_[place]).households) {
                const auto leaves = leaves_.find(rid);
                const bool is_target =
                    std::any_of(targets_.begin(), targets_.end(),
                                [&](const auto* one) { return one && one->rid == rid; });
                if (leaves == leaves_.end() || is_target) continue;
                const auto* known = book_.household(rid);
                if (known) {
                    if (auto change =
                            ChangeHousehold(household, {}, leaves->second, known, context_))
                        step.changes.push_back(std::move(*change));
                }
                leaves_.erase(leaves);
            }
        }
    }

    // A household may change though none of its people does: then its first one is told as changed.
    void Touch(const Step& step) {
        for (const auto place : step.entries) {
            if (made_.fates[place] != Fate::kSame) return;
        }
        made_.fates[step.entries.front()] = Fate::kChanged;
    }

    void Keep(Step step) {
        if (!step.changes.empty()) made_.steps.push_back(std::move(step));
    }

    const List& list_;
    const std::vector<Rid>& matched_;
    Book& book_;
    const ChangeContext& context_;
    Steps made_;
    std::vector<std::string> ids_;
    std::vector<KnownHousehold*> targets_;         // by household of the list
    std::map<Rid, std::set<std::string>> leaves_;  // ids of those who leave it
};

bool StopsAll(ErrorCode code) {
    return code == ErrorCode::kUnavailable || code == ErrorCode::kInternal ||
           code == ErrorCode::kUnauthenticated;
}

class Writing {
  public:
    Writing(record::Store& store, const access::Actor& actor, const List& list, Steps& steps,
            Faults& faults, const std::function<void(std::int64_t, std::int64_t)>& progress)
        : store_(store),
          actor_(actor),
          list_(list),
          steps_(steps),
          faults_(faults),
          progress_(progress) {
        for (const auto& step : steps.steps)
            total_ += static_cast<std::int64_t>(step.entries.size());
    }

    Result<void> Run() {
        std::vector<std::thread> writers;
        for (int i = 0; i < kWriters; ++i) writers.emplace_back([this] { Work(); });
        for (auto& writer : writers) writer.join();
        if (stopped_) return std::move(*stopped_);
        return {};
    }

  private:
    // The next steps that fill a commit.
    std::span<Step> Take() {
        const std::lock_guard lock(mutex_);
        const auto begin = next_;
        std::size_t changes = 0;
        while (!stopped_ && next_ < steps_.steps.size() && changes < kTogether)
            changes += steps_.steps[next_++].changes.size();
        return std::span(steps_.steps).subspan(begin, stopped_ ? 0 : next_ - begin);
    }

    void Work() {
        RunBelowOthers();
        for (auto some = Take(); !some.empty(); some = Take()) {
            if (auto done = Commit(some); !done) {
                const std::lock_guard lock(mutex_);
                if (!stopped_) stopped_ = std::move(done).error();
            }
        }
    }

    // Together, or in halves until the one at fault is alone.
    Result<void> Commit(std::span<Step> some) {
        std::vector<record::Change> changes;
        for (const auto& step : some)
            changes.insert(changes.end(), step.changes.begin(), step.changes.end());
        auto receipt = store_.Commit(actor_, std::move(changes), record::Priority::kBulk);
        if (receipt) {
            Tell(some, nullptr);
            return {};
        }
        if (StopsAll(receipt.error().code)) return std::move(receipt).error();
        if (some.size() > 1) {
            TRY(Commit(some.first(some.size() / 2)));
            return Commit(some.subspan(some.size() / 2));
        }
        Tell(some, &receipt.error());
        return {};
    }

    void Tell(std::span<Step> some, const Error* refused) {
        const std::lock_guard lock(mutex_);
        for (const auto& step : some) {
            done_ += static_cast<std::int64_t>(step.entries.size());
            if (!refused) continue;
            for (const auto place : step.entries) {
                steps_.fates[place] = Fate::kRefused;
                faults_.Add("refused", list_.entries[place].row, std::nullopt,
                            {{"value", refused->message_vi}});
            }
        }
        if (progress_) progress_(done_, total_);
    }

    record::Store& store_;
    const access::Actor& actor_;
    const List& list_;
    Steps& steps_;
    Faults& faults_;
    const std::function<void(std::int64_t, std::int64_t)>& progress_;
    std::mutex mutex_;
    std::size_t next_ = 0;
    std::int64_t done_ = 0, total_ = 0;
    std::optional<Error> stopped_;
};

}  // namespace

Steps MakeSteps(const List& list, const std::vector<Rid>& matched, Book& book,
                const ChangeContext& context) {
    return Maker(list, matched, book, context).Make();
}

Result<void> WriteSteps(record::Store& store, const access::Actor& actor, const List& list,
                        Steps& steps, Faults& faults,
                        const std::function<void(std::int64_t, std::int64_t)>& progress) {
    return Writing(store, actor, list, steps, faults, progress).Run();
}

}  // namespace tram::population
