// Fits a mixture to points, and asks it, from C. In the folder Python:
//
//   swift build -c release --product gaussian_mixtures --static-swift-stdlib
//   cc -I Sources/CMixtureBridge/include Examples/example.c -L .build/release -lgaussian_mixtures -Wl,-rpath,$PWD/.build/release -o example
#include <gaussian_mixtures.h>
#include <stdio.h>

enum { count = 1000, dimension = 2 };

// A run of numbers from 0 to 1 that is the same everywhere.
static double uniform(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return (double)(*state >> 8) / (1 << 24);
}

static int failed(const char *what, gmm_failure *failure) {
  fprintf(stderr, "%s: %s (%s)\n", what, failure->message, failure->code);
  gmm_failure_clear(failure);
  return 1;
}

int main(void) {
  static double numbers[count][dimension];
  unsigned state = 1;
  for (int i = 0; i < count; i++)
    for (int d = 0; d < dimension; d++) {
      double sum = i % 4 == 0 ? 8 : 0;
      for (int k = 0; k < 12; k++) sum += uniform(&state) - 0.5;
      numbers[i][d] = sum;
    }
  const gmm_points points = {.numbers = numbers,
                             .count = count,
                             .dimension = dimension,
                             .point_stride = dimension,
                             .coordinate_stride = 1};
  gmm_failure failure = {0};
  if (gmm_contract() != GMM_CONTRACT) return fprintf(stderr, "another library than the header is of\n"), 1;

  // What is wrong is said, with its cure.
  if (gmm_fit(&points, NULL, "{\"componentCount\": 0}", NULL, &failure) != NULL) return 1;
  printf("refused: %s\n", failure.message);

  gmm_model *model = gmm_fit(&points, NULL, "{\"componentCount\": 2, \"structure\": \"VII\"}", NULL, &failure);
  if (model == NULL) return failed("fit", &failure);

  static int32_t labels[count];
  static double log_densities[count];
  const gmm_answers answers = {.labels = labels, .log_densities = log_densities};
  if (!gmm_evaluate(model, &points, false, 0, &answers, &failure)) return failed("evaluate", &failure);
  int sizes[2] = {0};
  double log_likelihood = 0;
  for (int i = 0; i < count; i++) sizes[labels[i]]++, log_likelihood += log_densities[i];
  printf("gaussian_mixtures %s: %d and %d points, log-likelihood %.3f\n", gmm_version(), sizes[0], sizes[1],
         log_likelihood);
  gmm_model_release(model);
  return 0;
}
