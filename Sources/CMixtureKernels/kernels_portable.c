#include "kernels.h"

#include <math.h>

#define WIDTH 2
#define NAMED(name) name##_portable
#include "kernel_body.inc"
