import Foundation
import Testing

@testable import MixtureFigures

struct PlotlySourceTests {
  @Test("a missing library is named with its cure")
  func missing() {
    let error = #expect(throws: FigureError.self) {
      try PlotlySource.find(environment: [:], executable: "/nowhere/at/all/gmm")
    }
    #expect(error?.code == .missingTool)
    #expect(error?.message.contains("make setup") == true)
  }

  @Test("a wrong environment variable is named, not passed over")
  func wrongVariable() {
    let error = #expect(throws: FigureError.self) {
      try PlotlySource.find(environment: ["GMM_PLOTLY_JS": "/nowhere/plotly.js"], executable: "/gmm")
    }
    #expect(error?.message.contains("/nowhere/plotly.js") == true)
  }

  @Test(
    "found beside the program, in share, and above it",
    arguments: ["bin/plotly.min.js", "share/gmm/plotly.min.js", ".dependencies/plotly.min.js"])
  func found(place: String) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.url.appending(path: place)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("var Plotly = {};".utf8).write(to: file)
    let source = try PlotlySource.find(environment: [:], executable: folder.path("bin/gmm"))
    #expect(source.path == file.path)
    #expect(source.script == "var Plotly = {};")
  }
}
