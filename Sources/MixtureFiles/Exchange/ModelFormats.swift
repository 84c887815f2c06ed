internal import GaussianMixtures
internal import Tables

/// The formats of models, in the order in which people are told of them.
///
/// What the command and error messages say of them is taken from here.
package enum ModelFormats {
  static let all: [any ModelFormat] = [
    JSONModel(), SciKitLearnModel(), MclustModel(), OpenCVModel.yaml, OpenCVModel.xml, ONNXModel(), CModel(),
  ]

  /// The format of a file; nil where it is none of these, so that it may be a table.
  static func format(of input: ModelInput) -> (any ModelFormat)? { all.first { $0.recognizes(input) } }

  /// The format that the end of a name promises.
  ///
  /// - Parameter name: A path or an ending; "-" and what has no ending promise a model file.
  /// - Throws: ``TableError`` with the code `usage` for another ending.
  static func format(writtenTo name: String) throws(TableError) -> any ModelFormat {
    let file = name.split(separator: "/").last ?? ""
    guard file.contains(".") else { return JSONModel() }
    let ending = file.split(separator: ".", omittingEmptySubsequences: false).last?.lowercased() ?? ""
    guard let format = all.first(where: { $0.endings.contains(ending) }) else {
      throw TableError(
        .usage, source: name,
        message: "what is written is a model, and the name does not promise one; name it \(endings(of: all))."
      )
    }
    return format
  }

  /// Such as `.json, .npz or .c`.
  static func endings(of formats: [any ModelFormat]) -> String {
    WordList.text(formats.compactMap(\.endings.first).map { "." + $0 })
  }

  /// Such as `JSON (.json), scikit-learn (.npz) …`: what is written, for the help.
  package static var written: String {
    WordList.text(all.map { "\($0.names.several) (\(endings(of: [$0])))" })
  }

  /// The ends of the names of files that are read.
  package static var read: String { endings(of: all.filter(\.isRead)) }
}
