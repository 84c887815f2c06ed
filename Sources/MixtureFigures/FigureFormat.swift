/// The kinds of file a figure can be written as.
///
/// ```swift
/// let format = try FigureFormat(path: "stars.PDF")    // pdf
/// let figure = LearningCurvesFigure(title: "Stars", history: result.history)
/// let bytes = try await Gnuplot().image(of: .learningCurves(figure), format: format)
/// ```
public enum FigureFormat: String, Sendable, Hashable, CaseIterable {
  /// A raster image, drawn by gnuplot.
  case png
  /// A vector image for pages, drawn by gnuplot.
  case svg
  /// A vector image for print, drawn by gnuplot.
  case pdf

  /// Reads the format from the extension of a file's name, in any case of letters.
  ///
  /// - Parameter path: the path of the file to write.
  /// - Throws: ``FigureError`` of the code `unsupported` where the extension is none of the three.
  public init(path: String) throws(FigureError) {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last, let format = Self(rawValue: last.lowercased()) else {
      throw FigureError(
        .unsupported,
        "\"\(path)\" has no extension of a figure; name the file .png, .svg or .pdf. An interactive page is "
          + "written by gmm report.")
    }
    self = format
  }
}
