import Testing
import YAML

@testable import Settings

/// The files in `config/` are documentation, so they must be true.
@Suite("Shipped configuration files")
struct ShippedFilesTests {
  /// The root of the package: three steps up from this file.
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
    separator: "/")

  func text(_ name: String) throws -> String {
    let bytes = try #require(
      FileProbe.disk.read("\(Self.root)/config/\(name)", ConfigurationLoader.fileBytesMax))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func everyKeyIsInTheFileWithItsDefault() throws {
    let text = try text("precinct.yaml")
    let loaded = try Loading().load(text)
    #expect(loaded.configuration == Configuration())
    for key in Configuration.catalogue {
      if let star = key.path.utf8.firstIndex(of: UInt8(ascii: "*")) {
        // Names that users choose stand in comments, or their keys stand with those of `upstream`.
        let key = key.path[star...].dropFirst(2)
        #expect(key.isEmpty || text.contains("\(key):"))
      } else {
        #expect(loaded.origins[key.path] != nil, "\(key.path) is missing")
      }
    }
  }

  @Test func everyKeyIsExplained() throws {
    var isExplained = false
    for line in try text("precinct.yaml").split(separator: "\n", omittingEmptySubsequences: false) {
      let content = line.drop { $0 == " " }
      if content.isEmpty { isExplained = false }
      if content.hasPrefix("#") {
        isExplained = true
      } else if !content.isEmpty {
        #expect(isExplained, "\(line)")
        isExplained = false
      }
    }
  }

  @Test func theProductionOverlayLacksNothingThatProfilesDemand() throws {
    var loading = Loading()
    for name in [
      "svid.pem", "svid_key.pem", "bundle.pem", "capability-registry-v2.yaml", "opa/a.rego",
    ] + DetectionSettings().ruleFiles.map({ String($0.dropFirst("config/".count)) }) {
      loading.files["/etc/precinct/\(name)"] = ""
    }
    let loaded = try loading.load(try text("precinct.yaml"), try text("production.yaml"))
    #expect(loaded.configuration.profile == .standard)
    #expect(ProfileCheck.violations(of: loaded) == [])
    var regulated = loaded.configuration
    regulated.profile = .regulated
    #expect(ProfileCheck.violations(of: regulated) == [])
  }
}
