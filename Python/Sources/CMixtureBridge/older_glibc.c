// As the command has it.
#include "../../../Sources/COlderGlibc/older_glibc.c"
