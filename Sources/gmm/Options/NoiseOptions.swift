#if Command

import ArgumentParser
import GaussianMixtures

/// A component for points that belong to no other.
struct NoiseOptions: ParsableArguments {
  @Flag(
    help: """
      Add a uniform component for points that belong to no other, over a box around all points; their label is 0.
      """)
  var noise = false

  @Option(
    unconditional:
      "With --noise: the volume that it is uniform over, in the units of the data, instead of the box's.",
    as: "volume")
  var noiseVolume: Double?

  mutating func validate() throws {
    guard noise || noiseVolume == nil else {
      throw ValidationError("--noise-volume belongs to --noise.")
    }
    if let noiseVolume, !(noiseVolume > 0 && noiseVolume.isFinite) {
      throw ValidationError("--noise-volume must be a number above 0; \(noiseVolume) was given.")
    }
  }

  var configuration: NoiseConfiguration? { noise ? NoiseConfiguration(volume: noiseVolume) : nil }
}

#endif
