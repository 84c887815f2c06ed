#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// The table of many fits: a row for each set.
struct SetTable {
  private let fits: SetFits
  private let rows: [SetFit?]
  /// The names of the model files, where they are written.
  private let files: [String]?
  private let hasParameters: Bool

  /// The columns that every table has after those that tell the sets apart.
  private static let names = [
    "points", "components", "structure", "parameters", "log_likelihood", "bic", "aic", "icl", "iterations",
    "converged",
    "notes", "model", "error",
  ]

  init(_ fits: SetFits, files: [String]?, parameters: Bool) {
    self.fits = fits
    self.files = files
    hasParameters = parameters
    rows = fits.outcomes.map { try? $0.get() }
  }

  /// The columns of groups under names that no other column has.
  var renames: [ColumnRename] {
    fits.sets.keyNames.filter(Self.names.contains).map { ColumnRename(renaming: $0) }
  }

  var columns: [TableColumn] {
    let newNames = Dictionary(renames.map { ($0.original, $0.renamed) }) { first, _ in first }
    let keys = fits.sets.keyNames.enumerated().map { place, name in
      TableColumn(name: newNames[name] ?? name, values: .strings(fits.sets.sets.map { $0.keys[place] }))
    }
    let model = files.map { files in
      [TableColumn(name: "model", values: .strings(zip(files, rows).map { $1 == nil ? nil : $0 }))]
    }
    return keys + results + (model ?? []) + (hasParameters ? parameters : []) + [
      TableColumn(
        name: "error",
        values: .strings(
          fits.outcomes.map { if case .failure(let failure) = $0 { failure.message } else { nil } }))
    ]
  }

  private var results: [TableColumn] {
    let notes = zip(fits.sets.sets, rows).map { set, fit in
      set.noteCount + (fit?.result.notes(columnNames: set.axisTitles).count ?? 0)
    }
    return [
      texts("points") { "\($0.result.pointCount)" },
      texts("components") { "\($0.result.model.componentCount)" },
      texts("structure") { $0.result.model.structure.code },
      texts("parameters") { "\($0.result.criteria.parameterCount)" },
      numbers("log_likelihood") { $0.logLikelihood },
      numbers("bic") { $0.criteria.bic }, numbers("aic") { $0.criteria.aic },
      numbers("icl") { $0.criteria.icl }, texts("iterations") { "\($0.result.history.count)" },
      texts("converged") { $0.result.termination == .converged ? "yes" : "no" },
      TableColumn(name: "notes", values: .integers(notes)),
    ]
  }

  // MARK: Parameters

  /// Weights, means, their places in the own units of columns that are transformed, and the lower halves of covariances,
  /// by component; empty where a fit has fewer components.
  private var parameters: [TableColumn] {
    let count = rows.reduce(0) { max($0, $1?.result.model.componentCount ?? 0) }
    let noise =
      rows.contains { $0?.result.model.noise != nil }
      ? [numbers("noise_weight") { $0.result.model.noise?.weight }] : []
    return noise + (0..<count).flatMap { parameters(ofComponent: $0) }
  }

  private func parameters(ofComponent k: Int) -> [TableColumn] {
    func component(_ fit: SetFit) -> GaussianMixture.Component? {
      k < fit.result.model.componentCount ? fit.result.model[k] : nil
    }
    let names = axisTitles
    let means = names.map { name in
      number("mean_\(k + 1)_\(name)") { set, fit in
        set.axisTitles.firstIndex(of: name).flatMap { component(fit)?.mean[$0] }
      }
    }
    let locations = transformedNames.map { name in
      number("location_\(k + 1)_\(name)") { set, fit in
        guard let place = set.columnNames.firstIndex(of: name), let mean = component(fit)?.mean else {
          return nil
        }
        return set.preprocessing?.original(mean)[place] ?? mean[place]
      }
    }
    let covariances = names.indices.flatMap { i in
      names[...i].map { name in
        number("covariance_\(k + 1)_\(names[i])_\(name)") { set, fit in
          guard let row = set.axisTitles.firstIndex(of: names[i]),
            let column = set.axisTitles.firstIndex(of: name)
          else { return nil }
          return component(fit)?.covariance[row, column]
        }
      }
    }
    return [numbers("weight_\(k + 1)") { component($0)?.weight }] + means + locations + covariances
  }

  /// What the coordinates of all sets are called: files may have others than the first.
  private var axisTitles: [String] { Self.distinct(fits.sets.sets.flatMap(\.axisTitles)) }

  /// The columns that are transformed.
  private var transformedNames: [String] {
    Self.distinct(
      fits.sets.sets.flatMap { set in
        (set.preprocessing?.transformedColumns ?? []).map { set.columnNames[$0] }
      })
  }

  private static func distinct(_ names: [String]) -> [String] {
    var known: Set<String> = []
    return names.filter { known.insert($0).inserted }
  }

  // MARK: Cells

  private func texts(_ name: String, _ value: (SetFit) -> String?) -> TableColumn {
    TableColumn(name: name, values: .strings(rows.map { $0.flatMap(value) }))
  }

  private func numbers(_ name: String, _ value: (SetFit) -> Double?) -> TableColumn {
    texts(name) { value($0).map(NumberText.shortest) }
  }

  private func number(_ name: String, _ value: (DataSet, SetFit) -> Double?) -> TableColumn {
    let cells = zip(fits.sets.sets, rows).map { set, fit in
      fit.flatMap { value(set, $0) }.map(NumberText.shortest)
    }
    return TableColumn(name: name, values: .strings(cells))
  }
}

#endif
