#include <gtest/gtest.h>

#include "platform/files/file.h"
#include "record/notes/note.h"
