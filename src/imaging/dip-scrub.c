#include "dip-scrub.h"
