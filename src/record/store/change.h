// Changes made of bodies that the program itself has written.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string>
#include <string_view>

#include "record/store/store.h"

namespace tram::record {

// The change that does `method` with this body: a resource, or the operations of a JSON Patch. An
// empty id: the store makes one, or a condition finds it.
// REQUIRES: `body` is JSON.
Change MakeChange(Method method, std::string_view type, std::string id, std::string_view body);

// The same of a resource that says its own type and id. REQUIRES: as above.
Change MakeChange(Method method, std::string_view body);

}  // namespace tram::record
