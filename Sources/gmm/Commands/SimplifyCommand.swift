#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct SimplifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simplify",
    abstract: "Merge components of a model for a simpler one of nearly the same density.",
    discussion: """
      Two components at a time become the Gaussian of their common weight, mean and covariance, always the two that change \
      the density least (Runnalls 2007); mean and covariance of the whole stay. Needs no points. Without -o the whole \
      hierarchy is printed, down to one component: of each merge the bound, in nats, on the Kullback-Leibler divergence from \
      the model before it. For levels of detail, write the model at several numbers.

      To merge components into clusters without any change of the density, see combine.

      Examples:
        gmm simplify model.json
        gmm simplify model.json --components 2 -o coarse.json
        gmm simplify model.json --json
      """)

  @Argument(help: "A model document; - is standard input.", completion: .file())
  var model: String

  @Option(
    name: [.customShort("k"), .long],
    help: ArgumentHelp("How many components are left in the model that -o writes.", valueName: "number"))
  var components: Int?

  @Option(name: [.short, .long], help: "Write the simpler model to this file; - is standard output.")
  var output: String?

  @Flag(help: "Print the hierarchy as JSON.")
  var json = false

  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard (components == nil) == (output == nil) else {
      throw ValidationError(
        output == nil
          ? "--components says how many are left in the model that is written; name its file by -o FILE."
          : "-o writes the simpler model; say by --components how many components are left.")
    }
    guard components.map({ $0 >= 1 }) ?? true else {
      throw ValidationError("--components is \(components ?? 0); a model has at least one.")
    }
    guard output != "-" || !json else {
      throw ValidationError("Only one of -o - and --json can have standard output.")
    }
    try FilesOfRun.check(reading: ["the model": model], writing: "the simpler model", to: output)
  }

  func run() async throws {
    if let output { try AtomicFile.requireCreatable(output) }
    let document = try ModelFile.read(model)
    let reduction = MixtureReduction(of: document.model)
    if let output, let components {
      let count = document.model.componentCount
      guard components <= count else {
        throw CommandFailure(
          .badData,
          "\(model): the model has \(CountText.of(count, "component")), and --components is \(components).")
      }
      let simpler = ModelDocument(
        model: reduction.mixture(componentCount: components), columns: document.columns,
        preprocessing: document.preprocessing, software: Version.software)
      try ModelFile.write(simpler, to: output)
    }
    guard output == nil || json else { return }
    let summary = ReductionSummary(reduction, of: document.model, downTo: components ?? 1)
    try messages.console.answer(try json ? ModelFile.text(ofEncodable: summary) : summary.text)
  }
}

/// The merges from a model to a simpler one.
private struct ReductionSummary: Encodable {
  private struct Merge: Encodable {
    /// How many components are left after it.
    let componentCount: Int
    /// The original components of the two that are merged.
    let merged: MergedNames
    /// At most so far is the model after the merge from that before, in nats.
    let bound: Double
  }

  private let componentCount: Int
  private let merges: [Merge]
  /// Of each original component the one it is part of at the end, from 1.
  private let successors: [Int]

  init(_ reduction: MixtureReduction, of model: GaussianMixture, downTo count: Int) {
    let taken = reduction.merges.prefix(max(model.componentCount - count, 0))
    let merged = MergedNames.ofSteps(taken.map { ($0.kept, $0.removed) }, of: model.componentNames)
    merges = zip(taken, merged).enumerated().map { place, step in
      Merge(componentCount: model.componentCount - place - 1, merged: step.1, bound: step.0.bound)
    }
    successors = reduction.successors(componentCount: count).map { $0 + 1 }
    componentCount = count
  }

  var text: String {
    guard !merges.isEmpty else { return "The model has one component: there is nothing to merge.\n" }
    var table = AlignedTable(["components", "bound (nats)", "merged"], indentation: 0)
    for merge in merges {
      table.append(["\(merge.componentCount)", NumberFormat.short(merge.bound), merge.merged.text])
    }
    return table.text
  }
}

#endif
