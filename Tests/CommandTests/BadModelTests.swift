import Foundation
import Testing

/// Damaged and foreign model files: 65, with the place.
@Suite struct BadModelTests {
  static let sound = """
    {
      "schema": "gaussian-mixtures/model/1",
      "dimension": 2, "componentCount": 2, "structure": "VVV",
      "columns": ["x", "y"],
      "components": [
        {"weight": 0.25, "mean": [0, 0], "covariance": [[1, 0], [0, 1]]},
        {"weight": 0.75, "mean": [3, 4], "covariance": [[2, 0.5], [0.5, 1]]}
      ],
      "noise": null
    }
    """

  /// A part of the sound model, what takes its place, and what the message says.
  static let cases: [(part: String, replacement: String, says: [String])] = [
    ("model/1", "model/99", ["gaussian-mixtures/model/99", "none of gaussian-mixtures/model/1, ", "schema"]),
    (#""covariance": [[1, 0], [0, 1]]"#, #""variances": [1, 2, 3]"#, ["Component 1", "covariance of 3"]),
    (#""covariance": [[1, 0], [0, 1]]"#, #""variances": []"#, ["Component 1", "covariance of 0"]),
    (#""covariance": [[1, 0], [0, 1]]"#, #""variances": [1, -2]"#, ["component 1", "not positive definite"]),
    (#""covariance": [[1, 0], [0, 1]]"#, #""variances": [0]"#, ["component 1", "not positive definite"]),
    (#""covariance": [[1, 0], [0, 1]]"#, #""variances": 1"#, ["components[1].variances", "not a list"]),
    (#""covariance": [[1, 0], [0, 1]]"#, #""variance": [1]"#, ["«covariance»", "components[1]"]),
    (
      #""covariance": [[1, 0], [0, 1]]"#, #""covariance": [[1, 0], [0, 1]], "variances": [1]"#,
      ["covariance or variances", "components[1].variances"]
    ),
    (#""schema": "gaussian-mixtures/model/1","#, "", ["«schema»", "missing"]),
    (#""dimension": 2"#, #""dimension": 3"#, ["dimension 3"]),
    (#""dimension": 2"#, #""dimension": -2"#, ["dimension -2"]),
    (#""dimension": 2"#, #""dimension": 2.5"#, []),
    (#""dimension": 2"#, #""dimension": 99999999999999999999999"#, ["range"]),
    (#""componentCount": 2"#, #""componentCount": 9223372036854775807"#, ["9223372036854775807 components"]),
    ("VVV", "XYZ", ["«XYZ»", "structure"]),
    (#"["x", "y"]"#, #"["x"]"#, ["1 columns", "2 dimensions"]),
    (#"["x", "y"]"#, #"[1, 2]"#, ["columns[1]", "not a text"]),
    ("0.25", "-0.25", ["Component 1", "-0.25"]),
    ("0.25", "0.5", ["sum to 1.25"]),
    ("0.25", "0.2500001", ["sum to"]),
    ("0.25", "1e999", ["line 6", "«1e999»", "beyond"]),
    ("0.25", "NaN", ["line 6", "«NaN»"]),
    ("0.25", #""NaN""#, ["components[1].weight", "not a number"]),
    ("0.25", "null", ["components[1]"]),
    ("[3, 4]", "[3]", ["Component 2", "1"]),
    ("[3, 4]", "[]", ["Component 2"]),
    ("[3, 4]", "3", ["components[2].mean", "not a list"]),
    ("[[2, 0.5], [0.5, 1]]", "[[2, 0.5], [0.5]]", ["not square", "components[2].covariance"]),
    ("[[2, 0.5], [0.5, 1]]", "[[2, 0.5]]", ["not square"]),
    ("[[2, 0.5], [0.5, 1]]", "[]", ["not square"]),
    ("[[2, 0.5], [0.5, 1]]", "[[2, 0.5], [0.6, 1]]", ["component 2", "not symmetric"]),
    ("[[2, 0.5], [0.5, 1]]", "[[1, 2], [2, 1]]", ["component 2", "not positive definite"]),
    ("[[2, 0.5], [0.5, 1]]", "[[0, 0], [0, 0]]", ["component 2", "not positive definite"]),
    ("[[2, 0.5], [0.5, 1]]", "[[-1, 0], [0, -1]]", ["component 2", "not positive definite"]),
    ("[[2, 0.5], [0.5, 1]]", "[[1e308, 1e308], [1e308, 1e308]]", ["component 2", "not positive definite"]),
    (#""noise": null"#, #""noise": {"weight": 0.1, "logVolume": 3}"#, ["weights sum to 1.1"]),
    (#""noise": null"#, #""noise": {"weight": -1, "logVolume": 3}"#, ["noise", "weight -1"]),
    (#""noise": null"#, #""fit": {"pointCount": 3}"#, ["«logLikelihood»", "fit"]),
    (#""noise": null"#, #""noise": "#, ["line 10", "«}»"]),
    (#""noise": null"#, #""noise": nil"#, ["line 9", "«nil»"]),
    (sound, "", ["breaks off"]),
    (sound, "[]", ["not an object"]),
    (sound, "\"model\"", ["not an object"]),
    (sound, "x,y\n1,2\n", ["line 1", "«x»"]),
    (sound, sound + "\n}", ["line 11", "after the end"]),
    (sound, String(sound.prefix(200)), ["line 6", "breaks off"]),
    (sound, "{\"schema\"", ["breaks off"]),
  ]

  @Test(arguments: cases)
  func badModelIsRefused(part: String, replacement: String, says: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,4\n5,1\n", to: "points.csv")
    #expect(Self.sound.contains(part))
    try workspace.write(Self.sound.replacingOccurrences(of: part, with: replacement), to: "bad.json")
    let runs = [
      ["classify", "points.csv", "--model", "bad.json", "-o", "out.csv"],
      ["fit", "points.csv", "--start", "bad.json", "-o", "out.json"],
      ["generate", "--model", "bad.json", "-n", "5", "-o", "out.csv"],
    ]
    for arguments in runs {
      expectRefusal(
        try workspace.gmm(arguments), 65,
        saying: ["bad.json: ", "no sound model file", "Correct the file"] + says)
    }
    #expect(try workspace.names == ["bad.json", "points.csv"])
  }

  @Test(arguments: ["[", "{\"schema\":"])
  func deepNestingIsRefused(opening: String) throws {
    let workspace = try Workspace()
    try workspace.write(String(repeating: opening, count: 200_000), to: "bad.json")
    expectRefusal(
      try workspace.gmm("generate", "--model", "bad.json"), 65,
      saying: ["bad.json: ", "line 1", "nested deeper"])
  }

  /// Keys that nobody reads, and those that are left out.
  @Test(arguments: [
    (#""noise": null"#, #""noise": null, "remark": {"by": ["hand", 1, true, null, "\u{e9}\\\""]}"#),
    (#""dimension": 2, "componentCount": 2, "structure": "VVV","#, ""),
    (#""noise": null"#, #""noise": null, "columns": ["x", "y"]"#),
    ("[3, 4]", "[1e300, -1e300]"), ("[3, 4]", "[-0, 5e-324]"), ("0.25", "0.2500000000001"),
    ("[[2, 0.5], [0.5, 1]]", "[[1e300, 0], [0, 1e-300]]"),
  ])
  func soundModelIsTaken(part: String, replacement: String) throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,4\n5,1\n", to: "points.csv")
    #expect(Self.sound.contains(part))
    try workspace.write(Self.sound.replacingOccurrences(of: part, with: replacement), to: "model.json")
    try workspace.succeed("classify", "points.csv", "--model", "model.json", "-o", "out.csv")
    #expect(try workspace.numbers("log_density", in: "out.csv").allSatisfy(\.isFinite))
    let responsibilities = try workspace.numbers("probability", in: "out.csv")
    #expect(responsibilities.allSatisfy { $0 >= 0.5 && $0 <= 1 })
  }

  @Test func modelOfOtherDimensionIsRefused() throws {
    let workspace = try Workspace()
    try workspace.write("x,y,z\n1,2,3\n3,4,5\n5,1,2\n6,2,9\n", to: "points.csv")
    let unnamed = Self.sound.replacingOccurrences(of: #""columns": ["x", "y"],"#, with: "")
    try workspace.write(unnamed, to: "unnamed.json")
    try workspace.write(Self.sound, to: "named.json")
    let classified = try workspace.gmm("classify", "points.csv", "-m", "unnamed.json", "-o", "out.csv")
    expectRefusal(classified, 65, saying: ["points.csv: ", "2 dimensions", "3 (x, y, z)", "--columns"])
    let chosen = try workspace.gmm(
      "classify", "points.csv", "-m", "named.json", "--columns", "z", "-o", "out.csv")
    expectRefusal(chosen, 65, saying: ["points.csv: ", "2 dimensions", "1 (z)", "--columns"])
    let started = try workspace.gmm("fit", "points.csv", "--start", "named.json", "-o", "out.json")
    expectRefusal(started, 65, saying: ["named.json: ", "columns x, y", "x, y, z", "--columns"])
    let unnamedStart = try workspace.gmm("fit", "points.csv", "--start", "unnamed.json", "-o", "out.json")
    expectRefusal(unnamedStart, 65, saying: ["points.csv", "2 dimensions", "3"])
    #expect(try workspace.names == ["named.json", "points.csv", "unnamed.json"])
  }

  @Test func columnNamesThatRepeatAreRefused() throws {
    let workspace = try Workspace()
    try workspace.write("x,x\n1,2\n3,4\n5,1\n", to: "points.csv")
    try workspace.write(Self.sound, to: "xy.json")
    try workspace.write(
      Self.sound.replacingOccurrences(of: #"["x", "y"]"#, with: #"["x", "x"]"#), to: "xx.json")
    expectRefusal(
      try workspace.gmm("fit", "points.csv", "--start", "xy.json"), 65, saying: ["xy.json", "x, x"])
    expectRefusal(
      try workspace.gmm("classify", "points.csv", "-m", "xx.json"), 65, saying: ["x, x", "--columns"])
    try workspace.succeed("classify", "points.csv", "-m", "xx.json", "--columns", "1,2")
  }
}
