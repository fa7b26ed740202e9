#pragma once
#include "record/notes/note.h"
