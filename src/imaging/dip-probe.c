#include "dip-probe.h"
