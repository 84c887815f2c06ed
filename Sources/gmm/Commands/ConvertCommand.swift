#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct ConvertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Copy a table into another format, or a model into that of another program.",
    discussion: """
      What the input is shows in its content; what is written, in the name of the output. Tables: \
      \(TableFormats.several), also compressed. Where both are of one format all else in the file stays; a text stays as \
      it is. Models are written as \(ModelFormats.written), and read from \(ModelFormats.read); numbers keep every bit. A \
      model with what the other format does not hold is refused where its predictions would change, and else a note says \
      what is left out.

      A model of scikit-learn, there and back:
        f = numpy.load("model.npz"); g = sklearn.mixture.GaussianMixture(
            len(f["weights_"]), covariance_type=str(f["covariance_type"]))
        for a in f.files: a.endswith("_") and setattr(g, a, f[a])
        numpy.savez("fitted.npz", covariance_type=g.covariance_type, weights_=g.weights_,
            means_=g.means_, covariances_=g.covariances_, feature_names=["x", "y"])
      Of mclust: source("model.R") makes model, for predict() and dens(); a fit of its own is saved by
        dput(fit[c("modelName", "parameters")], "fit.R", control = "exact")
      Of OpenCV: cv2.ml.EM_load("model.yml"), and em.save("em.yml"). An ONNX graph takes X, N x D \
      doubles, and answers label, responsibilities and log_density (operator set 13). Labels of ONNX and C are from 1; 0 is \
      noise.

      Examples:
        gmm convert points.csv points.parquet
        gmm convert cloud.las cloud.npz --columns x,y,z
        gmm convert 'runs/*.csv' -o all.npy
        gmm convert model.json model.onnx
        gmm convert fitted.npz model.json
        gmm convert model.json - --to c | cc -c -x c - -o model.o
      """)

  @Argument(
    help: """
      The input and then the output; with -o all are inputs: tables that are one data set, or one model. - is \
      standard input or output.
      """)
  var paths: [String]

  @Option(name: [.short, .long], help: "The file to write, instead of naming it last; - is standard output.")
  var output: String?

  @Option(
    unconditional:
      "What is written, as the end of a file's name says it, such as npz, csv.gz or onnx (default: that of the output).",
    as: "ending")
  var to: String?

  @Option(
    unconditional: "The columns of a table to copy, in this order: names, numbers or ranges (default: all).",
    as: "columns")
  var columns: String?

  @Option(help: "Add a column of this name with the file that each row is from.", as: "name")
  var fileColumn: String?

  @OptionGroup(title: "Reading") var reading: TextOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  /// What is read.
  private var inputs: [String] { output == nil ? Array(paths.dropLast()) : paths }
  /// What is written.
  private var target: String { output ?? paths.last ?? "-" }
  /// The name that says the format.
  private var formatName: String? { to.map { "converted." + ($0.hasPrefix(".") ? $0.dropFirst() : $0[...]) } }

  mutating func validate() throws {
    guard output != nil || paths.count == 2 else {
      throw ValidationError(
        paths.count == 1
          ? "Name the output after the input, or by -o FILE."
          : "\(paths.count) files are named; say by -o FILE which one is written, so that none is by mistake."
      )
    }
    var files = FilesOfRun()
    files.read(inputs, "the input")
    files.write(target, output == nil ? nil : "-o", "what it is converted to")
    try files.check()
  }

  func run() async throws {
    let console = messages.console
    try AtomicFile.requireCreatable(target)
    var options = reading.options
    options.meter = console.progress.meter
    switch try ModelOrTable(inputs, fileColumn: fileColumn, options: options, console) {
    case .model(let document): try write(document, console)
    case .table(let table): try write(table, console)
    }
  }

  private func write(_ document: ModelDocument, _ console: Console) throws {
    guard columns == nil else {
      throw CommandFailure(
        .usage, "\(inputs[0]): --columns chooses columns of a table, and the input is a model.")
    }
    let own = ModelDocument(
      model: document.model, columns: document.columns, preprocessing: document.preprocessing, fit: document.fit,
      software: document.software ?? Version.software)
    if let note = try ModelExchange.write(own, to: target, named: formatName) { console.note(note) }
  }

  private func write(_ table: PointTable, _ console: Console) throws {
    console.note(of: table)
    try OutputContents.table.requireName(formatName ?? target)
    if let to, let formatName, !TableFormats.isWritten(formatName) {
      throw CommandFailure(
        .usage, "--to is «\(to)», by which no table is written; it is one of \(TableFormats.writtenEndings).")
    }
    let chosen = try columns.map { try table.choosing(table.selectColumns($0)) } ?? table
    var writer = console.writer(to: target, threads: nil)
    writer.formatName = formatName
    _ = try writer.write(chosen, appending: [])
  }
}

#endif
