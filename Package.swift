// swift-tools-version: 6.2
import PackageDescription

/// The strictest settings the compiler offers; every target has them.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Tests use macros whose expansion is not marked `unsafe`, so they leave that one setting out.
let strictTests: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target of the house. Arrows point down only: `Tests/TidyTests` holds the table.
func part(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
    swiftSettings: strictTests)
}

let package = Package(
  name: "precinct",
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
  ],
  targets: [
    // C and C++ libraries behind thin maps.
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .systemLibrary(name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),

    // The vocabulary that everything shares.
    part("Basics", [.product(name: "Crypto", package: "swift-crypto")]),
    tests("Basics"),

    // What happened, provably.
    part("Audit", ["Basics", .product(name: "Crypto", package: "swift-crypto")]),
    tests("Audit", ["Basics", "audit-crash-writer"]),
    // A process for the tests of Audit to kill; not a product.
    .executableTarget(
      name: "audit-crash-writer", dependencies: ["Audit", "Basics"], path: "Tests/AuditCrashWriter",
      swiftSettings: strict),

    // What the process shows of itself.
    part("Telemetry", []),
    tests("Telemetry"),
  ],
  cxxLanguageStandard: .cxx17
)
