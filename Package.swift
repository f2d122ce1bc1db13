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
func part(_ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
    swiftSettings: strictTests)
}

/// A program: it parses, calls and prints; what it calls lives in the parts.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Objects of the data path belong to one event loop, and so does every access to them; checking each for overlap costs
/// more than some layers. Debug builds, and with them the tests, keep the checks.
let confined: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")

let package = Package(
  name: "precinct",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
  ],
  targets: [
    // C and C++ libraries behind thin maps.
    .target(name: "CLinux"),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .systemLibrary(name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // The vocabulary that everything shares, and YAML as configuration files use it.
    part("Basics", [crypto]),
    tests("Basics"),
    part("YAML", ["Basics", .product(name: "Yams", package: "Yams")]),
    tests("YAML", ["Basics"]),

    // Pure libraries that know nothing of each other.
    part(
      "Rego", ["Basics", "CRE2", "YAML", crypto, cryptoExtras, .product(name: "Yams", package: "Yams")],
      // The machine's loop touches its own state only; checking every access costs a fifth of a decision. Partial
      // evaluation hands closures on to itself, and specializing functions for them would not come to an end.
      settings: confined + [
        .unsafeFlags(["-Xllvm", "-sil-disable-pass=closure-specialize"], .when(configuration: .release))
      ]),
    tests("Rego", ["Basics", "rego-conformance"]),
    part("MCP", ["Basics"]),
    tests("MCP", ["Basics"]),
    part("Detection", ["Basics", "CRE2", "CVectorscan", "YAML"], settings: confined),
    tests("Detection", ["Basics"]),
    part("SPIFFE", ["Basics", crypto, cryptoExtras, asn1, x509]),
    tests("SPIFFE", ["Basics", "TestKit", x509]),

    // The SPIFFE Workload API on a Unix socket, both ends, and the authority of a machine that has no SPIRE.
    part(
      "WorkloadAPI",
      [
        "Basics", "CLinux", "SPIFFE", nioCore, .product(name: "NIOHPACK", package: "swift-nio-http2"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"), .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    part("Authority", ["Basics", "SPIFFE", "WorkloadAPI", crypto, asn1, x509]),
    tests(
      "Authority",
      [
        "Basics", "SPIFFE", "TestKit", "WorkloadAPI", crypto, asn1, nioCore,
        .product(name: "NIOPosix", package: "swift-nio"), x509,
      ]),

    // Who is calling.
    part("Identity", ["Basics", "SPIFFE", crypto]),
    tests("Identity", ["Basics", "SPIFFE", "TestKit"]),

    // What is allowed.
    part("Policy", ["Basics", "CZlib", "Rego", "YAML", crypto]),
    tests("Policy", ["Basics", "Rego", "TestKit"]),

    // Which tools exist, and are they unchanged.
    part("Registry", ["Basics", "MCP", "YAML"]),
    tests("Registry", ["Basics", "TestKit"]),

    // This call in the light of earlier ones.
    part("Sessions", ["Basics"]),
    tests("Sessions", ["Basics", "TestKit"]),

    // What must last on this machine, when a person must agree, and late-bound credentials.
    part("Storage", ["Basics", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("Storage", ["Basics", "TestKit"]),
    part("Approvals", ["Basics", "Storage"]),
    tests("Approvals", ["Basics", "Storage", "TestKit"]),
    part("Secrets", ["Basics", "Storage", crypto]),
    tests("Secrets", ["Basics", "Storage", "TestKit"]),

    // What the process shows of itself.
    part("Telemetry", []),
    tests("Telemetry"),

    // What happened, provably; where it is found again, and where else it is delivered.
    part("Audit", ["Basics", "CLinux", "CZlib", "Storage", crypto]),
    tests("Audit", ["Basics", "Storage", "TestKit", "audit-crash-writer"]),
    // A process for the tests of Audit to kill, and one that measures what an entry costs.
    program("audit-crash-writer", ["Audit", "Basics"]),
    program("audit-bench", ["Audit", "Basics"]),
    part(
      "AuditSinks",
      [
        "Audit", "Basics", "Telemetry", nioCore, .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    tests(
      "AuditSinks",
      [
        "Audit", "Basics", "TestKit", crypto, nioCore, .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    program("audit-search-bench", ["Audit", "AuditIndex", "Basics"]),
    part("AuditIndex", ["Audit", "Basics", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("AuditIndex", ["Audit", "Basics", .product(name: "GRDB", package: "GRDB.swift")]),

    // What the gateway is told. Below `Gateway`, so that it can be read and checked without one.
    part("Settings", ["Basics", "YAML"]),
    tests("Settings", ["Basics", "YAML"]),

    // The chain, the data path to the servers, configuration snapshots and reload.
    part(
      "Gateway",
      [
        "Approvals", "Audit", "AuditIndex", "AuditSinks", "Authority", "Basics", "Detection", "Identity", "MCP", "Policy",
        "Registry", "Rego", "Secrets", "Sessions", "Settings", "SPIFFE", "Storage", "Telemetry", "WorkloadAPI", asn1, crypto,
        .product(name: "DequeModule", package: "swift-collections"), nioCore,
        .product(name: "NIOHPACK", package: "swift-nio-http2"), .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"), lifecycle, x509,
      ], settings: confined),

    tests(
      "Gateway",
      [
        "Approvals", "Audit", "Basics", "Console", "Detection", "Identity", "MCP", "Policy", "Registry", "Secrets",
        "Sessions", "Settings", "SPIFFE", "Storage", "Telemetry", "TestKit", lifecycle, nioCore,
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOEmbedded", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),

    // Copies of a state directory, and what comes back from them.
    part("Backup", ["Audit", "Basics", "Storage", crypto, cryptoExtras]),
    tests("Backup", ["Audit", "Basics", "Storage", "TestKit"]),

    // Evidence for control frameworks, from the log or from an index of it.
    part("Compliance", ["Audit", "Basics", "YAML", crypto]),
    tests("Compliance", ["Audit", "Basics", "TestKit"]),
    part(
      "OpenSearch",
      [
        "Basics", nioCore, .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    tests(
      "OpenSearch",
      [
        "Basics", "SPIFFE", "TestKit", nioCore, .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),

    // The control plane.
    part(
      "Console",
      [
        "Approvals", "Audit", "Authority", "Basics", "Gateway", "Identity", "Policy", "Registry", "Secrets", "Sessions",
        "Settings", "Rego", "SPIFFE", "Storage", "Telemetry", .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
        nioCore, .product(name: "NIOPosix", package: "swift-nio"), lifecycle,
      ]),
    tests("Console", ["Basics", "TestKit"]),

    // The program: commands only.
    program(
      "agw",
      [
        "Approvals", "Audit", "AuditIndex", "AuditSinks", "Backup", "Basics", "CLinux", "Compliance", "Console", "Detection",
        "Gateway", "Identity", "OpenSearch", "Policy", "Registry", "Rego", "Secrets", "Settings", "SPIFFE", "Storage",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"), nioCore, lifecycle,
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "agw", "Basics", "Console", "Settings", "TestKit", .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: strictTests),

    // Programs for examples, conformance and measurement.
    program(
      "example-tools",
      [
        "Basics", nioCore, .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .testTarget(name: "ExampleToolsTests", dependencies: ["example-tools"], swiftSettings: strictTests),
    program("rego-conformance", ["Rego", "Basics", .product(name: "Yams", package: "Yams")]),
    program("rego-bench", ["Rego", "Basics"]),
    program("detection-bench", ["Detection", "Basics"]),
    program("detection-accuracy", ["Detection", "Basics"]),

    // Whatever reads what others wrote, as functions of bytes: for `Fuzz/`, and for the tests that replay its finds.
    part("FuzzEntries", ["Basics", "Policy", "Rego"]),
    tests("FuzzEntries"),

    // A test PKI, tokens, clocks and files for tests and the demo. Not a product.
    part("TestKit", ["Basics", "SPIFFE", crypto, cryptoExtras, asn1, x509]),

    // The rules of the house, held against the sources as text.
    .testTarget(name: "TidyTests", swiftSettings: strictTests),
  ],
  cxxLanguageStandard: .cxx17
)
