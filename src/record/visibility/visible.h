// Visible: keeps the tables `visible` and `unit_link` in step with the records, by the rules of
// content/roles/visibility.yaml.
//
// Invariant: a row of `visible` counts (n) the records that open this compartment to this unit for
// this reason in these days; a row that no record speaks for is gone.
//
// Thread safety: as record::Deriver, called by the writer alone.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/store/store.h"
#include "record/visibility/rules.h"
#include "record/visibility/unit_tree.h"

namespace tram::visibility {

class Visible : public record::Deriver {
  public:
    // `tree` hears of each change of the tree of units; it must outlive this.
    Visible(Rules rules, UnitTree& tree) : rules_(std::move(rules)), tree_(tree) {}

    std::string_view name() const override { return "visible"; }
    // Derives everything anew where the tables were made by other rules.
    Result<void> Prepare(database::Connection& connection) override;
    Result<void> Apply(database::Connection& connection,
                       std::span<const record::Touched> touched) override;
    Result<std::vector<std::string>> Check(database::Connection& connection) override;
    const record::Openings* openings() const override { return &rules_; }

  private:
    Rules rules_;
    UnitTree& tree_;
};

}  // namespace tram::visibility
