// swift-tools-version: 6.2
import PackageDescription

// A package of its own, which makes a shared library: the engine, the door in C, and in another the module of Python too.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let library = "swift-gaussian-mixtures"

/// Where Python's headers are; without them there is the library for C, and not that with the module.
let pythonHeaders = Context.environment["PYTHON_INCLUDE"]

let package = Package(
  name: "gaussian-mixtures-python",
  platforms: [.macOS(.v15)],
  // For C and all that calls C.
  products: [.library(name: "gaussian_mixtures", type: .dynamic, targets: ["MixtureBridge"])],
  // Without traits: nothing but this package is fetched or built.
  dependencies: [.package(name: library, path: "..", traits: [])],
  targets: [
    // C: the header that others are written against.
    .target(name: "CMixtureBridge"),
    .target(
      name: "MixtureBridge",
      dependencies: [
        "CMixtureBridge",
        .product(name: "GaussianMixtures", package: library),
        .product(name: "MixtureFiles", package: library),
        .product(name: "MixtureRanks", package: library),
        .product(name: "Tables", package: library),
      ],
      swiftSettings: strict,
      linkerSettings: [
        // Swift's own libraries inside, and none of their names to be seen.
        .unsafeFlags(
          [
            "-static-stdlib",
            "-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map",
            "-Xlinker", "--gc-sections",
          ], .when(platforms: [.linux])),
        // Untested: the authors have no Mac.
        .unsafeFlags(["-Xlinker", "-undefined", "-Xlinker", "dynamic_lookup"], .when(platforms: [.macOS])),
      ]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)

if let pythonHeaders {
  package.products.append(
    .library(name: "native", type: .dynamic, targets: ["MixtureBridge", "CPythonModule"]))
  package.targets.append(
    .target(
      name: "CPythonModule", dependencies: ["CMixtureBridge"],
      cSettings: [.unsafeFlags(["-I\(pythonHeaders)", "-fvisibility=hidden"])]))
}
