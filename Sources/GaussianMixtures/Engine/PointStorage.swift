/// Where a fit keeps its own copy of the points, which every iteration passes over.
///
/// ```swift
/// // Half a billion points on a laptop: the copy is in a file, and no more than a gigabyte of it in memory.
/// let engine = Engine(pointStorage: .scratch(residentBytes: 1 << 30))
/// let result = try MixtureEstimator(componentCount: 3, engine: engine).fit(points)
/// ```
///
/// The results have the same bits. Points in place in a mapped file (``PointColumn``) are copied run by run, so neither they
/// nor the copy have to fit into memory; weights, known labels and points with missing coordinates have to.
public enum PointStorage: Sendable, Hashable {
  /// In memory.
  case memory
  /// In a file without a name, mapped into memory, of which nothing is left when the fit is over or the process ends, however
  /// it ends.
  ///
  /// The system brings its pages as they are asked for. Not on Windows and WASI.
  ///
  /// - Parameters:
  ///   - folder: on a disk with room for 8 (D + 1) bytes a point, of single precision half; nil for what TMPDIR names, else `/var/tmp`.
  ///   - residentBytes: about how many bytes of files stay in memory; others leave it, on Linux, within some milliseconds.
  case scratch(folder: String? = nil, residentBytes: Int)
}
