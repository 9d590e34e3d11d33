#include "dip-compose.h"
