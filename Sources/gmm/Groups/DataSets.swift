#if Command

import GaussianMixtures
import Parallel
import Tables

/// One of many sets of points that are fitted each for itself.
struct DataSet: Sendable {
  /// What tells it apart: the texts of its group, or its file.
  let keys: [String]
  let columnNames: [String]
  /// What was done to the columns before they were coordinates; nil for nothing.
  let preprocessing: Preprocessing?
  /// The points, or why there are none.
  let observations: Result<Observations, CommandFailure>
  /// How many things had to be said of it when it was read.
  var noteCount = 0

  /// What its coordinates are called.
  var axisTitles: [String] { preprocessing?.titles(of: columnNames) ?? columnNames }
}

/// Many sets of points, and what they are told apart by.
struct DataSets {
  /// What the parts of keys are called: the columns of groups, or `file`.
  let keyNames: [String]
  let sets: [DataSet]

  /// What one of them is called.
  var noun: String

  /// The groups of an input.
  init(_ groups: PointGroups, of input: PointInput, threads: Int) {
    keyNames = groups.columnNames
    noun = "group"
    let columns = input.observations.columns
    let (names, preprocessing) = (input.columnNames, input.preprocessing)
    sets = ParallelLoop.map(count: groups.count, threadCount: threads) { group in
      let points = groups[group]
      return DataSet(
        keys: groups.names[group], columnNames: names, preprocessing: preprocessing,
        observations: Result { () throws(CommandFailure) in
          do throws(FitError) {
            return try Observations(
              columns: columns.map { $0.choosing(points) }, weights: input.weights?.choosing(points),
              weightMeaning: input.observations.weightMeaning,
              knownLabels: input.observations.knownLabels?.choosing(points))
          } catch {
            throw CommandFailure(.badData, error.message)
          }
        })
    }
  }

  /// Files, each for itself.
  ///
  /// - Parameter read: Reads one; what it has to say it says to the console that it is given.
  init(
    files: [String], threads: Int, console: Console, _ read: @Sendable (String, Console) throws -> PointInput
  ) {
    keyNames = ["file"]
    noun = "file"
    let found = ParallelLoop.map(count: files.count, threadCount: threads) { place in
      let notebook = Notebook()
      let set: DataSet
      do {
        let input = try read(files[place], Console(isQuiet: true, notebook: notebook))
        if let note = input.doubts.note { notebook.add(note) }
        set = DataSet(
          keys: [files[place]], columnNames: input.columnNames, preprocessing: input.preprocessing,
          observations: .success(input.observations), noteCount: notebook.notes.count)
      } catch {
        let failure = CommandFailure(error) ?? CommandFailure(.internal, "\(error)")
        set = DataSet(
          keys: [files[place]], columnNames: [], preprocessing: nil, observations: .failure(failure))
      }
      return (set, notebook.notes)
    }
    sets = found.map(\.0)
    let noted = found.map(\.1).filter { !$0.isEmpty }
    for note in noted.first ?? [] { console.note(note) }
    let others = noted.dropFirst()
    if !others.isEmpty {
      console.note(
        "\(CountText.of(others.reduce(0) { $0 + $1.count }, "further note")) on "
          + "\(CountText.of(others.count, "other file")); gmm fit FILE says those on one")
    }
  }
}

extension [Double] {
  /// The numbers of some points, which rise.
  fileprivate func choosing(_ points: ArraySlice<Int>) -> [Double] {
    guard let first = points.first, let last = points.last else { return [] }
    return last - first + 1 == points.count ? Array(self[first...last]) : points.map { self[$0] }
  }
}

extension ClassLabels {
  /// The labels of some points, with the names that stand at one of them.
  fileprivate func choosing(_ points: ArraySlice<Int>) -> ClassLabels {
    let chosen = points.map { indices[$0] }
    let used = Set(chosen.compactMap(\.self)).sorted()
    let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    return ClassLabels(names: used.map { names[$0] }, indices: chosen.map { $0.flatMap { places[$0] } })
  }
}

#endif
