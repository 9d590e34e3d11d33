#include "dip-inspect.h"
