#define _POSIX_C_SOURCE 200809L

#include "CVectorRate.h"

#include <string.h>
#include <time.h>

#pragma STDC FP_CONTRACT ON

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#if defined(__x86_64__)
#include <cpuid.h>
#define KEEP(vector) __asm__ volatile("" : "+v"(vector))

#pragma clang attribute push(__attribute__((target("avx512f,avx2,fma"))), apply_to = function)
#define WIDTH 8
#define NAMED(name) name##_avx512
#include "chains.inc"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#undef KEEP
#define KEEP(vector) __asm__ volatile("" : "+x"(vector))
#define WIDTH 4
#define NAMED(name) name##_avx2
#include "chains.inc"
#pragma clang attribute pop
#else
#define KEEP(vector) __asm__ volatile("" : "+w"(vector))
#endif

#define WIDTH 2
#define NAMED(name) name##_portable
#include "chains.inc"

bool rate_is_available(rate_instruction_set set) {
#if defined(__x86_64__)
  if (set == RATE_AVX512) return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma");
  if (set == RATE_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return set == RATE_PORTABLE;
}

double rate_of_fused_multiply_adds(rate_instruction_set set) {
#if defined(__x86_64__)
  if (set == RATE_AVX512) return rate_avx512();
  if (set == RATE_AVX2) return rate_avx2();
#endif
  (void)set;
  return rate_portable();
}

bool rate_has_separate_additions(void) {
#if defined(__x86_64__)
  unsigned leaf, words[4] = {0};
  if (!__get_cpuid(0, &leaf, &words[0], &words[2], &words[1])) return false;
  return memcmp(words, "AuthenticAMD", 12) == 0;
#else
  return false;
#endif
}
