import Basics
import FoundationEssentials
import MCP
import Testing

@testable import Gateway

@Suite("Denials") struct DenialTests {
  static let body = DenialBody(
    denial: Denial(
      .policyDenied, "No policy allows \"x\".", details: ["reason": "r"]), decisionID: "d-1", traceID: "t-1",
    docsURL: "https://docs.example/codes")

  static let envelope =
    #"{"code":"authz_policy_denied","message":"No policy allows \"x\".","layer":6,"layer_name":"opa_policy","#
    + #""decision_id":"d-1","trace_id":"t-1","details":{"reason":"r"},"#
    + #""remediation":"Add a rule for this caller and tool, or ask an administrator.","#
    + #""docs_url":"https://docs.example/codes#authz_policy_denied"}"#

  @Test func theEnvelopeIsExactlyThis() throws {
    #expect(String(decoding: Self.body.envelope(), as: UTF8.self) == Self.envelope)
  }

  @Test func theErrorCarriesTheIdAsItCame() throws {
    let text = String(decoding: Self.body.rpcError(id: Array("1e2".utf8)[...]), as: UTF8.self)
    #expect(
      text == #"{"jsonrpc":"2.0","id":1e2,"error":{"code":-31006,"message":"No policy allows \"x\". "#
        + "Add a rule for this caller and tool, or ask an administrator. [authz_policy_denied]\",\"data\":\(Self.envelope)}}"
    )
    let without = try JSONDocument(parsing: Self.body.rpcError(id: nil))
    #expect(without.value()["id"] == .null)
  }

  @Test func theToolResultIsReadByTheModel() throws {
    let value = try JSONDocument(parsing: Self.body.toolResult(id: Array(#""a""#.utf8)[...], era: .legacy)).value()
    #expect(value["id"] == "a")
    #expect(value["result"]?["isError"] == true)
    #expect(value["result"]?["_meta"]?["dev.precinct/denial"]?.text == Self.envelope)
    #expect(
      value["result"]?["content"]?.arrayValue?.first?["text"]?.stringValue?.hasSuffix("[authz_policy_denied]")
        == true)
  }

  @Test(arguments: DenialCode.allCases)
  func everyCodeIsInTheTable(code: DenialCode) throws {
    let entry = try #require(DenialCode.table[code])
    #expect((0...14).contains(entry.layer))
    #expect((400...599).contains(entry.status))
    #expect(entry.remediation.hasSuffix(".") && entry.remediation.utf8.count > 20)
    #expect(code.rawValue.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (0x61...0x7A).contains($0) })
    let rpc = Denial(code, "").jsonrpcCode
    // JSON-RPC keeps -32768…-32000 for itself.
    #expect(rpc == -31_000 - entry.layer)
  }

  @Test(arguments: DenialCode.allCases)
  func everyCodeHasItsRowOfThreats(code: DenialCode) throws {
    let threats = try #require(DenialCode.threats[code])
    // What speaks against the caller answers a threat that has a name.
    if code.isCallersFault { #expect(!threats.owasp.isEmpty) }
    #expect(threats.owasp.allSatisfy { $0.title.hasPrefix($0.rawValue + " ") })
    #expect(threats.atlas.allSatisfy { $0.rawValue.hasPrefix("AML.T") })
  }

  /// Frameworks ask the log for codes, which must exist.
  @Test func frameworksNameNoCodeThatDoesNotExist() throws {
    let root = String(#filePath.dropLast("Tests/GatewayTests/Denials/DenialTests.swift".utf8.count))
    let others: Set = ["subject_erased", "subject_exported"]
    for name in try FileManager.default.contentsOfDirectory(atPath: root + "config/compliance") {
      let text = try String(contentsOfFile: root + "config/compliance/" + name, encoding: .utf8)
      for line in text.split(separator: "\n") {
        guard let at = line.firstRange(of: " code: ") else { continue }
        let list = line[at.upperBound...].prefix { $0 != "}" && $0 != "]" }.drop { $0 == "[" }
        for code in list.split(separator: ", ") where !others.contains(String(code)) {
          #expect(DenialCode(rawValue: String(code)) != nil, "\(name): \(code)")
        }
      }
    }
  }

  @Test func theCatalogueOnDiskIsTheOneTheProgramWrites() throws {
    let path =
      String(#filePath.dropLast("Tests/GatewayTests/Denials/DenialTests.swift".utf8.count))
      + "docs/denial-codes.md"
    if ProcessInfo.processInfo.environment["PRECINCT_WRITE_DOCS"] != nil {
      try Data(DenialCatalogue.markdown.utf8).write(to: URL(filePath: path))
    }
    let committed = try String(contentsOfFile: path, encoding: .utf8)
    #expect(committed == DenialCatalogue.markdown)
    for code in DenialCode.allCases { #expect(committed.contains("\n### \(code.rawValue)\n")) }
  }
}
