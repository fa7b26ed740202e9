#include "platform/files/file.h"
#include "page.h"
