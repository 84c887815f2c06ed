// What R calls by .C, whose arguments are pointers to vectors: example.R compiles and uses it.
#include <gaussian_mixtures.h>
#include <stdio.h>

// R has matrices column by column, so nothing is copied. The message is a text of at least 500 characters; it stays empty
// where all went well, and then there are labels from 1, the log density of each point, and a model file.
void mixture_fit(const double *x, const int *count, const int *dimension, const char **options, const char **path,
                 int *labels, double *log_densities, char **message) {
  const gmm_points points = {.numbers = x,
                             .count = (size_t)*count,
                             .dimension = (size_t)*dimension,
                             .point_stride = 1,
                             .coordinate_stride = *count};
  const gmm_answers answers = {.labels = labels, .log_densities = log_densities};
  gmm_failure failure = {0};
  gmm_model *model = gmm_fit(&points, NULL, *options, NULL, &failure);
  char *document = model == NULL ? NULL : gmm_model_document(model, &failure);
  if (document != NULL && gmm_evaluate(model, &points, false, 0, &answers, &failure))
    gmm_file_write(document, *path, &failure);
  for (int i = 0; i < *count; i++) labels[i]++;
  snprintf(*message, 500, "%s", failure.message == NULL ? "" : failure.message);
  gmm_failure_clear(&failure);
  gmm_model_release(model);
  gmm_free(document);
}
