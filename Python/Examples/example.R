# Fits a mixture from R. In the folder Python:
#
#   swift build -c release --product gaussian_mixtures --static-swift-stdlib
#   Rscript Examples/example.R Sources/CMixtureBridge/include .build/release
#
# Then `gmm convert model.json model.R` makes what mclust reads.
places <- normalizePath(commandArgs(trailingOnly = TRUE))
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
folder <- tempfile("example")
dir.create(folder)
file.copy(file.path(dirname(script), "example_r.c"), folder)
Sys.setenv(
  PKG_CPPFLAGS = paste0("-I'", places[1], "'"),
  PKG_LIBS = paste0("-L'", places[2], "' -lgaussian_mixtures -Wl,-rpath,'", places[2], "'"))
built <- system2(file.path(R.home("bin"), "R"), c("CMD", "SHLIB", shQuote(file.path(folder, "example_r.c"))), stdout = FALSE)
stopifnot(built == 0)
dyn.load(file.path(folder, paste0("example_r", .Platform$dynlib.ext)))

mixture_fit <- function(x, options, path = "model.json") {
  x <- as.matrix(x)
  answer <- .C("mixture_fit", as.double(x), nrow(x), ncol(x), options, path,
    labels = integer(nrow(x)), log_densities = double(nrow(x)), message = strrep(" ", 500))
  if (nzchar(answer$message)) stop(answer$message)
  answer[c("labels", "log_densities")]
}

# What is wrong is said, with its cure.
refused <- tryCatch(mixture_fit(faithful, '{"componentCount": 0}'), error = conditionMessage)
cat("refused:", refused, "\n")

fit <- mixture_fit(faithful, '{"componentCount": 2, "columns": ["eruptions", "waiting"]}')
cat(sprintf("Old Faithful: %s points, log-likelihood %.3f\n", paste(table(fit$labels), collapse = " and "), sum(fit$log_densities)))
