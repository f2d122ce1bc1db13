// swift-tools-version: 6.2
import PackageDescription

// The parts of the package above that read what others wrote, built with libFuzzer's instrumentation and with
// AddressSanitizer, and the program that runs them. The folders in `Sources` are links.

let checked: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .unsafeFlags(["-sanitize=fuzzer,address"]),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "fuzz",
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .target(name: "Basics", dependencies: [crypto], swiftSettings: checked),
    .target(name: "YAML", dependencies: ["Basics", yams], swiftSettings: checked),
    .target(
      name: "Rego", dependencies: ["Basics", "CRE2", "YAML", crypto, cryptoExtras, yams],
      swiftSettings: checked + [.unsafeFlags(["-Xllvm", "-sil-disable-pass=closure-specialize"])]),
    .target(name: "Policy", dependencies: ["Basics", "CZlib", "Rego", "YAML", crypto], swiftSettings: checked),
    .target(name: "FuzzEntries", dependencies: ["Basics", "Policy", "Rego"], swiftSettings: checked),
    .target(name: "CLibFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["CLibFuzzer", "FuzzEntries"],
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-sanitize=address"])],
      // gold, the linker that Swift takes by itself, does not get along with these objects.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ],
  cxxLanguageStandard: .cxx17
)
