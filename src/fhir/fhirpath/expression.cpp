#include "fhir/fhirpath/evaluation.h"
#include "fhir/fhirpath/fhirpath.h"
#include "fhir/fhirpath/parser.h"
#include "fhir/fhirpath/strict.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {

Result<Expression> Compile(std::string_view source, std::string_view context_type) {
    Expression expression;
    expression.root_ = TRY(Parse(source));
    // Leaves at each step what it means for that type; that some may mean nothing is no fault here.
    if (!context_type.empty()) (void)expression.Check(context_type);
    expression.source_ = source;
    return expression;
}

namespace {

Frame FirstFrame(const Evaluation& evaluation) {
    const Item& start = evaluation.context();
    return {.self = start.is_system() && !start.made() ? nullptr : &start};
}

}  // namespace

Result<void> Expression::Check(std::string_view context_type) const {
    return CheckStrictly(*root_, definitions::FindStructure(context_type));
}

Result<Collection> Expression::Evaluate(const Environment& environment) const {
    Evaluation evaluation(environment);
    if (environment.strict) TRY(CheckStrictly(*root_, evaluation.context().structure()));
    const Frame frame = FirstFrame(evaluation);
    Collection result;
    if (!root_->evaluate(*root_, evaluation, frame, result)) return evaluation.TakeError();
    return result;
}

Result<bool> Expression::Test(const Environment& environment) const {
    Evaluation evaluation(environment);
    if (environment.strict) TRY(CheckStrictly(*root_, evaluation.context().structure()));
    const Frame frame = FirstFrame(evaluation);
    Truth truth;
    if (!EvaluateTruth(*root_, evaluation, frame, truth)) return evaluation.TakeError();
    return truth == Truth::kTrue;
}

std::string_view Expression::source() const {
    return source_;
}

}  // namespace tram::fhirpath
