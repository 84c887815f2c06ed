// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// What the command, the viewer and static figures need beyond this package: who does not ask for the trait `Command`
/// neither fetches nor builds it.
func foreign(
  _ product: String, of package: String,
  when condition: TargetDependencyCondition? = .when(traits: ["Command"])
) -> Target.Dependency { .product(name: product, package: package, condition: condition) }

let package = Package(
  name: "swift-gaussian-mixtures",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "GaussianMixtures", targets: ["GaussianMixtures"]),
    .library(name: "Tables", targets: ["Tables"]),
    .library(name: "MixtureFiles", targets: ["MixtureFiles"]),
    .library(name: "MixtureFigures", targets: ["MixtureFigures"]),
    .library(name: "MixtureRanks", targets: ["MixtureRanks"]),
    .library(name: "MixtureService", targets: ["MixtureService"]),
    .executable(name: "gmm", targets: ["gmm"]),
  ],
  traits: [
    .trait(
      name: "Command",
      description: "The command gmm, the live viewer and static figures, with the packages that they need.",
      enabledTraits: ["Formats"]),
    .trait(
      name: "Formats",
      description:
        "Compressed, Parquet, Arrow, LAZ and Excel files and pictures, with the libraries that make setup builds."
    ),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    // What Subprocess is made of, for descriptors that are handed to a program; resolved in any case.
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    // What Hummingbird is made of, and the viewer uses directly; resolved in any case.
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // C: the loops over points, and thin shims. No stable API.
    .target(name: "CMixtureKernels"),
    .target(name: "CNumberText"),
    .target(name: "CAllocator"),
    .target(name: "CMPI"),
    // What lets the command run where glibc is older than the one that it is built with.
    .target(name: "COlderGlibc"),
    // What make setup has built for the trait Formats, and the one door to it; empty without the trait.
    .systemLibrary(name: "CFormatLibraries", pkgConfig: "gmm-formats"),
    .target(
      name: "CFormats",
      dependencies: [.target(name: "CFormatLibraries", condition: .when(traits: ["Formats"]))],
      cSettings: [.define("FORMATS", .when(traits: ["Formats"]))]),
    // What all errors have; re-exported by those that throw them.
    .target(name: "CodedErrors", swiftSettings: strict),
    .target(name: "SystemLibrary", swiftSettings: strict),
    .target(name: "Elementary", dependencies: ["SystemLibrary"], swiftSettings: strict),
    // The one door to the system: files, limits, signals, memory.
    .target(name: "SystemCalls", dependencies: ["SystemLibrary"], swiftSettings: strict),
    .target(name: "Parallel", dependencies: ["Elementary", "SystemCalls"], swiftSettings: strict),
    .target(name: "LinearAlgebra", dependencies: ["Elementary"], swiftSettings: strict),
    .target(
      name: "GaussianMixtures",
      dependencies: ["CMixtureKernels", "CodedErrors", "Elementary", "LinearAlgebra", "Parallel"],
      swiftSettings: strict),
    // Ways between processes that fit together.
    .target(
      name: "MixtureRanks", dependencies: ["GaussianMixtures", "SystemCalls", "CMPI"], swiftSettings: strict),
    // Files of named columns, whatever they hold.
    .target(
      name: "Tables",
      dependencies: [
        "CodedErrors", "Elementary", "Parallel", "SystemCalls", "CNumberText",
        .target(name: "CFormats", condition: .when(traits: ["Formats"])),
      ],
      swiftSettings: strict),
    .target(
      name: "MixtureFiles", dependencies: ["GaussianMixtures", "Tables", "Elementary", "LinearAlgebra"],
      swiftSettings: strict),
    // The scripts and styles of pages: a target of its own, since they take long to compile.
    .target(name: "PageAssets", resources: [.embedInCode("Page")], swiftSettings: strict),
    .target(
      name: "MixtureFigures",
      dependencies: [
        "GaussianMixtures", "Tables", "CodedErrors", "Elementary", "LinearAlgebra", "Parallel",
        "PageAssets",
        foreign("Subprocess", of: "swift-subprocess"),
        foreign("SystemPackage", of: "swift-system", when: .when(platforms: [.linux], traits: ["Command"])),
      ],
      swiftSettings: strict),
    // The live viewer: a server for this machine alone, and its page.
    .target(
      name: "MixtureService",
      dependencies: [
        "GaussianMixtures", "Tables", "MixtureFiles", "MixtureFigures", "PageAssets", "CodedErrors",
        "SystemCalls", "CAllocator",
        foreign("HummingbirdCore", of: "hummingbird"),
        foreign("HTTPTypes", of: "swift-http-types"),
        foreign("Logging", of: "swift-log"),
        foreign("NIOCore", of: "swift-nio"),
        foreign("NIOHTTP1", of: "swift-nio"),
        foreign("NIOHTTPTypes", of: "swift-nio-extras"),
        foreign("NIOHTTPTypesHTTP1", of: "swift-nio-extras"),
        foreign("NIOPosix", of: "swift-nio"),
        foreign("Subprocess", of: "swift-subprocess"),
        foreign("SystemPackage", of: "swift-system", when: .when(platforms: [.linux], traits: ["Command"])),
        foreign("UnixSignals", of: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "gmm",
      dependencies: [
        "GaussianMixtures", "Tables", "MixtureFiles", "MixtureFigures", "MixtureRanks", "MixtureService",
        "CodedErrors", "Elementary", "Parallel", "SystemCalls", "CAllocator", "COlderGlibc",
        foreign("Subprocess", of: "swift-subprocess"),
        foreign("ArgumentParser", of: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], swiftSettings: strict),
    .testTarget(
      name: "GaussianMixturesTests",
      dependencies: ["GaussianMixtures", "Elementary", "LinearAlgebra", "Parallel"],
      resources: [.copy("Data")], swiftSettings: strict),
    .testTarget(
      name: "MixtureRanksTests", dependencies: ["MixtureRanks", "GaussianMixtures", "SystemCalls"],
      swiftSettings: strict),
    .testTarget(
      name: "TablesTests", dependencies: ["TestSupport", "Tables", "GaussianMixtures", "Parallel"],
      resources: [.copy("Data")], swiftSettings: strict),
    .testTarget(
      name: "MixtureFilesTests", dependencies: ["TestSupport", "MixtureFiles", "Tables", "GaussianMixtures"],
      resources: [.copy("Data")], swiftSettings: strict),
    .testTarget(
      name: "MixtureFiguresTests", dependencies: ["MixtureFigures", "GaussianMixtures"],
      swiftSettings: strict),
    // The report and the viewer in headless Chromium, where there is one; the viewer's server anyway.
    .testTarget(
      name: "BrowserTests",
      dependencies: [
        "gmm", "MixtureFigures", "MixtureService", "Tables", "MixtureFiles", "GaussianMixtures",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["TestSupport", "gmm", "Tables", "MixtureFiles", "GaussianMixtures"],
      resources: [.copy("Data"), .copy("Snapshots")], swiftSettings: strict),
    // The sources themselves: sizes of files and functions, what is said twice, and the examples in comments, which are
    // compiled against the modules.
    .testTarget(
      name: "HouseTests",
      dependencies: ["GaussianMixtures", "Tables", "MixtureFiles", "MixtureFigures", "MixtureService"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17,
  cxxLanguageStandard: .cxx17
)

// The plugin of `make docs`: in nobody's graph but that of who makes the documentation.
if Context.environment["GAUSSIAN_MIXTURES_DOCUMENTATION"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
