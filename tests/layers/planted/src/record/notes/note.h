#pragma once
#include "base/words.h"
#include "record/notes/page.h"
