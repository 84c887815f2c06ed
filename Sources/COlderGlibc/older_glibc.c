// Functions that programs name in a newer version of glibc than they need: with these in their place, what is built here
// runs where glibc is 2.34, on RHEL 9 and its kin.
#if defined(__linux__)
#define _GNU_SOURCE
#include <features.h>
#ifdef __GLIBC__
#include <complex.h>
#include <stdlib.h>
#include <unistd.h>

// Swift's own library names hypot and hypotf, of which there is a version in glibc 2.35 that sets no errno. The absolute
// value of a complex number is the same function, to the bit, and has one version.
double hypot(double x, double y) { return cabs(__builtin_complex(x, y)); }
float hypotf(float x, float y) { return cabsf(__builtin_complex(x, y)); }

// expat names arc4random_buf, which is new in glibc 2.36 and takes from the system what getentropy takes.
void arc4random_buf(void *room, size_t count) {
  enum { most = 256 };
  for (size_t done = 0; done < count; done += most)
    if (getentropy((char *)room + done, count - done < most ? count - done : most) != 0) abort();
}
#endif
#endif
