#include "dip-demo-photo.h"
