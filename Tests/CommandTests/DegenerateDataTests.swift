import GaussianMixtures
import Testing

/// What is odd but no error is fitted: to a sound model, with notes where something was done.
@Suite struct DegenerateDataTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let points: [[Double]]
    /// Kinds of events of which the model must have one, by structure; empty where nothing has to be done.
    var events: [String: Set<String>] = [:]
    var testDescription: String { what }
  }

  static let structures = ["full", "tied", "diagonal", "spherical", "VEI", "EVE", "EVV", "VEE"]
  private static let constant = Dictionary(
    uniqueKeysWithValues: structures.map { ($0, Set(["constantColumn"])) })
  private static let flat = ["full": Set(["floor", "startRaised"]), "tied": Set(["floor", "startRaised"])]
  private static let floor = Dictionary(uniqueKeysWithValues: structures.map { ($0, Set(["floor"])) })

  /// Two clouds in the plane.
  private static let clouds: [[Double]] = {
    var random = RandomStream(seed: 1, purpose: .sampling)
    func noise() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
    }
    return (0..<60).map { index in [noise() + (index % 2 == 0 ? 0 : 8), noise() + (index % 2 == 0 ? 0 : 5)] }
  }()

  private static func scaled(_ x: Double, _ y: Double) -> [[Double]] {
    clouds.map { [$0[0] * x, $0[1] * y] }
  }

  static let cases = [
    Case(what: "constant column", points: clouds.map { [$0[0], 7] }, events: constant),
    Case(what: "two constant columns", points: clouds.map { [$0[0], 7, 0] }, events: constant),
    Case(what: "collinear", points: clouds.map { [$0[0], 2 * $0[0] + 1] }, events: flat),
    Case(what: "planar", points: clouds.map { [$0[0], $0[1], $0[0] - 3 * $0[1]] }, events: flat),
    Case(
      what: "duplicates",
      points: (0..<60).map { [Double($0 % 3), Double($0 % 3 * $0 % 3)] }, events: floor),
    Case(what: "as many points as components", points: Array(clouds.prefix(3)), events: floor),
    Case(
      what: "one more than components", points: Array(clouds.prefix(4)),
      events: ["full": ["floor", "startRaised"]]),
    Case(
      what: "fewer points than columns", points: (0..<5).map { i in (0..<9).map { clouds[i * 9 + $0][0] } }),
    Case(what: "spreads of 1e-140", points: scaled(1e-140, 1e-140)),
    Case(what: "spreads of 1e140", points: scaled(1e140, 1e140)),
    Case(what: "spreads of 1e140 and 1e-140", points: scaled(1e140, 1e-140)),
    Case(what: "offsets of 1e9 spreads", points: clouds.map { [$0[0] + 4e9, $0[1] - 2e9] }),
    Case(what: "one column", points: clouds.map { [$0[0]] }),
    Case(
      what: "zeros of both signs", points: clouds.map { [$0[0], $0[1] > 2 ? 0 : -0.0] }, events: constant),
  ]

  @Test(arguments: cases, structures)
  func fitIsSound(_ degenerate: Case, structure: String) throws {
    let workspace = try Workspace()
    let header = degenerate.points[0].indices.map { "c\($0)" }.joined(separator: ",")
    let rows = degenerate.points.map { $0.map { "\($0)" }.joined(separator: ",") }
    try workspace.write(([header] + rows).joined(separator: "\n") + "\n", to: "points.csv")
    let outcome = try workspace.gmm(
      "fit", "points.csv", "-k", "3", "--structure", structure, "-o", "model.json", "--classify",
      "labels.csv",
      "--responsibilities")
    #expect(outcome.code == 0, "\(outcome.errors)")
    guard outcome.code == 0 else { return }
    let model = try ModelJSON(workspace.text("model.json"))
    model.expectSound(componentCount: 3)
    if let expected = degenerate.events[structure] {
      #expect(!model.eventKinds.isDisjoint(with: expected), "\(model.eventKinds)")
    }
    #expect(outcome.errors.contains("gmm: note: ") == !model.eventKinds.isEmpty)
    try expectSoundLabels(workspace)
    // What was written can be read: a model file is checked on reading.
    try workspace.succeed(
      "classify", "points.csv", "-m", "model.json", "-o", "again.csv", "--responsibilities")
    #expect(try workspace.text("again.csv") == workspace.text("labels.csv"))
    #expect(try workspace.gmm("describe", "model.json").code == 0)
  }

  private func expectSoundLabels(_ workspace: Workspace) throws {
    let labels = try workspace.numbers("label", in: "labels.csv")
    #expect(labels.allSatisfy { [1, 2, 3].contains($0) })
    let all = try (1...3).map { try workspace.numbers("responsibility_\($0)", in: "labels.csv") }
    #expect(labels.indices.allSatisfy { abs(all[0][$0] + all[1][$0] + all[2][$0] - 1) < 1e-12 })
    #expect(try workspace.numbers("log_density", in: "labels.csv").allSatisfy(\.isFinite))
  }

  /// Few points in a box of their own size: the noise takes all of them, or all but nothing.
  @Test(arguments: [
    "x,y\n6.7,2\n4.4,1\n3.0,0\n", "x,y\n6.7,2\n4.4,\n3.0,0\n,1\n", "x\n1\n2\n", "x,y\n0,0\n1,0\n0,1\n1,1\n",
    "x,y\n0,0\n1e-130,3\n2e-130,1\n4e-130,2\n",
  ])
  func noiseThatTakesAllPointsLeavesASoundModel(text: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    for options in [["-k", "1"], ["-k", "2"], ["-k", "auto"], ["-k", "1", "--equal-weights"], ["-k", "1", "--collapse", "drop"]] {
      let outcome = try workspace.gmm(
        ["fit", "points.csv", "--noise", "--missing", "-o", "model.json", "--all"] + options)
      guard outcome.code == 0 else {
        #expect(outcome.code == 65 && outcome.errors.contains("gmm: error: points.csv"), "\(outcome)")
        continue
      }
      #expect(!outcome.output.lowercased().contains("nan") && !outcome.output.contains("inf"), "\(outcome)")
      let model = try ModelJSON(workspace.text("model.json"))
      let noise = (model.object["noise"] as? [String: Any])?["weight"] as? Double ?? 0
      #expect(abs(model.weights.reduce(noise, +) - 1) < 1e-9)
      try workspace.succeed("describe", "model.json")
      try workspace.succeed("classify", "points.csv", "--model", "model.json", "--missing", "-o", "labels.csv")
      #expect(try workspace.numbers("log_density", in: "labels.csv").allSatisfy(\.isFinite))
      try workspace.succeed("score", "points.csv", "--model", "model.json", "--missing")
    }
  }

  /// Spreads that no square is small enough for, beside other columns and alone.
  @Test(arguments: [
    "x\n0\n5e-324\n", "x\n2e-323\n2.5e-323\n3e-323\n", "x,y\n0,1\n5e-324,2\n0,4\n", "x\n-5e-324\n5e-324\n",
    "x\n-1.7e308\n1.7e308\n0\n", "x\n1.7976931348623157e308\n1.7976931348623155e308\n", "x\n0\n1e-310\n2e-310\n",
  ])
  func spreadsBeyondTheRangeOfNumbersAreRefused(text: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    for options in [["-k", "1"], ["-k", "auto"], ["-k", "1", "--noise"], ["-k", "1", "--structure", "spherical"]] {
      let outcome = try workspace.gmm(["fit", "points.csv"] + options)
      #expect(outcome.code == 65 && outcome.errors.contains("Rescale the column"), "\(outcome)")
    }
    try workspace.succeed("describe", "points.csv")
  }
}
