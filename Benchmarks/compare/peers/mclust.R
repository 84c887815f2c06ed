# EM of mclust. usage: Rscript mclust.R FOLDER POINTS DIMENSION COMPONENTS DIAGONAL ITERATIONS MODEL
# Files and answer are those of interface.py. mclust works with one thread.
suppressMessages(library(mclust))
given <- commandArgs(trailingOnly = TRUE)
folder <- given[1]
n <- as.integer(given[2]); d <- as.integer(given[3]); k <- as.integer(given[4])
diagonal <- given[5] == "1"; iterations <- as.integer(given[6])

doubles <- function(name, count) readBin(file.path(folder, name), what = "double", n = count)
points <- t(matrix(doubles("points.f64", n * d), nrow = d))
start <- doubles("start.f64", k * (1 + d + d * d))
weights <- start[seq_len(k)]
means <- matrix(start[k + seq_len(k * d)], nrow = d)
sigma <- array(start[k * (1 + d) + seq_len(k * d * d)], dim = c(d, d, k))

name <- if (diagonal) "VVI" else "VVV"
if (diagonal) {
  diagonals <- apply(sigma, 3, diag)
  scale <- apply(diagonals, 2, function(v) exp(mean(log(v))))
  variance <- list(modelName = name, d = d, G = k, scale = scale, shape = sweep(diagonals, 2, scale, "/"))
} else {
  factors <- array(apply(sigma, 3, chol), dim = c(d, d, k))
  variance <- list(modelName = name, d = d, G = k, sigma = sigma, cholsigma = factors)
}
parameters <- list(pro = weights, mean = means, variance = variance)
# To convergence its tolerance, which is relative to the log-likelihood, is set as tight as the others'.
control <- if (iterations > 0) emControl(itmax = iterations, tol = 0) else emControl(tol = 1e-8)
seconds <- system.time(
  fit <- em(data = points, modelName = name, parameters = parameters, control = control))[["elapsed"]]

writeBin(c(fit$parameters$pro, fit$parameters$mean, fit$parameters$variance$sigma), given[7])
cat(sprintf('{"seconds": %.6f, "iterations": %d, "version": "%s"}\n', seconds,
            as.integer(abs(attr(fit, "info")[["iterations"]])), packageVersion("mclust")))
