#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// A run that fits many data sets: the groups of one, or files each for itself.
struct ManyFits {
  private let options: GroupOptions
  private let points: InputOptions
  private let reading: DataOptions
  private let transforms: TransformOptions
  private let fit: FitOptions
  private let labelColumns: LabelColumnOptions
  /// Where the table goes.
  private let table: String
  /// Where the labelled points go.
  private let classify: String?
  private let console: Console

  init(
    _ options: GroupOptions, _ points: InputOptions, _ reading: DataOptions, _ transforms: TransformOptions,
    _ fit: FitOptions, _ results: ResultOptions, _ console: Console
  ) {
    (self.options, self.points, self.reading, self.fit) = (options, points, reading, fit)
    self.transforms = transforms
    labelColumns = results.labelColumns
    table = results.output ?? "-"
    classify = results.classify
    self.console = console
  }

  private var threads: Int { fit.engine.threadCount }

  /// Fits sets from a start: by an estimator or a selector.
  typealias Fitting = (Start, [Observations]) throws -> [Result<SetFit, FitError>]

  /// Fits and writes all.
  ///
  /// - Parameter fitting: Fits the sets.
  /// - Throws: where something cannot be read or written, and, after all is written, where not all sets were fitted.
  func run(_ fitting: @escaping Fitting) async throws {
    try TableFormats.requireTextColumns(in: table)
    try AtomicFile.requireCreatable(table, for: .table)
    if let classify { try AtomicFile.requireCreatable(classify, for: .table) }
    let folder = try options.outputFolder.map { try OutputFolder($0, option: "--output-folder") }
    let (sets, start, grouped) = try options.by.map { try groups($0) } ?? files()
    let names = folder == nil ? nil : self.names(of: sets)
    if let folder, let names { try requireOthers(names.map { OutputFolder.path($0, in: folder.folder) }) }
    let fits = try SetFits(sets) { try fitting(start, $0) }
    let series = [classify, folder?.folder, table].compactMap(\.self)
    try await OutputSeries.write(series) { series in
      if let classify, let grouped { try series.write(classify) { try label(fits, grouped, to: $0) } }
      if let folder, let names { try series.write(folder.folder) { _ in try write(fits, names, in: folder) } }
      let result = SetTable(fits, files: names, parameters: options.parameters)
      for rename in result.renames { console.note(rename.note) }
      try series.write(table) {
        try console.writer(to: $0, threads: fit.engine.threads).write(result.columns)
      }
    }
    if let failure = fits.failure { throw failure }
  }

  // MARK: Reading

  private typealias Grouped = (groups: PointGroups, input: PointInput)

  private func groups(_ columns: String) throws -> (DataSets, Start, Grouped?) {
    let input = try PointInput(
      points.data, reading, transforms, fit.observations, groupedBy: columns, threads: fit.engine.threads,
      console: console)
    let start = try fit.start(for: input, console: console)
    let groups = try PointGroups(columns, of: input)
    if groups.leftOutCount > 0 {
      console.note(
        "\(CountText.of(groups.leftOutCount, "row")) without a text in \(TerminalText.list(groups.columnNames)), by which "
          + "groups are told apart, left out")
    }
    guard groups.count > 0 else {
      throw CommandFailure(
        .badData,
        "\(input.table.source): no row has a text in \(TerminalText.list(groups.columnNames)); name another column with --by."
      )
    }
    return (DataSets(groups, of: input, threads: threads), start, (groups, input))
  }

  private func files() throws -> (DataSets, Start, Grouped?) {
    let files = try InputFiles(points.data)
    for note in files.notes { console.note(note) }
    let (reading, transforms, observations) = (reading, transforms, fit.observations)
    let sets = DataSets(files: files.paths, threads: threads, console: console) { path, console in
      try PointInput([path], reading, transforms, observations, threads: 1, console: console)
    }
    return (sets, try fit.startFromPointsAlone(), nil)
  }

  // MARK: Writing

  private func names(of sets: DataSets) -> [String] {
    let keys = sets.sets.map(\.keys)
    return (options.each ? ModelNames(files: keys.map { $0[0] }) : ModelNames(keys)).names
  }

  /// Refuses models in the place of what is read or written otherwise.
  private func requireOthers(_ paths: [String]) throws {
    var files = fit.files(of: points)
    files.cureOfOneFile = "choose another --output-folder"
    files.write(table, "-o", "the table of fits")
    files.write(classify, "--classify", "the labelled points", keepsPoints: true)
    for path in paths { files.write(path, nil, "a model") }
    try files.check()
  }

  private func write(_ fits: SetFits, _ names: [String], in folder: OutputFolder) throws {
    let sets = fits.sets.sets
    let paths = names.map { OutputFolder.path($0, in: folder.folder) }
    try AtomicFile.write(paths, threadCount: threads) { place throws(TableError) in
      guard let fit = try? fits.outcomes[place].get() else { return nil }
      return try ModelFile.text(of: fit.document(of: sets[place]))
    }
  }

  private func label(_ fits: SetFits, _ grouped: Grouped, to path: String) throws {
    let labels = try GroupedLabels(
      fits, grouped.groups, of: grouped.input, try labelColumns.columns(for: path),
      responsibilities: labelColumns.responsibilities, engine: fit.engine.sideBySide, threads: threads)
    let renames = try console.writer(to: path, threads: fit.engine.threads).write(
      grouped.input.table, appending: labels.columns, keptRows: labels.rows)
    for rename in renames { console.note(rename.note) }
  }
}

#endif
