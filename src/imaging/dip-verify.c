#include "dip-verify.h"
