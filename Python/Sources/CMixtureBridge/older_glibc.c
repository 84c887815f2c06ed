// hypot and hypotf, which Swift's own library names, have a newer version in glibc 2.35 that sets no errno. The older one is
// as good, and lets the library be loaded where glibc is 2.34: RHEL 9 and its kin.
#if defined(__linux__) && defined(__x86_64__)
#include <features.h>
#ifdef __GLIBC__
__asm__(".symver older_hypot, hypot@GLIBC_2.2.5");
__asm__(".symver older_hypotf, hypotf@GLIBC_2.2.5");
double older_hypot(double x, double y);
float older_hypotf(float x, float y);
double hypot(double x, double y) { return older_hypot(x, y); }
float hypotf(float x, float y) { return older_hypotf(x, y); }
#endif
#endif
