// What LinearAlgebra uses of OpenBLAS: CBLAS, and the LAPACK routines behind lapack.h, whose
// function-like macros Swift cannot import.
#pragma once
#include <cblas.h>
#include <lapack.h>

// Ends the threads that OpenBLAS has started; its headers do not declare it.
extern int blas_thread_shutdown_(void);

static inline void shim_use_calling_thread_alone(void) {
  // In this order: setting a number starts the threads anew.
  openblas_set_num_threads(1);
  blas_thread_shutdown_();
}

static inline int shim_dsyev(int n, double *a, double *values, double *work, int work_size) {
  int information = 0;
  LAPACK_dsyev("V", "L", &n, a, &n, values, work, &work_size, &information);
  return information;
}

