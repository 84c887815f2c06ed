#if Command

import GaussianMixtures

/// What the program calls itself.
enum Version {
  static let current = "0.1.0"
  static let software = ModelDocument.Software(name: "gmm", version: current)
}

#endif
