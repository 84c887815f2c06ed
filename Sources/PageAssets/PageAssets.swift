/// The scripts and the style of pages that show mixtures, as they are in `Page/`.
///
/// They are part of the program, since a report must be written wherever the program is copied to. A target
/// of their own, since a compiler takes seconds for so many bytes.
package enum PageAssets {
  /// What the scene needs, and nothing of the report: points and components in, pictures out.
  package static var sceneScript: String {
    joined([
      PackageResources.numbers_js, PackageResources.geometry_js, PackageResources.camera_js,
      PackageResources.shaders_js, PackageResources.axes_js, PackageResources.scene_js,
      PackageResources.line_scene_js,
    ])
  }

  /// The rest of the report; it runs at once.
  package static var reportScript: String {
    joined([
      PackageResources.charts_js, PackageResources.table_js, PackageResources.legend_js,
      PackageResources.pairs_js, PackageResources.playback_js, PackageResources.controls_js,
      PackageResources.report_js, PackageResources.start_js,
    ])
  }

  /// The style of the report.
  package static var style: String { joined([PackageResources.page_css]) }

  private static func joined(_ files: [[UInt8]]) -> String {
    files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}
