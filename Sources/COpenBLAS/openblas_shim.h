// What LinearAlgebra uses of OpenBLAS: CBLAS, and the LAPACK routines behind lapack.h, whose
// function-like macros Swift cannot import.
#pragma once
#include <cblas.h>
#include <lapack.h>

static inline int shim_dsyev(int n, double *a, double *values, double *work, int work_size) {
  int information = 0;
  LAPACK_dsyev("V", "L", &n, a, &n, values, work, &work_size, &information);
  return information;
}

