#include "dip-imaging.h"
