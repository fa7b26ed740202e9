#include "fhir/fhirpath/evaluation.h"
#include "fhir/fhirpath/fhirpath.h"
#include "fhir/fhirpath/parser.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {

Result<Expression> Compile(std::string_view source, std::string_view) {
    Expression expression;
    expression.root_ = TRY(Parse(source));
    expression.source_ = source;
    return expression;
}

Result<Collection> Expression::Evaluate(const Environment& environment) const {
    Evaluation evaluation(environment);
    const Item& start = evaluation.context();
    const Frame frame{.self = start.is_system() && !start.made() ? nullptr : &start};
    Collection result;
    if (!root_->evaluate(*root_, evaluation, frame, result)) return evaluation.TakeError();
    return result;
}

Result<bool> Expression::Test(const Environment& environment) const {
    Evaluation evaluation(environment);
    const Item& start = evaluation.context();
    const Frame frame{.self = start.is_system() && !start.made() ? nullptr : &start};
    Truth truth;
    if (!EvaluateTruth(*root_, evaluation, frame, truth)) return evaluation.TakeError();
    return truth == Truth::kTrue;
}

std::string_view Expression::source() const {
    return source_;
}

}  // namespace tram::fhirpath
