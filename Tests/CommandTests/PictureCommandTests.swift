import Foundation
import Tables
import Testing

/// A picture of 18 x 10 pixels is segmented: six columns each of about (200, 40, 30), (30, 160, 60) and (40, 60, 210).
@Suite struct PictureCommandTests {
  private static let colours: [[Double]] = [[200, 40, 30], [30, 160, 60], [40, 60, 210]]

  /// A workspace with the picture, a model of three colours and its segments.
  private func segmented() throws -> (Workspace, Outcome) {
    let workspace = try Workspace()
    try workspace.copy("three-colours.png", to: "photo.png")
    let outcome = try workspace.succeed(
      "fit", "photo.png", "-k", "3", "-o", "model.json", "--classify", "segments.png")
    return (workspace, outcome)
  }

  /// Which of the three colours each pixel has.
  private var truth: [Int] { (0..<180).map { $0 % 18 / 6 } }

  @Test func segmentsAreLabelsInColoursOfTheirMeans() throws {
    let (workspace, outcome) = try segmented()
    #expect(outcome.errors.contains("using the columns r, g, b of photo.png; left out: x, y (no colour)"))
    let labels = try workspace.numbers("index", in: "segments.png")
    #expect(Set(labels) == [1, 2, 3])
    for (channel, name) in ["r", "g", "b"].enumerated() {
      let shown = try workspace.numbers(name, in: "segments.png")
      for (pixel, colour) in truth.enumerated() {
        #expect(labels[pixel] == labels[colour * 6])
        // The mean of sixty pixels with a spread of 6.
        #expect(abs(shown[pixel] - Self.colours[colour][channel]) < 4)
      }
    }
  }

  @Test func modelLabelsOtherPicturesAndTables() throws {
    let (workspace, _) = try segmented()
    try workspace.succeed(
      "classify", "photo.png", "-m", "model.json", "-o", "distinct.png", "--palette", "distinct")
    let labels = try workspace.numbers("index", in: "segments.png")
    #expect(try workspace.numbers("index", in: "distinct.png") == labels)
    #expect(try workspace.numbers("r", in: "distinct.png") != workspace.numbers("r", in: "segments.png"))
    try workspace.succeed("classify", "photo.png", "-m", "model.json", "-o", "pixels.csv")
    #expect(
      try workspace.lines("pixels.csv")[0] == "x,y,r,g,b,label,probability,uncertainty,log_density")
    #expect(try workspace.numbers("label", in: "pixels.csv") == labels)
    #expect(try workspace.numbers("y", in: "pixels.csv").last == 9)
    // Places in the picture are columns like others, where they are asked for.
    try workspace.succeed("fit", "photo.png", "-k", "3", "--columns", "x,y", "--classify", "places.png")
    #expect(try Set(workspace.numbers("index", in: "places.png")) == [1, 2, 3])
  }

  @Test func whatAPictureCannotHoldIsSaidAtOnce() throws {
    let (workspace, _) = try segmented()
    try workspace.write("x,y\n1,2\n2,1\n0,3\n", to: "points.csv")
    let refusals: [(arguments: [String], code: Int32, texts: [String])] = [
      (["classify", "photo.png", "-m", "model.json", "-o", "out.jpg"], 64, ["name it .png"]),
      (["fit", "points.csv", "-k", "1", "--classify", "out.png"], 64, ["pixels of one picture"]),
      (["fit", "photo.png", "-k", "1", "-o", "model.png"], 64, ["promises a figure"]),
      (
        ["classify", "photo.png", "-m", "model.json", "-o", "out.png", "--responsibilities"], 64,
        ["labels alone", "--responsibilities"]
      ),
      (
        ["classify", "photo.png", "-m", "model.json", "-o", "out.csv", "--palette", "means"], 64,
        ["--palette", ".png"]
      ),
    ]
    for refusal in refusals {
      expectRefusal(try workspace.gmm(refusal.arguments), refusal.code, saying: refusal.texts)
    }
    #expect(try workspace.names.sorted() == ["model.json", "photo.png", "points.csv", "segments.png"])
  }
}
