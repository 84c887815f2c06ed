#include "kernels.h"

#include <math.h>

#define REGISTERS 16

#define WIDTH 2
#define NAMED(name) name##_portable
#include "kernel_body.inc"

#define SINGLE
#define WIDTH 4
#define NAMED(name) name##_single_portable
#include "kernel_body.inc"
