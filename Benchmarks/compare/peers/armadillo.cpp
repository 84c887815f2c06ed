// EM and hard labels of Armadillo's gmm_full and gmm_diag. Files and answer are those of interface.py.
// usage: armadillo fit FOLDER POINTS DIMENSION COMPONENTS DIAGONAL ITERATIONS MODEL
//        armadillo label FOLDER POINTS DIMENSION COMPONENTS DIAGONAL REPETITIONS MODEL LABELS
// `fit` starts from the workload's start and writes MODEL; `label` reads it, and writes 32-bit labels from 0.
#include <algorithm>
#include <armadillo>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Task {
  std::string folder;
  arma::uword points, dimension, components;
  bool diagonal;
  arma::uword count; // iterations or repetitions
  std::string model;
  std::string labels;
};

struct Parameters {
  arma::rowvec weights;
  arma::mat means;
  arma::cube covariances;
};

template <class Body>
double secondsOf(Body body) {
  const auto began = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

std::vector<double> read(const std::string& path, std::size_t count) {
  std::vector<double> numbers(count);
  std::ifstream file(path, std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(numbers.data()), static_cast<std::streamsize>(count * sizeof(double))))
    throw std::runtime_error(path + " cannot be read or is too short");
  return numbers;
}

Parameters readParameters(const std::string& path, const Task& task) {
  const arma::uword d = task.dimension, k = task.components;
  std::vector<double> numbers = read(path, k * (1 + d + d * d));
  return {arma::rowvec(numbers.data(), k), arma::mat(numbers.data() + k, d, k),
          arma::cube(numbers.data() + k * (1 + d), d, d, k)};
}

template <class Numbers>
void append(std::ofstream& file, const Numbers& numbers) {
  file.write(reinterpret_cast<const char*>(numbers.memptr()),
             static_cast<std::streamsize>(numbers.n_elem * sizeof(typename Numbers::elem_type)));
}

void set(arma::gmm_full& model, const Parameters& start) {
  model.set_params(start.means, start.covariances, start.weights);
}

void set(arma::gmm_diag& model, const Parameters& start) {
  arma::mat variances(start.means.n_rows, start.means.n_cols);
  for (arma::uword k = 0; k < variances.n_cols; ++k) variances.col(k) = start.covariances.slice(k).diag();
  model.set_params(start.means, variances, start.weights);
}

arma::cube covariances(const arma::gmm_full& model) { return model.fcovs; }

arma::cube covariances(const arma::gmm_diag& model) {
  arma::cube full(model.n_dims(), model.n_dims(), model.n_gaus(), arma::fill::zeros);
  for (arma::uword k = 0; k < full.n_slices; ++k) full.slice(k).diag() = model.dcovs.col(k);
  return full;
}

void report(double seconds, arma::uword iterations) {
  std::cout << "{\"seconds\": " << seconds << ", \"iterations\": " << iterations << ", \"version\": \""
            << ARMA_VERSION_MAJOR << '.' << ARMA_VERSION_MINOR << '.' << ARMA_VERSION_PATCH << "\"}\n";
}

template <class Model>
void fit(const Task& task, const arma::mat& points) {
  Model model;
  set(model, readParameters(task.folder + "/start.f64", task));
  // It ends by itself where the likelihood no longer changes at all.
  const arma::uword iterations = task.count > 0 ? task.count : 1000;
  // The least floor of variances that it takes: it must be above 0.
  const double seconds = secondsOf([&] {
    model.learn(points, task.components, arma::maha_dist, arma::keep_existing, 0, iterations, 1e-300, false);
  });
  std::ofstream file(task.model, std::ios::binary);
  append(file, model.hefts);
  append(file, model.means);
  append(file, covariances(model));
  report(seconds, task.count);
}

template <class Model>
void label(const Task& task, const arma::mat& points) {
  Model model;
  set(model, readParameters(task.model, task));
  std::vector<double> times;
  arma::urowvec labels;
  for (arma::uword i = 0; i < task.count; ++i)
    times.push_back(secondsOf([&] { labels = model.assign(points, arma::prob_dist); }));
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  std::ofstream file(task.labels, std::ios::binary);
  append(file, arma::conv_to<arma::Row<arma::s32>>::from(labels));
  report(times[times.size() / 2], task.count);
}

template <class Model>
void run(bool isFit, const Task& task) {
  std::vector<double> numbers = read(task.folder + "/points.f64", task.points * task.dimension);
  const arma::mat points(numbers.data(), task.dimension, task.points, false);
  if (isFit) fit<Model>(task, points); else label<Model>(task, points);
}

} // namespace

int main(int count, char** arguments) try {
  const std::vector<std::string> given(arguments + 1, arguments + count);
  if (given.size() < 8) throw std::runtime_error("too few arguments; the source says which");
  const Task task{given[1], std::stoull(given[2]), std::stoull(given[3]), std::stoull(given[4]),
                  given[5] == "1", std::stoull(given[6]), given[7], given.size() > 8 ? given[8] : ""};
  const bool isFit = given[0] == "fit";
  if (task.diagonal) run<arma::gmm_diag>(isFit, task); else run<arma::gmm_full>(isFit, task);
} catch (const std::exception& error) {
  std::cerr << "armadillo: " << error.what() << '\n';
  return 1;
}
