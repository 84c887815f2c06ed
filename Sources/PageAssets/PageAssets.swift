/// The scripts and styles of pages that show mixtures, as they are in `Page/`.
///
/// They are part of the program, since a report must be written wherever the program is copied to. A target
/// of their own, since a compiler takes seconds for so many bytes.
package enum PageAssets {
  /// What the scene needs, and nothing of the report: points and components in, pictures out.
  package static var sceneScript: String {
    joined([
      PackageResources.numbers_js, PackageResources.geometry_js, PackageResources.camera_js,
      PackageResources.shaders_js, PackageResources.axes_js, PackageResources.picture_js,
      PackageResources.scene_js, PackageResources.line_scene_js,
    ])
  }

  /// The rest of the report; it runs at once.
  package static var reportScript: String { joined(parts + [PackageResources.start_js]) }

  /// The style of the report.
  package static var style: String { joined([PackageResources.page_css]) }

  /// The page that watches fits; it is as it is, whatever the data.
  ///
  /// - Parameter endings: The ends of names of files that it offers, with commas between them: `.csv,.npy`.
  package static func viewerPage(accepting endings: String) -> String {
    PagePart.filled(
      PackageResources.viewer_html,
      [
        "endings": endings,
        "scene": PagePart.scene.html([
          "label": "points and components", "playback": PagePart.playback.html(),
          "facts": "<dl class=\"facts\" id=\"facts\"></dl>",
          "events": "<ul class=\"events\" id=\"notes\"></ul>",
        ]),
        "learning": PagePart.learning.html(["hidden": " hidden"]),
        "selection": PagePart.selection.html(["hidden": " hidden"]),
        "components": PagePart.components.html(["hidden": " hidden"]),
        "pairs": PagePart.pairs.html(["hidden": " hidden"]),
      ])
  }

  /// All scripts of that page; they run at once.
  package static var viewerScript: String {
    sceneScript + "\n"
      + joined(
        parts + [
          PackageResources.server_js, PackageResources.picking_js, PackageResources.fits_js,
          PackageResources.files_js, PackageResources.options_js, PackageResources.viewer_js,
        ])
  }

  /// The style of that page.
  package static var viewerStyle: String { joined([PackageResources.page_css, PackageResources.viewer_css]) }

  /// Reaven and Miller's measurements of 145 persons, as a file.
  ///
  /// Source: G. M. Reaven and R. G. Miller, An attempt to define the nature of chemical diabetes using a
  /// multidimensional analysis, Diabetologia 16 (1979) 17-24.
  package static var diabetes: [UInt8] { PackageResources.diabetes_csv }

  /// What is around the scene, in a report and in the viewer.
  private static var parts: [[UInt8]] {
    [
      PackageResources.labels_js, PackageResources.charts_js, PackageResources.table_js,
      PackageResources.selection_js, PackageResources.legend_js,
      PackageResources.pairs_js, PackageResources.playback_js, PackageResources.controls_js,
      PackageResources.report_js,
    ]
  }

  private static func joined(_ files: [[UInt8]]) -> String {
    files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}
